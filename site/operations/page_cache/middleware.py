"""Answers anonymous visitors from the page cache before sessions, database and templates are touched."""

import re
import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from config.languages import CODES
from core import low_data
from operations.metrics import count_page_cache
from operations.page_cache import release
from operations.page_cache.entries import Entry, made_from
from operations.page_cache.stores import MemoryStore, SharedStore, Store
from operations.page_cache.versions import content_version, redis_client
from operations.replica import ALIAS, Replica

KEPT = re.compile(rf"/(?:(?:{'|'.join(CODES)})/(?!expert/)|sitemap\.xml$)")
"""Addresses of pages, feeds and lists. Everything else (administration, files, API, what experts are asked) is not kept."""
LONGEST_QUERY = 500
ATTEMPTS = 3
MEGABYTE = 1024 * 1024


class PageCacheMiddleware:
    """Before all but the log: what it answers, no other has seen.

    Whoever sends a session or a password is answered anew, as is everything but a plain reading of a page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.PAGE_CACHE_MEGABYTES:
            raise MiddlewareNotUsed("PAGE_CACHE_MEGABYTES is 0")
        self.get_response = get_response
        memory = MemoryStore(settings.PAGE_CACHE_MEGABYTES * MEGABYTE)
        self.store: Store = SharedStore(redis_client(), memory) if settings.REDIS_URL else memory
        self.version = content_version()
        self.release = release.fingerprint()
        self.replica = Replica() if ALIAS in settings.DATABASES else None
        self.session_cookie = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer from the cache; else render, one at a time for each page, and keep what may be kept."""
        key = self._key(request)
        if key is None:
            return _private(self.get_response(request))
        for _attempt in range(ATTEMPTS):
            seen_at = int(time.time())
            version = self.version.read()
            if not version:
                break
            entry = self.store.get(key, version)
            if entry is None and request.method == "GET" and self.store.begin(key):
                try:
                    # Somebody may have finished between the two lines.
                    entry = self.store.get(key, version)
                    if entry is None:
                        return self._render(request, key, version, seen_at)
                finally:
                    self.store.end(key)
            if entry is not None and entry.bodies:
                request.answered_from = "page_cache"  # type: ignore[attr-defined]  # for the log: `operations.middleware`
                count_page_cache("hit")
                return entry.answer(request, seen_at)
            if entry is not None or request.method != "GET":
                break
            self.store.wait(key)
        return _private(self.get_response(request))

    def _key(self, request: HttpRequest) -> str | None:
        """Return what distinguishes an answer from others; None where the page cache has no part in it."""
        meta = request.META
        query = meta.get("QUERY_STRING", "")
        if (
            request.method not in {"GET", "HEAD"}
            or not KEPT.match(request.path_info)
            or len(query) > LONGEST_QUERY
            or "HTTP_AUTHORIZATION" in meta
            or self.session_cookie in request.COOKIES
        ):
            return None
        # The host as it was sent: only an answer to a host that Django allows is ever kept. The day: alerts end with theirs.
        day = timezone.localdate().toordinal()
        host = meta.get("HTTP_X_FORWARDED_HOST") if settings.USE_X_FORWARDED_HOST else None
        pictures = "words" if low_data.wanted(request) else "pictures"
        return f"{self.release} {day} {pictures} {request.scheme} {host or meta.get('HTTP_HOST')} {request.path_info} {query}"

    def _render(self, request: HttpRequest, key: str, version: str, seen_at: int) -> HttpResponse:
        response = self.replica.render(version, lambda: self._rendered(request)) if self.replica else self._rendered(request)
        count_page_cache("miss")
        entry = made_from(response, version)
        if entry is not None:
            self.store.set(key, entry)
            return entry.answer(request, seen_at)
        if response.status_code < 500:
            self.store.set(key, Entry(version))
        return _private(response)

    def _rendered(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if hasattr(response, "render") and callable(response.render):
            response.render()
        return response


def _private(response: HttpResponse) -> HttpResponse:
    """Say of a page that depends on who asks, or on more than the address, that nobody may keep it."""
    if response.headers.get("Content-Type", "").startswith("text/html"):
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
