"""The parity of languages: the dashboard, its file, its page for printing, and counting anew."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from core.i18n import active_language
from newsroom.models import Layer
from newsroom.parity import checklist, counting, presenting, reading, sheets
from newsroom.parity.figures import EVERYTHING, PIECES, PLAN, REQUIRED, WORDS
from newsroom.parity.presenting import Ways
from translation_desk.errors import DeskError
from translation_desk.permissions import is_manager, locales_to_propose
from translation_desk.views.bulk import DeskScreen

TITLE = gettext_lazy("Parity of languages")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCOPE_LABELS = {
    REQUIRED: gettext_lazy("Pages that the plan requires"),
    PLAN: gettext_lazy("Pages that the plan requires or wants"),
    EVERYTHING: gettext_lazy("All English pages"),
}
RANGE_LABELS = {
    30: gettext_lazy("30 days"),
    90: gettext_lazy("90 days"),
    365: gettext_lazy("One year"),
}


class ParityForm(forms.Form):
    """What the dashboard shows of a layer. A choice that is none is as if nothing were chosen."""

    scope = forms.ChoiceField(label=gettext_lazy("Measured against"), required=False, choices=list(SCOPE_LABELS.items()))
    unit = forms.ChoiceField(label=gettext_lazy("Counted in"), required=False)
    section = forms.ChoiceField(label=pgettext_lazy("translation desk", "Section"), required=False)
    days = forms.TypedChoiceField(
        widget=forms.HiddenInput, required=False, coerce=int, choices=[(days, str(days)) for days in RANGE_LABELS]
    )
    layer = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, layer: str, sections: list[reading.Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        pieces = gettext_lazy("Pages") if layer == Layer.PAGES else pgettext_lazy("parity of languages", "Texts")
        fields["unit"].choices = [(PIECES, pieces), (WORDS, gettext_lazy("English words"))]
        fields["section"].choices = [("", gettext_lazy("All sections")), *((one.key, one.title) for one in sections)]
        if layer != Layer.PAGES:
            del fields["scope"]

    def chosen(self) -> dict[str, Any]:
        """Return scope, unit, section and days as they were understood."""
        self.is_valid()
        cleaned = self.cleaned_data
        return {
            "scope": cleaned.get("scope") or PLAN,
            "unit": cleaned.get("unit") or PIECES,
            "section": cleaned.get("section") or "",
            "days": cleaned.get("days") or next(iter(RANGE_LABELS)),
        }


class ParityView(DeskScreen):
    """The dashboard. `export=xlsx` answers with the file."""

    template_name = "newsroom/parity/index.html"
    page_title = TITLE
    header_icon = "table"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the figures, or answer with the file."""
        if request.GET.get("export") == "xlsx":
            report = reading.newest(request.user, [])
            name = f"parity-of-languages_{report.day}" if report.day else "parity-of-languages"
            headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
            return HttpResponse(sheets.workbook(request.user), XLSX, headers=headers)
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, this screen."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def layer(self) -> str:
        """The layer that is asked for, else the pages."""
        asked = self.request.GET.get("layer", "")
        return asked if asked in Layer.values else Layer.PAGES.value

    @cached_property
    def report(self) -> reading.Report:
        """The newest figures."""
        return reading.newest(self.request.user)

    @cached_property
    def required(self) -> list[checklist.Required]:
        """The pages that have to exist."""
        return checklist.check(self.request.user)

    def ways(self, layer: str, scope: str) -> Ways:
        """Return what makes the addresses behind the figures."""
        return Ways(layer, scope, self.required[0].page, frozenset(locales_to_propose(self.request.user)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures of the chosen layer, and what is said of pages whatever is chosen."""
        sections = reading.sections(self.layer, (row.section for row in self.report.rows if row.layer == self.layer))
        form = ParityForm(self.request.GET, layer=self.layer, sections=sections)
        chosen = form.chosen()
        shown = ParityForm({**chosen, "layer": self.layer}, layer=self.layer, sections=sections)
        scope, unit, section = chosen["scope"], chosen["unit"], chosen["section"]
        codes = reading.codes()
        ways = self.ways(self.layer, scope)
        picked = [one for one in sections if section in {"", one.key}]
        return super().get_context_data(
            age=reading.age(),
            report=self.report,
            overview=overview(self.report),
            tabs=[{"label": layer.label, "url": f"?layer={layer.value}", "current": layer == self.layer} for layer in Layer],
            form=shown,
            layer=self.layer,
            scope_label=SCOPE_LABELS[scope] if self.layer == Layer.PAGES else "",
            unit=unit,
            languages=[presenting.language(code) for code in codes],
            rows=presenting.matrix(self.report, self.layer, scope, unit, ways=ways, sections=picked, codes=codes),
            gaps=presenting.gaps(self.report, scope, section=section, codes=codes) if self.layer == Layer.PAGES else [],
            required=required_rows(self.required, manages=is_manager(self.request.user)),
            trend=self.trend(self.layer, chosen, codes),
            ranges=self.ranges(chosen),
            print_url=f"{reverse('newsroom:parity_print')}?{urlencode({'scope': scope, 'unit': unit, 'days': chosen['days']})}",
            **kwargs,
        )

    def ranges(self, chosen: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the ways to the trend over other times, everything else as it is."""
        return [
            {
                "label": label,
                "url": f"?{urlencode({**chosen, 'layer': self.layer, 'days': days})}#parity-trend",
                "current": days == chosen["days"],
            }
            for days, label in RANGE_LABELS.items()
        ]

    def trend(self, layer: str, chosen: dict[str, Any], codes: list[str]) -> dict[str, Any]:
        """Return the trend of a layer."""
        found = {}
        if self.report.day is not None:
            asked = {"section": chosen["section"], "days": chosen["days"]}
            found = reading.trend(self.request.user, self.report.day, layer, chosen["scope"], **asked)
        return presenting.chart(found, chosen["unit"], codes, name=f"trend-{layer}", title=_("Trend of each language"))


def overview(report: reading.Report) -> list[dict[str, Any]]:
    """Return for each language how many of the required and of all pages are up to date, and the share of all."""
    rows = []
    for code in reading.codes():
        required = report.figures(Layer.PAGES, REQUIRED, code=code)
        everything = report.figures(Layer.PAGES, EVERYTHING, code=code)
        share = presenting.share(everything)
        rows.append({"language": presenting.language(code), "share": share, "required": required, "everything": everything})
    return rows


def required_rows(required: list[checklist.Required], *, manages: bool = False) -> list[dict[str, Any]]:
    """Return the rows of the table of required pages; people who manage the plan are led to those that it does not require."""
    rows = []
    for found in required:
        cells = [
            {
                "language": presenting.language(state.code),
                "state": state,
                "words": checklist.words(state),
                "url": presenting.one_page(found.page, state.code) if found.page else "",
            }
            for state in found.states
        ]
        plan_url = ""
        if found.page and manages and not all(state.asked for state in found.states):
            plan_url = reverse("translation_desk:page_plan", args=[found.page.pk])
        rows.append({"name": found.demand.name, "page": found.page, "cells": cells, "plan_url": plan_url})
    return rows


class ParityPrintView(ParityView):
    """The same on paper, for people who decide: all layers, the method, no administration around it."""

    template_name = "newsroom/parity/print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tables of all layers. Numbers on paper lead nowhere."""
        form = ParityForm(self.request.GET, layer=Layer.PAGES, sections=[])
        chosen = form.chosen()
        scope, unit = chosen["scope"], chosen["unit"]
        codes = reading.codes()
        layers = []
        for layer in Layer:
            known = (row.section for row in self.report.rows if row.layer == layer)
            sections = reading.sections(layer, known, outside=True)
            nowhere = Ways("", scope, None, frozenset())
            rows = presenting.matrix(self.report, layer, scope, unit, ways=nowhere, sections=sections, codes=codes)
            layers.append({"label": layer.label, "name": layer.value, "rows": rows})
        return {
            "language": active_language(),
            "title": self.page_title,
            "report": self.report,
            "overview": overview(self.report),
            "scope_label": SCOPE_LABELS[scope],
            "unit": unit,
            "languages": [presenting.language(code) for code in codes],
            "layers": layers,
            "gaps": presenting.gaps(self.report, scope, section="", codes=codes, outside=True),
            "required": required_rows(self.required),
            "trend": self.trend(Layer.PAGES, chosen, codes),
            "printing": True,
        }


@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Have everything counted anew."""
    try:
        counting.count_anew(request.user)
    except DeskError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The figures are being counted anew. Reload this page in a moment."))
    return HttpResponseRedirect(reverse("newsroom:parity"))


urlpatterns: list[URLPattern] = [
    path("parity/", ParityView.as_view(), name="parity"),
    path("parity/print/", ParityPrintView.as_view(), name="parity_print"),
    path("parity/count/", count, name="parity_count"),
]
