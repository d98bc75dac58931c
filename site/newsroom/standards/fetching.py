"""Gets answers of the site: in this process, as a visitor would get them, or over HTTP from a site that runs."""

import http.client
import io
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import IO, Any, NamedTuple
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.utils import translation

SECONDS = 20
LARGEST = 5 * 1024 * 1024
"""Bytes of an answer that are read."""


class FetchError(Exception):
    """There is no answer to check; `str()` says why."""


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    """By name in small letters."""
    body: bytes


def visitor() -> Callable[[str], Answer]:
    """Return what asks this site for an address, in this process and through all that visitors' requests go through."""
    handler = BaseHandler()
    handler.load_middleware()

    def ask(path: str) -> Answer:
        with translation.override(translation.get_language()):
            response: Any = handler.get_response(WSGIRequest(_environment(path)))
        body = b"".join(response.streaming_content) if response.streaming else response.content
        return Answer(response.status_code, {name.lower(): value for name, value in response.headers.items()}, body)

    return ask


def _environment(path: str) -> dict[str, Any]:
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    split = urlsplit(path)
    return {
        "REQUEST_METHOD": "GET",
        # As servers hand it on: the bytes of the path, read as Latin-1.
        "PATH_INFO": split.path.encode().decode("latin-1"),
        "QUERY_STRING": split.query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": base.hostname or "localhost",
        "SERVER_PORT": str(base.port or (443 if base.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": base.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        # What the server in front says where it ends TLS.
        "HTTP_X_FORWARDED_PROTO": base.scheme,
        "wsgi.url_scheme": base.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }


class _SameHost(urllib.request.HTTPRedirectHandler):
    def redirect_request(  # noqa: PLR0917  # the signature is the library's
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """Follow a redirect on the same host only."""
        if urlsplit(newurl).netloc != urlsplit(req.full_url).netloc:
            raise FetchError(f"{req.full_url} leads to another host: {newurl}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def over_http(url: str) -> Answer:
    """Return the answer of a site that runs. Raises FetchError where there is none, or one that is too large."""
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise FetchError(f"This is no address of a page: {url}")
    request = urllib.request.Request(quote(url, safe=":/?#[]@!$&'()*+,;=%-._~"))  # noqa: S310  # the scheme was checked
    try:
        try:
            answer = urllib.request.build_opener(_SameHost).open(request, timeout=SECONDS)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            body = answer.read(LARGEST + 1)
    except (OSError, http.client.HTTPException) as error:
        raise FetchError(f"No answer from {url}: {error}") from error
    if len(body) > LARGEST:
        raise FetchError(f"The answer of {url} is larger than {LARGEST // 1024 // 1024} MB.")
    return Answer(answer.status or 0, {name.lower(): value for name, value in answer.headers.items()}, body)
