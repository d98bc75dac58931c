"""Activates the language of a request; leads from addresses that pages or the whole site have left.

And finds nothing under impossible numbers.
"""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import LocalePrefixPattern, URLResolver, get_resolver
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

from core.gone import is_gone
from core.i18n import locale_code, split_path
from core.versions import is_admitted, is_public, public_path
from core.views import gone, not_found


class LanguageMiddleware:
    """Take the language from the address; where it names none, from what the browser prefers.

    Unlike Django's own middleware it never redirects: an address that names no language of ours is answered with a page that
    offers the six, so no reader is moved to a language they did not ask for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate, answer, label the answer."""
        language, _rest = split_path(request.path_info)
        code = language.code if language else self._preferred(request)
        translation.activate(code)
        request.LANGUAGE_CODE = code
        response = self.get_response(request)
        if language is None and not request.path_info.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
            patch_vary_headers(response, ("Accept-Language",))
        if response.headers.get("Content-Type", "").startswith("text/html"):
            # Never on cookies, which would keep every page from being shared; see `core.low_data` for the one there is.
            patch_vary_headers(response, ("Save-Data",))
        response.headers.setdefault("Content-Language", code)
        return response

    @staticmethod
    def _preferred(request: HttpRequest) -> str:
        code = translation.get_language_from_request(request)
        return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class OldAddressesMiddleware:
    """Lead from addresses that the site had before to where its pages and files are now: in one step, with one query.

    They have no prefix of a language, so nothing else of the site answers there; before a language is chosen and a page that says
    “not found” is made. What leads to a page that the visitor may not read is left to `MovedPagesMiddleware`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        address = _redirected(request) if _may_be_old(request) else None
        if address is None:
            return self.get_response(request)
        link, permanent = address
        return (HttpResponsePermanentRedirect if permanent else HttpResponseRedirect)(link)


class MovedPagesMiddleware(RedirectMiddleware):
    """Lead from an old address to where its page is now, as Wagtail does, or say that the page is gone (410).

    Unlike Wagtail's it leads to no page that the visitor may not read: the address of a draft or of a private page may tell what
    nobody is to know yet.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Answer in the place of “not found”, where there is something to say."""
        if response.status_code != 404:
            return response
        removed = False
        path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        for asked in dict.fromkeys((path, urlsplit(path).path)):
            found = get_redirect(request, asked)
            if found is not None and found.link and _may_be_read(found, request):
                kind = HttpResponsePermanentRedirect if found.is_permanent else HttpResponseRedirect
                return kind(found.link)
            removed = removed or (found is not None and _is_removed(found))
        if removed or is_gone(request.path_info):
            return gone(request)
        return response


class ImpossibleNumbersMiddleware:
    """Answer “not found” where somebody asks for a row by a number that the database cannot hold.

    PostgreSQL finds nothing then; SQLite refuses, and filters of Wagtail's lists (`?group=…`) hand it what stands in the address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer in the place of a failure."""
        if isinstance(exception, OverflowError) and "SQLite INTEGER" in str(exception):
            return not_found(request, exception)
        return None


def own_segments() -> frozenset[str]:
    """Return with which words the site's own addresses begin that are below no language, such as `admin` and `documents`."""
    return _segments(get_resolver())


@lru_cache(maxsize=1)
def _segments(resolver: URLResolver) -> frozenset[str]:
    patterns = (pattern.pattern for pattern in resolver.url_patterns)
    own = {str(pattern).split("/")[0] for pattern in patterns if not isinstance(pattern, LocalePrefixPattern)}
    return frozenset({*own, settings.STATIC_URL.strip("/"), settings.MEDIA_URL.strip("/")} - {""})


def _may_be_old(request: HttpRequest) -> bool:
    first = request.path_info.lstrip("/").split("/")[0]
    return (
        bool(first) and request.method in {"GET", "HEAD"} and first not in own_segments() and not split_path(request.path_info)[0]
    )


def _redirected(request: HttpRequest) -> tuple[str, bool] | None:
    """Return where an old address leads, and whether for good; with the words behind its question mark, else without."""
    whole = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    asked = list(dict.fromkeys(form for path in (whole, urlsplit(whole).path) for form in (uri_to_iri(path), path)))
    if any("\0" in path for path in asked):
        return None
    found = {one.old_path: one for one in Redirect.objects.filter(old_path__in=asked).select_related("redirect_page")}
    for path in asked:
        if path in found and (link := _link(found[path])):
            return link, found[path].is_permanent
    return None


def _link(redirect: Redirect) -> str:
    """Return where a redirect leads, without Wagtail's queries; empty where nobody may read what is there."""
    page = redirect.redirect_page
    if page is None:
        return _without_host(redirect.redirect_link)
    if not page.live or not is_public(page.path):
        return ""
    address = public_path(page.url_path, locale_code(page.locale_id))
    return f"{address.rstrip('/')}{redirect.redirect_page_route_path}" if redirect.redirect_page_route_path else address


def _without_host(link: str) -> str:
    """Return an address of this site from its first slash on, others as they are; another host may begin like ours."""
    host = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    return f"/{link[len(host) :].lstrip('/')}" if f"{link}/".startswith(f"{host}/") else link


def _may_be_read(redirect: Redirect, request: HttpRequest) -> bool:
    page = redirect.redirect_page
    if page is None:
        return True
    return page.live and (is_public(page.path) or is_admitted(page, request))


def _is_removed(redirect: Redirect) -> bool:
    page = redirect.redirect_page
    # What never was public is not gone: its redirect waits for it.
    was_public = page is not None and not page.live and page.first_published_at is not None
    return was_public and not page.get_view_restrictions().exists()
