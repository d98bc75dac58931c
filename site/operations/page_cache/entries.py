"""A rendered answer as the page cache keeps it: compressed once, with the headers it went out with."""

import gzip
import hashlib
from dataclasses import dataclass, field

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from core import low_data

SHARED = "public, max-age=0, s-maxage=60, stale-while-revalidate=30"
"""Browsers ask each time, which costs a 304; a content delivery network may keep a page for a minute, or until told to purge."""
FOR_ONE = "private, max-age=0"
FOR_NGINX = "X-Accel-Expires"
"""Only nginx reads this header, and never passes it on: until when it may answer by itself.

It counts whole seconds, and "1" would be up to two of them. So it is told the second in which it was seen that the page holds:
nginx keeps the page to the end of that one.
"""
MAY_VARY = frozenset({"accept-encoding", "save-data"})
SMALLEST_COMPRESSED = 512
"""Bytes below which compression gains nothing."""
BROTLI_QUALITY = 6
GZIP_LEVEL = 7
OWN_HEADERS = frozenset(
    {"content-length", "content-encoding", "etag", "cache-control", "vary", "x-accel-expires", "x-request-id"}
)
NOT_MODIFIED_KEEPS = ("Cache-Control", "Content-Security-Policy", "Vary")


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer. Without a body it says that the address cannot be kept and is to be rendered for each visitor."""

    version: str
    etag: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    bodies: dict[str, bytes] = field(default_factory=dict)
    """By content encoding; the plain one under an empty text."""

    @property
    def size(self) -> int:
        """Bytes in memory, about."""
        return 600 + sum(map(len, self.bodies.values()))

    def answer(self, request: HttpRequest, seen_at: int) -> HttpResponse:
        """Return the answer in an encoding the browser takes, or that it has the page already.

        `seen_at` is the second, since 1970, in which the version was read that the answer was made from or still holds for.
        Readers who chose about pictures get it for themselves: caches on its way to them do not look at cookies.
        """
        response = self._form(request)
        response.headers[FOR_NGINX] = f"@{seen_at}"
        if low_data.COOKIE in request.COOKIES:
            response.headers["Cache-Control"] = FOR_ONE
        return response

    def _form(self, request: HttpRequest) -> HttpResponse:
        encoding = self._encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        tag = f'"{self.etag}-{encoding}"' if encoding else f'"{self.etag}"'
        asked = request.META.get("HTTP_IF_NONE_MATCH")
        if asked and _names(asked, self.etag):
            return self._not_modified(tag)
        response = HttpResponse(self.bodies[encoding])
        headers = response.headers
        for name, value in self.headers:
            headers[name] = value
        headers["ETag"] = tag
        headers["Content-Length"] = str(len(self.bodies[encoding]))
        if encoding:
            headers["Content-Encoding"] = encoding
        return response

    def _encoding(self, accepted: str) -> str:
        for encoding in ("br", "gzip"):
            if encoding in accepted and encoding in self.bodies and f"{encoding};q=0" not in accepted.replace(" ", ""):
                return encoding
        return ""

    def _not_modified(self, tag: str) -> HttpResponse:
        response = HttpResponseNotModified()
        for name, value in self.headers:
            if name in NOT_MODIFIED_KEEPS:
                response.headers[name] = value
        response.headers["ETag"] = tag
        return response


def _names(if_none_match: str, etag: str) -> bool:
    """Tell whether the browser holds this text. Which encoding it holds it in is all one: it is the same text."""
    return if_none_match.strip() == "*" or any(
        part.strip().removeprefix("W/").strip('"').split("-")[0] == etag for part in if_none_match.split(",")
    )


def made_from(response: HttpResponse, version: str) -> Entry | None:
    """Return what to keep of an answer; None where it must not be kept.

    Kept are whole pages that are the same for everybody: nothing with a cookie, nothing that a view called private, nothing that
    depends on another header than the encoding.
    """
    cache_control = response.headers.get("Cache-Control", "")
    vary = {name.strip().lower() for name in response.headers.get("Vary", "").split(",") if name.strip()}
    if (
        response.status_code != 200
        or response.streaming
        or response.cookies
        or any(word in cache_control for word in ("private", "no-store", "no-cache"))
        or not vary <= MAY_VARY
    ):
        return None
    body = response.content
    headers = [(name, value) for name, value in response.headers.items() if name.lower() not in OWN_HEADERS]
    headers.append(("Cache-Control", cache_control or SHARED))
    headers.append(("Vary", ", ".join(sorted({"Accept-Encoding", *(name.title() for name in vary)}))))
    bodies = {"": body}
    if len(body) >= SMALLEST_COMPRESSED:
        # Without a time in its header the same text is the same bytes.
        bodies["gzip"] = gzip.compress(body, GZIP_LEVEL, mtime=0)
        bodies["br"] = brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    return Entry(version, hashlib.blake2b(body, digest_size=12).hexdigest(), tuple(headers), bodies)
