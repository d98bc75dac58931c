"""Screens of the guides: for everybody who may open the administration."""

from typing import Any
from urllib.parse import urlencode

from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.i18n import CODES, SOURCE_CODE, language_name, locale_code
from newsroom.guides import content, style
from translation_desk import permissions
from translation_desk.screen import in_language

TITLE = gettext_lazy("Guides")


class GuidesView(WagtailAdminTemplateMixin, TemplateView):
    """All guides, that of one's own role first."""

    template_name = "newsroom/guides/index.html"
    page_title = TITLE
    header_icon = "help"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the guides."""
        return super().get_context_data(guides=content.own_first(self.request.user), **kwargs)


class StyleView(WagtailAdminTemplateMixin, TemplateView):
    """How a language is written here, and its terms."""

    template_name = "newsroom/guides/style.html"
    page_title = gettext_lazy("Style guide")
    header_icon = "openquote"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the guides."""
        above = {"url": reverse("newsroom:guides"), "label": TITLE}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the languages, and what one of them asks for."""
        code = self._code()
        words = " ".join(self.request.GET.get("q", "").split())[:100]
        return super().get_context_data(
            languages=[(capfirst(language_name(each)), _address(each), each == code) for each in CODES],
            code=code,
            words=words,
            rules=style.rules(code, words),
            subjects=style.terms(code, words),
            translated=code != SOURCE_CODE,
            source_name=capfirst(language_name(SOURCE_CODE)),
            name=capfirst(language_name(code)),
            in_english=in_language(SOURCE_CODE),
            in_target=in_language(code),
            **kwargs,
        )

    def _code(self) -> str:
        asked = self.request.GET.get("language", "")
        if asked in CODES:
            return asked
        own = {locale_code(locale) for _role, locale in permissions.roles_of(self.request.user)}
        return next((code for code in CODES if code in own), SOURCE_CODE)


def _address(code: str) -> str:
    return f"{reverse('newsroom:style_guide')}?{urlencode({'language': code})}"


urlpatterns: list[URLPattern] = [
    path("guides/", GuidesView.as_view(), name="guides"),
    path("guides/style/", StyleView.as_view(), name="style_guide"),
]
