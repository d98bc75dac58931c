"""The matrix: every page with the state of its six languages."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.models import Locale, Page

from core.i18n import CODES, SOURCE_CODE, language_name, locale_code
from translation_desk import explorer, permissions, plan, queue
from translation_desk.models import TranslationJob
from translation_desk.models.jobs import Status

MISSING = "missing"
"""Not a status of a job: readers find nothing in the language."""
COLUMNS = tuple(sorted(CODES, key=lambda code: code != SOURCE_CODE))
"""English, which all others follow, then the other languages in the order of the table."""


class MatrixForm(forms.Form):
    """What the matrix shows."""

    section = forms.ChoiceField(label=pgettext_lazy("translation desk", "Section"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)

    def __init__(self, *args: Any, sections: list[queue.Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["section"].choices = [("", _("All sections")), *((str(section.pk), section.title) for section in sections)]
        languages = [(code, capfirst(language_name(code))) for code in COLUMNS if code != SOURCE_CODE]
        fields["language"].choices = [("", _("All languages")), *languages]
        fields["status"].choices = [("", _("All statuses")), *Status.choices, (MISSING, _("Missing for readers"))]


class MatrixView(BaseListingView):
    """Pages by section, languages side by side."""

    template_name = "translation_desk/matrix/index.html"
    results_template_name = "translation_desk/matrix/results.html"
    page_title = _("Pages by language")
    header_icon = "table"
    index_url_name = "translation_desk:matrix"
    index_results_url_name = "translation_desk:matrix"
    model = Page
    paginate_by = 50
    verbose_name_plural = pgettext_lazy("translation desk", "pages")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in everybody who has a role at the desk."""
        if not permissions.can_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, queue, matrix."""
        above = {"url": reverse("translation_desk:queue"), "label": _("Translations")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def sections(self) -> list[queue.Section]:
        """All sections."""
        return queue.sections()

    @cached_property
    def form(self) -> MatrixForm:
        """The choices of the person."""
        return MatrixForm(self.request.GET, sections=self.sections)

    def get_queryset(self) -> QuerySet[Page]:
        """Return the English pages that are live or have jobs, in the order of the page tree."""
        jobs = TranslationJob.objects.filter(translation_key=OuterRef("translation_key"), enabled=True)
        pages = Page.objects.filter(Q(live=True) | Exists(jobs), locale__language_code=SOURCE_CODE, depth__gt=1)
        if not self.form.is_valid():
            return pages.none()
        chosen = self.form.cleaned_data
        for section in self.sections:
            if str(section.pk) == chosen["section"]:
                pages = pages.filter(path__startswith=section.path)
        if chosen["status"] == MISSING:
            pages = pages.filter(Q(*self.missing_in(chosen["language"]), _connector=Q.OR), live=True)
        elif chosen["status"] or chosen["language"]:
            wanted = jobs.filter(status=chosen["status"]) if chosen["status"] else jobs
            if chosen["language"]:
                wanted = wanted.filter(locale__in=Locale.objects.filter(language_code=chosen["language"]))
            pages = pages.filter(Exists(wanted))
        return pages.order_by("path").select_related("held_approval").prefetch_workflow_states().annotate_approved_schedule()

    @staticmethod
    def missing_in(code: str) -> list[Any]:
        """Return the conditions of lacking a page that readers see: in one language, or in each for an empty code."""
        same = Page.objects.filter(translation_key=OuterRef("translation_key"), live=True)
        return [~Exists(same.filter(locale=pk)) for pk in plan.target_locales() if code in {"", locale_code(pk)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the jobs of the pages shown, and the section of each."""
        context = super().get_context_data(**kwargs)
        pages = list(context["object_list"])
        jobs = explorer.jobs_by_key(pages)
        by_path = queue.by_path(self.sections)
        levels = plan.levels(pages)
        rows = []
        for page in pages:
            own = {locale_code(job.locale_id): job for job in jobs.get(page.translation_key, [])}
            section = queue.section_of(page.path, by_path)
            starts = section is not None and (not rows or rows[-1]["section"] != section)
            cells = [
                {
                    "code": locale_code(locale_id),
                    "job": own.get(locale_code(locale_id)),
                    "level": levels[page.translation_key, locale_id],
                }
                for locale_id in plan.target_locales()
            ]
            rows.append({"page": page, "section": section, "starts": starts, "cells": cells})
        return context | {"form": self.form, "rows": rows, "codes": COLUMNS, "media": context["media"] + self.form.media}


urlpatterns = [path("pages/", MatrixView.as_view(), name="matrix")]
