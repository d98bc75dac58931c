"""The outermost layer of every request: health, metrics, the request's id, and one line in the log."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse

from operations import health, logs, metrics

logger = logging.getLogger("requests")

PREFIX = "/-/"
ROUTES_WITH_PATHS = {"wagtail_serve"}
"""Their paths are made of slugs. All other paths may hold tokens, names of files or what somebody typed."""
PLAIN_PATH = re.compile(r"/[a-z0-9/_-]{0,200}")


class OperationsMiddleware:
    """Answers balancers and Prometheus before anything else, under any host name and without HTTPS; measures all other requests.

    A later middleware that answers by itself may name itself in `request.answered_from`, which stands in the place of the route.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then write down what it took."""
        if request.path_info.startswith(PREFIX):
            return for_machines(request)
        request_id = given_id(request) or uuid.uuid4().hex
        token = logs.origin.set(request_id)
        started, cpu = time.perf_counter(), time.thread_time()
        queries = Counter()
        try:
            with ExitStack() as counting:
                for connection in connections.all():
                    counting.enter_context(connection.execute_wrapper(queries))
                response = self.get_response(request)
            elapsed = time.perf_counter() - started
            response.headers["X-Request-ID"] = request_id
            route = route_of(request)
            metrics.count_request(route, request.method or "", response.status_code, elapsed)
            if settings.LOG_REQUESTS:
                fields: dict[str, Any] = {
                    "method": request.method,
                    "route": route,
                    "status": response.status_code,
                    "ms": round(elapsed * 1000, 1),
                    "cpu_ms": round((time.thread_time() - cpu) * 1000, 1),
                    "queries": queries.number,
                }
                if route in ROUTES_WITH_PATHS and PLAIN_PATH.fullmatch(request.path_info):
                    fields["path"] = request.path_info
                logger.info("request", extra={"fields": fields})
            return response
        finally:
            logs.origin.reset(token)


class Counter:
    """Counts statements of all connections."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        """Count one and have it carried out."""
        self.number += 1
        return execute(*arguments)


def given_id(request: HttpRequest) -> str:
    """Return the id that a proxy of ours gave the request; empty where none is in front or what came is no id."""
    request_id = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXIES else ""
    return request_id if logs.acceptable(request_id) else ""


def route_of(request: HttpRequest) -> str:
    """Return the name of the view that answered, or of the layer that did so before it."""
    answered_from = getattr(request, "answered_from", "")
    if answered_from or request.resolver_match is None:
        return answered_from or "none"
    return request.resolver_match.view_name


def for_machines(request: HttpRequest) -> HttpResponse:
    """Answer one of the addresses below `/-/`: never cached, never logged."""
    plain = "text/plain; charset=utf-8"
    if request.method not in {"GET", "HEAD"}:
        response = HttpResponse("method not allowed\n", plain, status=405, headers={"Allow": "GET, HEAD"})
    elif request.path_info == f"{PREFIX}health":
        response = HttpResponse("alive\n", plain)
    elif request.path_info == f"{PREFIX}ready":
        found = health.obstacles()
        text = f"not ready: {', '.join(found)}\n" if found else "ready\n"
        response = HttpResponse(text, plain, status=503 if found else 200)
    elif request.path_info == f"{PREFIX}metrics" and metrics.may_read(request):
        response = HttpResponse(metrics.exposition(), metrics.content_type())
    else:
        response = HttpResponse("not found\n", plain, status=404)
    response.headers["Cache-Control"] = "no-store"
    # Else Django writes a line for each answer that is no success, and balancers ask every few seconds.
    response._has_been_logged = True  # type: ignore[attr-defined]  # what Django itself notes on an answer
    return response
