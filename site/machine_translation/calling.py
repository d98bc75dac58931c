"""One call of a service: over TLS, to the address of the settings alone, within bounds of time and size."""

import json
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from machine_translation.errors import Reason, RefusedError, TemporaryError

SILENCE = 20
"""Seconds for which the service may be silent."""
LONGEST = 60
"""Seconds after which an answer that has not ended is given up."""
LARGEST = 2 * 1024 * 1024
PIECE = 64 * 1024
LONGEST_PAUSE = 600
QUOTA_EXCEEDED = 456


def post(address: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Any:
    """Send JSON and return the JSON that is answered. Redirects are refused. Raises TemporaryError, RefusedError."""
    asked = {"Accept": "application/json", "Accept-Encoding": "identity", **(headers or {})}
    try:
        with requests.post(address, json=body, headers=asked, timeout=SILENCE, allow_redirects=False, stream=True) as response:
            _require_success(response)
            return json.loads(_content(response))
    # The exceptions of requests quote addresses; the kind of error is enough.
    except (requests.Timeout, requests.ConnectionError, HTTPError) as error:
        raise TemporaryError(Reason.UNREACHABLE, type(error).__name__) from None
    except ValueError as error:
        raise RefusedError(Reason.UNREADABLE, type(error).__name__) from None
    except requests.RequestException as error:
        raise RefusedError(Reason.REFUSED, type(error).__name__) from None


def _require_success(response: requests.Response) -> None:
    status = response.status_code
    detail = f"the service answered {status}"
    if status == HTTPStatus.OK:
        return
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise TemporaryError(Reason.BUSY, detail, seconds=_pause(response.headers.get("Retry-After", "")))
    if status == QUOTA_EXCEEDED:
        raise RefusedError(Reason.QUOTA, detail)
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise RefusedError(Reason.KEY, detail)
    raise RefusedError(Reason.REFUSED, detail)


def _pause(text: str) -> int:
    """Return the seconds that a service asks to wait; a date counts as none, since our own pause comes then."""
    return min(int(text), LONGEST_PAUSE) if text.isascii() and text.isdigit() else 0


def _content(response: requests.Response) -> bytes:
    """Read an answer, which may neither be large nor trickle for ever."""
    end = time.monotonic() + LONGEST
    content = b""
    # What has come by now, where `iter_content` would wait for a whole piece.
    while piece := response.raw.read1(PIECE, decode_content=False):
        content += piece
        if len(content) > LARGEST:
            raise RefusedError(Reason.UNREADABLE, "the answer is too large")
        if time.monotonic() > end:
            raise TemporaryError(Reason.UNREACHABLE, "the answer does not end")
    if response.raw.length_remaining:
        raise TemporaryError(Reason.UNREACHABLE, "the answer breaks off")
    return content


def texts_of(answers: Any, number: int) -> list[str]:
    """Return the texts of an answer if there is one for each text that was sent. Raises RefusedError."""
    if not isinstance(answers, list) or len(answers) != number or not all(isinstance(text, str) for text in answers):
        raise RefusedError(Reason.UNREADABLE, "the answer has not one text for each")
    return answers
