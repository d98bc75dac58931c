"""What browsers are told not to do with our pages: the content security policy and its neighbours.

Public pages and those of signing in run no script and no style that does not come from a file of ours. Wagtail's administration
writes scripts and styles into its pages (choosers, list filters, dates, inline rows), which no policy without `unsafe-inline`
lets live; it is still held to this site. `docs/security.md` tells what was tried.
"""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SELF = ("'self'",)
PUBLIC: dict[str, tuple[str, ...]] = {
    "default-src": ("'none'",),
    "script-src": SELF,
    "style-src": SELF,
    "img-src": ("'self'", "data:"),
    "media-src": SELF,
    "connect-src": SELF,
    "form-action": SELF,
    # The administration shows previews of pages, and its checks of accessibility look at them, in frames.
    "frame-ancestors": SELF,
    "base-uri": ("'none'",),
}
ADMINISTRATION: dict[str, tuple[str, ...]] = {
    **PUBLIC,
    "script-src": ("'self'", "'unsafe-inline'"),
    "style-src": ("'self'", "'unsafe-inline'"),
    "img-src": ("'self'", "data:", "blob:"),
    "font-src": SELF,
    "frame-src": SELF,
    "worker-src": SELF,
    "base-uri": SELF,
}
FILES: dict[str, tuple[str, ...]] = {"default-src": ("'none'",), "style-src": ("'unsafe-inline'",), "sandbox": ()}
"""What was uploaded and is opened by itself runs nothing, whatever it is."""
MEDIA = ("img-src", "media-src")
"""What may also come from the storage of uploads, where that is another host."""

FEATURES = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
PERMISSIONS = ", ".join(f"{feature}=()" for feature in FEATURES)
"""What neither the pages nor anything in them may ask the visitor's device for."""


class SecurityHeadersMiddleware:
    """Adds the headers to every answer that does not bring its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer and add."""
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy(kind_of(request)))
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


def kind_of(request: HttpRequest) -> str:
    """Return which policy holds at an address."""
    path = request.path_info
    if path.startswith((settings.MEDIA_URL, "/documents/")):
        return "files"
    if path.startswith(f"/{settings.ADMIN_PATH}/"):
        function = getattr(request.resolver_match, "func", None)
        module = getattr(getattr(function, "view_class", function), "__module__", "")
        return "public" if module.split(".")[0] in {"accounts", "allauth"} else "administration"
    return "public"


@lru_cache
def policy(kind: str) -> str:
    """Return the policy of a kind of address as browsers read it."""
    directives = {"public": PUBLIC, "administration": ADMINISTRATION, "files": FILES}[kind]
    bucket = settings.MEDIA_BUCKET
    pictures = (f"{bucket['url_protocol']}//{bucket['custom_domain'].split('/')[0]}",) if bucket else ()
    parts = [" ".join((name, *sources, *(pictures if name in MEDIA else ()))) for name, sources in directives.items()]
    if settings.SECURE_SSL_REDIRECT:
        parts.append("upgrade-insecure-requests")
    return "; ".join(parts)
