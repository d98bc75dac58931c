"""Log lines that machines read, one JSON object each, with the request or task that they belong to, and without personal data.

A line of a request names the route, never the query or who asked. It names the path of public pages only (`middleware`): other
paths hold tokens. Django's own lines about requests would hold any path, so they are left out or shortened here.
"""

import json
import logging
import re
from contextvars import ContextVar, Token
from datetime import UTC, datetime
from typing import Any

from django_tasks.signals import task_finished, task_started

origin: ContextVar[str] = ContextVar("origin", default="")
"""What a line belongs to: the id of a request, or `task-` and the id of a task."""

SHAPE_OF_IDS = re.compile(r"[A-Za-z0-9._-]{8,64}")
# What PostgreSQL says of a row that breaks a rule is the row's content.
DETAILS = re.compile(r"^DETAIL:.*$", re.MULTILINE)

_tokens: dict[str, Token[str]] = {}


def acceptable(request_id: str) -> bool:
    """Tell whether an id that a proxy gave has the form of one."""
    return SHAPE_OF_IDS.fullmatch(request_id) is not None


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON. What `extra={"fields": …}` holds is added to it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": DETAILS.sub("DETAIL left out", record.getMessage()),
        }
        if belongs_to := origin.get():
            line["request"] = belongs_to
        line.update(getattr(record, "fields", {}))
        if record.exc_info:
            line["error"] = DETAILS.sub("DETAIL left out", self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


class WithoutPaths(logging.Filter):
    """Leaves out Django's lines about refused requests and takes the path out of those about failures."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is written."""
        status = getattr(record, "status_code", None)
        if record.name != "django.request" or status is None:
            return True
        if status < 500:
            return False
        record.msg, record.args = "A request failed.", ()
        return True


def connect() -> None:
    """Name the task in every line that is written while it runs; called once when the application is ready."""
    task_started.connect(_task_started, dispatch_uid="operations.logs.started")
    task_finished.connect(_task_finished, dispatch_uid="operations.logs.finished")


def _task_started(task_result: Any, **_kwargs: Any) -> None:
    _tokens[task_result.id] = origin.set(f"task-{task_result.id}")


def _task_finished(task_result: Any, **_kwargs: Any) -> None:
    token = _tokens.pop(task_result.id, None)
    if token is not None:
        origin.reset(token)
