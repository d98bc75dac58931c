"""Raises the content version when something that visitors see is written, whoever writes it and by whatever means.

The statements themselves are watched, so that bulk updates, relations, tree moves and raw SQL count like a saved form. A table
that is not named as private here counts as seen: forgetting one costs speed, never a stale page.

A change that is committed by a process which dies in the next moment must not stay invisible. So the statement leaves a row
beside itself, in its own transaction, which goes when the version has been raised; the task worker looks each minute for rows
that stayed.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from datetime import timedelta
from itertools import count
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from core.remembering import State
from operations.models import ContentChange
from operations.page_cache.versions import content_version

LATE = timedelta(seconds=30)
"""Age at which a row means that nobody raised the version for it."""

WRITING = re.compile(
    r"\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|(?:ALTER|DROP|CREATE)\s+TABLE"
    r"|(?<!FOR )(?<!KEY )(?<!DO )UPDATE)\b",
    re.IGNORECASE,
)
TABLE = re.compile(r"(?:IF\s+(?:NOT\s+)?EXISTS\s+|ONLY\s+)*[\"`]?(\w+)", re.I)
ASSIGNMENTS = re.compile(r"\sSET\s(.*?)(?:\sWHERE\s|$)", re.I | re.S)
COLUMN = re.compile(r"\"(\w+)\"\s*=\s")

PRIVATE_TABLES = re.compile(
    r"""
    django_ | sqlite_ | auth_ | accounts_ | account_ | socialaccount_ | mfa_ | usersessions_ | operations_ | home_contactmessage
    | wagtailadmin_ | wagtailusers_ | wagtailsearch_
    | wagtailcore_(?:apitoken|comment|group|modellogentry|pagelogentry|pagesubscription)
    | wagtailcore_(?:referenceindex|revision|task|workflow|uploadedfile)
    | search_fruitlessquery
    | translation_desk_(?!translationjob)
    | translation_memory_
    | newsroom_(?!releaseoutcome)
    | vocabulary_shippedentry
    """,
    re.X,
)
"""Tables that no page for visitors reads; `tests/core/test_budgets.py` holds the list against what pages do read."""
PRIVATE_COLUMNS = {
    "wagtailcore_page": frozenset(
        {
            "draft_title",
            "has_unpublished_changes",
            "latest_revision_created_at",
            "latest_revision_id",
            "locked",
            "locked_at",
            "locked_by_id",
            "owner_id",
            "go_live_at",
            "expire_at",
        }
    ),
}
"""Columns of tables that visitors see, which they do not: drafts are saved often."""
SEEN_COLUMNS = {
    # What the notice of an outdated page reads; translators write the others with every segment they save.
    "translation_desk_translationjob": frozenset({"enabled", "grade", "english_since", "urgent_passages", "target_page_id"}),
}

_paused = False
_changes = count(1)
_token: ContextVar[str | None] = ContextVar("content_version", default=None)
"""What a request found as the content version; None where it is read each time."""


def state() -> State:
    """Return the state of the content as the connection to the original sees it; for `core.remembering`."""
    if _paused:
        return State("", present=False)
    token = _token.get()
    if not token:
        token = content_version().read()
        if _token.get() is not None:
            _token.set(token)
    if _has_changed(connections[DEFAULT_DB_ALIAS]):
        # What this transaction wrote is seen by nobody else, and by itself until its next change.
        change = vars(connections[DEFAULT_DB_ALIAS])["content_change"]
        return State(f"{token} {change}", present=bool(token))
    return State(token, present=not connections[DEFAULT_DB_ALIAS].in_atomic_block)


def begin_request(**_kwargs: Any) -> None:
    """Read the version once in a request; a handler of Django's `request_started`."""
    _token.set("")


def end_request(**_kwargs: Any) -> None:
    """Read it each time again; a handler of `request_finished`."""
    _token.set(None)


def changes_content(sql: str) -> bool:
    """Tell whether a statement may change what visitors see."""
    if sql.startswith("SELECT"):
        return False
    for found in WRITING.finditer(sql):
        name = TABLE.match(sql[found.end() :].lstrip())
        table = name[1] if name else ""
        if PRIVATE_TABLES.match(table):
            continue
        if found[0].upper() == "UPDATE" and table in PRIVATE_COLUMNS | SEEN_COLUMNS:
            assigned = ASSIGNMENTS.search(sql, found.end())
            columns = set(COLUMN.findall(assigned[1])) if assigned else set()
            if columns and columns <= PRIVATE_COLUMNS.get(table, frozenset()):
                continue
            if columns and table in SEEN_COLUMNS and not columns & SEEN_COLUMNS[table]:
                continue
        return True
    return False


def connect(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Watch a new connection to the site's database; a handler of Django's `connection_created`. Nobody writes to its replica."""
    if connection.alias == DEFAULT_DB_ALIAS and _watch not in connection.execute_wrappers:
        # First: those that come and go with a request take the last away when they go.
        connection.execute_wrappers.insert(0, _watch)


def pause(**_kwargs: Any) -> None:
    """Watch nothing while tables are made and altered; a handler of `pre_migrate`."""
    global _paused  # noqa: PLW0603  # a process migrates as a whole
    _paused = True


def resume(**_kwargs: Any) -> None:
    """Watch again, and take it that everything has changed; a handler of `post_migrate`."""
    global _paused  # noqa: PLW0603  # a process migrates as a whole
    if _paused:
        content_version().raise_()
    _paused = False


def _watch(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    connection = context["connection"]
    text = sql if isinstance(sql, str) else str(sql)
    if _paused or not changes_content(text):
        if text.startswith("ROLLBACK TO"):
            vars(connection)["content_change"] = next(_changes)
        return execute(sql, params, many, context)
    change = _note(connection)
    vars(connection)["content_change"] = next(_changes)
    result = execute(sql, params, many, context)
    if change is not None:
        raise_after_commit(connection.alias, change)
    return result


def _note(connection: BaseDatabaseWrapper) -> ContentChange | None:
    """Leave the row of a change; None where this transaction, as far as it still stands, has left one."""
    if _has_changed(connection):
        return None
    return ContentChange.objects.using(connection.alias).create()


def _has_changed(connection: BaseDatabaseWrapper) -> bool:
    """Tell whether a transaction, as far as it still stands, has changed content."""
    return connection.in_atomic_block and any(isinstance(function, Raise) for _sids, function, *_rest in connection.run_on_commit)


class Raise:
    """What happens once the change is committed; a class of its own, to be found among the things that wait for the commit."""

    def __init__(self, alias: str, change: ContentChange) -> None:
        self.alias = alias
        self.change = change
        self.__qualname__ = type(self).__qualname__  # Django's log names what fails after a commit by it

    def __call__(self) -> None:
        """Raise the version, and take the row away if that went well."""
        raised = content_version().raise_()
        if _token.get() is not None:
            _token.set("")
        if raised:
            # Without a transaction of its own: SQLite commits none while the statement that is watched has rows to give.
            ContentChange.objects.using(self.alias).filter(pk=self.change.pk)._raw_delete(self.alias)


def raise_after_commit(alias: str, change: ContentChange) -> None:
    """Raise the version as soon as the transaction is committed; at once where there is none."""
    transaction.on_commit(Raise(alias, change), using=alias, robust=True)


def notice_late_changes() -> int:
    """Raise the version for changes whose process died before it could, or did not reach the version; return how many."""
    late = list(ContentChange.objects.filter(at__lt=timezone.now() - LATE).values_list("pk", flat=True))
    if late and content_version().raise_():
        ContentChange.objects.filter(pk__in=late).delete()
    return len(late)
