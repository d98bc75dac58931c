"""Sends failures to Sentry, or what speaks its protocol, where SENTRY_DSN is set. Nothing about a person leaves the site."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from operations.logs import DETAILS, origin

HEADERS = {"Accept-Language", "Content-Length", "Content-Type", "User-Agent"}


def set_up() -> None:
    """Begin to report; called once when the application is ready. Raises ImproperlyConfigured where the package is missing."""
    if not settings.SENTRY_DSN:
        return
    try:
        import sentry_sdk  # optional: only where an address is set
    except ImportError as error:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set, but the package sentry-sdk is not installed: pip install -r requirements-optional.txt"
        ) from error
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=scrubbed,
    )


def scrubbed(event: Any, _hint: Any = None) -> Any:
    """Take out of a report what may name a person: query, cookies, most headers, environment, user, rows of a database."""
    event.pop("user", None)
    event.pop("breadcrumbs", None)
    request = event.get("request") or {}
    for name in ("cookies", "data", "env", "query_string"):
        request.pop(name, None)
    if "url" in request:
        # The host is enough: which view failed is in the report, and a path may hold a token.
        request["url"] = urlunsplit((*urlsplit(request["url"])[:2], "", "", ""))
    request["headers"] = {name: value for name, value in (request.get("headers") or {}).items() if name in HEADERS}
    for exception in (event.get("exception") or {}).get("values") or []:
        exception["value"] = DETAILS.sub("DETAIL left out", exception.get("value") or "")
    event.setdefault("tags", {})["request"] = origin.get()
    return event
