"""Activates the language of a request; leads from addresses that pages have left; finds nothing under impossible numbers."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

from core.gone import is_gone
from core.i18n import split_path
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


def _may_be_read(redirect: Redirect, request: HttpRequest) -> bool:
    page = redirect.redirect_page
    if page is None:
        return True
    return page.live and all(restriction.accept_request(request) for restriction in page.get_view_restrictions())


def _is_removed(redirect: Redirect) -> bool:
    page = redirect.redirect_page
    return page is not None and not page.live and not page.get_view_restrictions().exists()
