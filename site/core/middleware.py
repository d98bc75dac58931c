"""Activates the language of a request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from core.i18n import split_path


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
        response.headers.setdefault("Content-Language", code)
        return response

    @staticmethod
    def _preferred(request: HttpRequest) -> str:
        code = translation.get_language_from_request(request)
        return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
