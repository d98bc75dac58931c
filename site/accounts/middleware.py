"""Watches over the sessions of the staff: how long they last, and in which language their own pages speak."""

from collections.abc import Callable
from time import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.languages import language_of

PROLONG_AFTER = 60 * 60
"""Seconds after which work in the administration prolongs a session; oftener would write at every request."""


class SignedInMiddleware:
    """Looks at requests of signed-in people to the administration; all others pass untouched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; name the language of the answer where it is the person's own."""
        response = self.get_response(request)
        if language := getattr(request, "own_language", None):
            response.headers["Content-Language"] = language
        return response

    def process_view(self, request: HttpRequest, view: Any, arguments: Any, options: Any) -> HttpResponse | None:
        """Prolong the session, and speak the person's language on the pages about their account."""
        if not request.path_info.startswith(f"/{settings.ADMIN_PATH}/") or not request.user.is_authenticated:
            return None
        if time() - request.session.get("prolonged_at", 0) > PROLONG_AFTER:
            request.session["prolonged_at"] = time()
        if getattr(request.resolver_match, "view_name", None) in own_names():
            request.own_language = language_of(request.user)  # type: ignore[attr-defined]  # ours alone
            translation.activate(request.own_language)  # type: ignore[attr-defined]  # ours alone
        return None


def own_names() -> set[str]:
    """Return the names of the addresses of signing in."""
    from accounts.urls import urlpatterns  # views may be read only once all apps are

    return {pattern.name for pattern in urlpatterns if pattern.name}
