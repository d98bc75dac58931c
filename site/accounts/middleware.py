"""Watches over the sessions of the staff: that a second factor was shown, how long they last, which language they speak."""

from collections.abc import Callable
from functools import cache
from time import time
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from accounts import factors
from accounts.languages import language_of

PROLONG_AFTER = 60 * 60
"""Seconds after which work in the administration prolongs a session; oftener would write at every request."""


ALWAYS_OPEN = {"account_login", "account_logout", "sign_in_language", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}
"""What a person without a second factor reaches besides the pages where they set one up, by name."""


class SignedInMiddleware:
    """Looks at requests of signed-in people to the administration; all others pass untouched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; let nothing about an account be kept, and name the language of the answer where it is the person's own."""
        response = self.get_response(request)
        if getattr(request.resolver_match, "view_name", None) in own_names():
            add_never_cache_headers(response)
        if language := getattr(request, "own_language", None):
            response.headers["Content-Language"] = language
        return response

    def process_view(self, request: HttpRequest, view: Any, arguments: Any, options: Any) -> HttpResponse | None:
        """Demand a second factor, prolong the session, and speak the person's language on the pages about their account."""
        if not request.path_info.startswith(f"/{settings.ADMIN_PATH}/") or not request.user.is_authenticated:
            return None
        name = getattr(request.resolver_match, "view_name", None)
        if (answer := self._demand(request, name)) is not None:
            return answer
        if time() - request.session.get("prolonged_at", 0) > PROLONG_AFTER:
            request.session["prolonged_at"] = time()
        if name in own_names():
            request.own_language = language_of(request.user, translation.get_language())  # type: ignore[attr-defined]  # ours alone
            translation.activate(request.own_language)  # type: ignore[attr-defined]  # ours alone
        return None

    @staticmethod
    def _demand(request: HttpRequest, name: str | None) -> HttpResponse | None:
        if not settings.MFA_REQUIRED or name in ALWAYS_OPEN or factors.shown(request):
            return None
        # Who has a factor shows it by signing in again; that this session lacks it means that it began some other way.
        has_one = Authenticator.objects.filter(user=request.user).exists()
        if name in own_names() and not has_one:
            return None
        if request.headers.get("X-Requested-With") == "XMLHttpRequest" or not request.accepts("text/html"):
            raise PermissionDenied
        if has_one:
            logout(request)
            return redirect_to_login(request.get_full_path())
        return redirect("mfa_index")


@cache
def own_names() -> set[str]:
    """Return the names of the addresses of signing in."""
    from accounts.urls import urlpatterns  # views may be read only once all apps are

    return {pattern.name for pattern in urlpatterns if pattern.name}
