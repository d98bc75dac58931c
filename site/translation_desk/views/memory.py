"""Where words occur in what was approved before, in English or in a language."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from django.views.generic.base import TemplateView
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.i18n import BY_CODE, SOURCE_CODE, language_name, locale_ids
from translation_desk import memory, memory_exports, memory_imports
from translation_desk.errors import NotAllowedError
from translation_desk.permissions import is_manager
from translation_desk.screen import in_language
from translation_memory import concordance
from translation_memory.concordance import Side
from translation_memory.models import MemoryUnit

PER_PAGE = 25
LONGEST = 200
"""Signs of a question; somebody may have selected a whole segment."""


@dataclass(frozen=True, slots=True)
class Row:
    """A unit with the words marked."""

    english: SafeString
    target: SafeString
    origin: memory.Origin
    replaced: bool


class MemoryView(WagtailAdminTemplateMixin, TemplateView):
    """The concordance: `q` in the English or (`side=target`) in the translations of a `language`."""

    template_name = "translation_desk/memory/index.html"
    page_title = gettext_lazy("Translation memory")
    header_icon = "openquote"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read what is asked."""
        super().setup(request, *args, **kwargs)
        self.codes = memory.languages(request.user)
        if not self.codes:
            raise PermissionDenied
        code = request.GET.get("language", "")
        if code in BY_CODE and code != SOURCE_CODE and code not in self.codes:
            raise PermissionDenied
        self.code = code if code in self.codes else self.codes[0]
        self.side: Side = "target" if request.GET.get("side") == "target" else "source"
        self.words = request.GET.get("q", "").replace("\0", "")[:LONGEST].strip()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the start."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read one page of units; the number of queries does not grow with them."""
        found = memory.search(self.request.user, self.code, self.words, self.side)
        paginator = WagtailPaginator(found.ids, PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p", 1))
        return super().get_context_data(
            words=self.words,
            side=self.side,
            code=self.code,
            languages=[(code, language_name(code)) for code in self.codes],
            english_name=language_name(SOURCE_CODE),
            in_english=in_language(SOURCE_CODE),
            in_target=in_language(self.code),
            page=page,
            count=paginator.count,
            more=found.more,
            elided_page_range=paginator.get_elided_page_range(page.number),
            rows=self.rows(concordance.units_of(page.object_list)),
            may_export_all=is_manager(self.request.user),
            may_import=bool(memory_imports.languages(self.request.user)),
            language=language_name(self.code),
            **kwargs,
        )

    def rows(self, units: list[MemoryUnit]) -> list[Row]:
        """Return units with the words marked in the text that was searched."""
        language = concordance.language_of(self.side, self.code)
        tokens = concordance.wanted(self.words, language)
        in_source, in_target = (tokens, []) if self.side == "source" else ([], tokens)
        origins = memory.origins_of(units, locale_ids()[self.code])
        return [
            Row(
                english=concordance.marked(unit.source, SOURCE_CODE, in_source),
                target=concordance.marked(unit.target, self.code, in_target),
                origin=origins[unit.pk],
                replaced=unit.replaced_at is not None,
            )
            for unit in units
        ]


@require_GET
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Send the present units as TMX: those of a `language`, or without one those of all, for managers."""
    code = request.GET.get("language", "")
    try:
        document = memory_exports.document(request.user, code)
    except NotAllowedError as error:
        raise PermissionDenied from error
    return StreamingHttpResponse(
        document,
        content_type="application/x-tmx+xml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{memory_exports.file_name(code)}"'},
    )


urlpatterns: list[URLPattern] = [
    path("memory/", MemoryView.as_view(), name="memory"),
    path("memory/export/", export, name="memory_export"),
]
