"""One sitemap over all languages, each page with its other versions."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from core.i18n import BY_CODE, SOURCE_CODE, language_tag
from core.versions import public, public_path


class PortalSitemap(Sitemap):
    """Every live, public page in every language."""

    limit = 10_000

    def __init__(self, request: HttpRequest) -> None:
        self.protocol = request.scheme
        self.host = request.get_host()

    def get_domain(self, site: Any = None) -> str:
        """The host that the reader asked."""
        return self.host

    def items(self) -> QuerySet:
        """The pages with what the sitemap says of them."""
        return (
            public(Page.objects.live())
            .filter(depth__gte=2, locale__language_code__in=BY_CODE)
            .order_by("path")
            .values_list("translation_key", "locale__language_code", "url_path", "last_published_at")
        )

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        rows = list(self.paginator.page(page).object_list)
        versions: dict[UUID, dict[str, str]] = defaultdict(dict)
        for key, code, url_path, _published in self.items():
            versions[key][code] = f"{protocol}://{domain}{public_path(url_path, code)}"
        return [
            {
                "location": versions[key][code],
                "lastmod": published,
                "alternates": self._alternates(versions[key]),
            }
            for key, code, _url_path, published in rows
        ]

    @staticmethod
    def _alternates(found: dict[str, str]) -> list[dict[str, str]]:
        alternates = [{"location": url, "lang_code": language_tag(code)} for code, url in found.items()]
        default = found.get(SOURCE_CODE) or next(iter(found.values()))
        return [*alternates, {"location": default, "lang_code": "x-default"}]


def sitemap(request: HttpRequest) -> HttpResponse:
    """Answer with the sitemap."""
    return sitemap_view(request, {"portal": PortalSitemap(request)})
