"""Terms whose agreed translation was changed, and the pages that have the earlier one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator

from core.formatting import number
from core.i18n import SOURCE_CODE, language_name, locale_code, locale_ids
from termbase import recognising
from translation_desk import differences, permissions, term_changes, term_marks
from translation_desk.errors import NotAllowedError
from translation_desk.models import TermChange
from translation_desk.screen import in_language
from translation_desk.tags import marked_up
from translation_desk.views.bulk import DeskScreen

PER_PAGE = 25
TITLE = gettext_lazy("Changed terms")


class TermChangesView(DeskScreen):
    """The changed terms of one language."""

    template_name = "translation_desk/terms/changes.html"
    page_title = TITLE
    header_icon = "history"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Let in who works in a language, or manages all."""
        super().setup(request, *args, **kwargs)
        own = permissions.locales_to_open(request.user)
        self.codes = [locale_code(pk) for pk in locale_ids().values() if pk in own]
        if not self.codes:
            raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the terms."""
        *above, here = super().get_breadcrumbs_items()
        return [*above, {"url": reverse("translation_desk:terms"), "label": _("Terms")}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read one page of changes."""
        asked = self.request.GET.get("language", "")
        code = asked if asked in self.codes else self.codes[0]
        paginator = WagtailPaginator(term_changes.changes(self.request.user, locale_ids()[code]), PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p", 1))
        return super().get_context_data(
            languages=[(each, capfirst(language_name(each)), each == code) for each in self.codes],
            page=page,
            elided_page_range=paginator.get_elided_page_range(page.number),
            in_english=in_language(SOURCE_CODE),
            in_target=in_language(code),
            **kwargs,
        )


class TermChangeView(DeskScreen):
    """The live texts that have the earlier translation of a term, ticked and sent back with the new one as a proposal."""

    template_name = "translation_desk/terms/change.html"
    header_icon = "history"

    @cached_property
    def change(self) -> TermChange:
        """The change. People of other languages may not see it: what is shown are texts of that language."""
        change = get_object_or_404(TermChange.objects.select_related("term", "user"), pk=self.kwargs["pk"])
        if change.locale_id not in permissions.locales_to_open(self.request.user):
            raise PermissionDenied
        return change

    def get_page_title(self) -> str:
        """Name the term and the language."""
        name = self.change.term.term_en if self.change.term else self.change.old_text
        return _("%(title)s (%(language)s)") % {
            "title": name or self.change.old_text,
            "language": language_name(locale_code(self.change.locale_id)),
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the changed terms."""
        *above, here = super().get_breadcrumbs_items()
        code = locale_code(self.change.locale_id)
        terms = {"url": reverse("translation_desk:terms"), "label": _("Terms")}
        return [*above, terms, {"url": f"{reverse('translation_desk:term_changes')}?language={code}", "label": TITLE}, here]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Propose the new translation in the ticked texts."""
        change = self.change
        ids = {int(key) for keys in request.POST.getlist("case") for key in keys.split(",") if key.isdecimal()}
        if not ids:
            messages.warning(request, _("Choose at least one row first."))
            return redirect(request.get_full_path())
        try:
            outcome = term_changes.requeue(request.user, change, ids)
        except NotAllowedError as error:
            raise PermissionDenied from error
        if outcome.texts:
            sentence = ngettext("Proposed in %(count)s text.", "Proposed in %(count)s texts.", outcome.texts)
            messages.success(request, sentence % {"count": number(outcome.texts)})
        for title, reason in outcome.refused:
            messages.warning(request, _("“%(title)s” was left as it is: %(reason)s") % {"title": title, "reason": str(reason)})
        return redirect(request.get_full_path())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read one page of texts; the number of queries does not grow with them."""
        change, user = self.change, self.request.user
        cases = term_changes.cases(user, change)
        paginator = WagtailPaginator(cases, PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p", 1))
        terms = recognising.current()
        may = term_changes.may_requeue(user, change)
        return super().get_context_data(
            change=change,
            may=may,
            any_open=may and any(case.open for case in page.object_list),
            rows=[
                {
                    "case": case,
                    "english": term_marks.underlined(case.english, terms),
                    "shown": differences.shown(case.before, case.after) if case.after else marked_up(case.before),
                    "value": ",".join(str(place.segment) for place in case.open),
                    "places": [(place, self._address(place)) for place in _one_a_page(case.places)],
                }
                for case in page.object_list
            ],
            page=page,
            count=paginator.count,
            texts=sum(len(case.places) for case in cases),
            elided_page_range=paginator.get_elided_page_range(page.number),
            in_english=in_language(SOURCE_CODE),
            in_target=in_language(locale_code(change.locale_id)),
            **kwargs,
        )

    @staticmethod
    def _address(place: term_changes.Place) -> str:
        return f"{reverse('translation_desk:job', args=[place.job])}#segment-{place.segment}"


def _one_a_page(places: list[term_changes.Place]) -> list[term_changes.Place]:
    """Return the first place of each page, one that is open if there is any."""
    ordered = sorted(places, key=lambda place: bool(place.refusal))
    return list({place.job: place for place in reversed(ordered)}.values())[::-1]


urlpatterns: list[URLPattern] = [
    path("terms/changes/", TermChangesView.as_view(), name="term_changes"),
    path("terms/changes/<int:pk>/", TermChangeView.as_view(), name="term_change"),
]
