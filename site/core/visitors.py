"""What forms for visitors check. Public pages set no cookie, so there is no token to compare and no session to count in."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def came_from_here(request: HttpRequest) -> bool:
    """Tell whether Origin, or else Referer, names this host."""
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        return urlsplit(origin).netloc.lower() == request.get_host().lower()
    except ValueError:
        return False


def times(request: HttpRequest, what: str, *, seconds: int = 3600) -> int:
    """Count something that a sender does, and return how often they did it since the count began, this time included.

    The sender's address is only kept as a hash with the site's secret, for as long as the count lasts.
    """
    key = _key(request, what)
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # the count ended between the two lines
        return 1


def times_so_far(request: HttpRequest, what: str) -> int:
    """Return how often a sender did something since the count of `times` began, without counting."""
    return int(cache.get(_key(request, what), 0))


def _key(request: HttpRequest, what: str) -> str:
    digest = hashlib.sha256(f"{settings.SECRET_KEY}{what}{client_address(request)}".encode()).hexdigest()[:32]
    return f"sender-{digest}"


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address, as the nearest trusted proxy saw it."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if settings.TRUSTED_PROXIES and len(forwarded) >= settings.TRUSTED_PROXIES:
        return forwarded[-settings.TRUSTED_PROXIES]
    return request.META.get("REMOTE_ADDR", "")
