"""What translating a page takes: words by language and by how much of them the memory knows, and what to mend first."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

from core.formatting import number, percent
from core.i18n import language_name
from translation_desk import leverage
from translation_desk.leverage import Amount, Effort
from translation_desk.permissions import can_see
from translation_desk.translatability import LONGEST_SENTENCE, Hint, Kind
from translation_desk.views.bulk import DeskScreen
from translation_desk.views.page_plan import english_page


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a band, or a sum."""

    label: str
    cells: list[tuple[str, str, str]]
    """Language, words, texts."""
    total: bool = False


class EffortView(DeskScreen):
    """The effort of one English page."""

    template_name = "translation_desk/plan/effort.html"
    page_title = gettext_lazy("Words to translate")
    header_icon = "list-ol"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the page."""
        super().setup(request, *args, **kwargs)
        if not can_see(request.user):
            raise PermissionDenied
        self.page = english_page(kwargs["page_id"]).specific

    def get_page_subtitle(self) -> str:
        """Name the page."""
        return self.page.get_admin_display_title()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count."""
        found = leverage.analysis(self.request.user, self.page)
        names = [capfirst(language_name(effort.code)) for effort in found.efforts]
        rows = [
            Row(_label(name), [_cell(which, effort.bands[band]) for which, effort in zip(names, found.efforts, strict=True)])
            for band, name in leverage.BANDS.items()
            if any(effort.bands[band].segments for effort in found.efforts)
        ]
        left = [_cell(which, effort.left) for which, effort in zip(names, found.efforts, strict=True)]
        return super().get_context_data(
            page=self.page,
            words=number(found.words),
            segments=number(found.segments),
            languages=names,
            rows=[*rows, Row(_("To be translated in all"), left, total=True)],
            lengths=[(which, _length(effort)) for which, effort in zip(names, found.efforts, strict=True)],
            hints=[(sentence(hint), hint.found if hint.kind == Kind.LONG_SENTENCE else "") for hint in found.hints],
            queue=f"{reverse('translation_desk:queue')}?tab=all&page={self.page.pk}",
            **kwargs,
        )


def _label(band: Any) -> str:
    return f"{percent(band[0])}–{percent(band[1])}" if isinstance(band, tuple) else str(band)


def _cell(language: str, amount: Amount) -> tuple[str, str, str]:
    shown = ngettext("%(count)s text", "%(count)s texts", amount.segments) % {"count": number(amount.segments)}
    return language, number(amount.words), shown if amount.segments else ""


def _length(effort: Effort) -> str:
    """Say how long the translation of what is left will be."""
    if effort.length is None:
        return _("too little is approved to tell")
    if effort.code == "zh-hans":
        told = ngettext("about %(count)s character", "about %(count)s characters", effort.length)
    else:
        told = ngettext("about %(count)s word", "about %(count)s words", effort.length)
    return told % {"count": number(effort.length)}


def sentence(hint: Hint) -> str:
    """Say what is hard, and what to do."""
    count = number(hint.number)
    if hint.kind == Kind.LONG_SENTENCE:
        told = ngettext(
            "A sentence of %(count)s word. More than %(limit)s are hard to follow and to translate: cut it in two.",
            "A sentence of %(count)s words. More than %(limit)s are hard to follow and to translate: cut it in two.",
            hint.number,
        )
        return told % {"count": count, "limit": number(LONGEST_SENTENCE)}
    if hint.kind == Kind.ACRONYM:
        told = ngettext(
            "“%(name)s” stands %(count)s time and is explained nowhere on the page. Write it out where it comes first.",
            "“%(name)s” stands %(count)s times and is explained nowhere on the page. Write it out where it comes first.",
            hint.number,
        )
        return told % {"count": count, "name": hint.found}
    if hint.found:
        told = _("The image “%(name)s” has no description. Who cannot see it learns nothing, and neither does the translator.")
        return told % {"name": hint.found}
    return pgettext("translation desk", "An image in the text has no description.")


urlpatterns: list[URLPattern] = [path("pages/<int:page_id>/effort/", EffortView.as_view(), name="effort")]
