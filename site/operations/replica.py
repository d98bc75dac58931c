"""Pages for anonymous visitors from a streaming replica of PostgreSQL, never older than from the primary.

A change raises the content version after its commit. Whoever asks the primary for its position in the log after having read the
version gets one that lies behind all changes of that version; once the replica has replayed up to there, it shows them all.
Positions are not kept beside the version: of two changes at once, one could leave the other's version with its own position.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, InternalError, OperationalError, connections
from django.db.models import Model
from django.http import HttpResponse

from core.reading import from_replica, reading

logger = logging.getLogger(__name__)

ALIAS = "replica"
REST = 5.0
"""Seconds that a process leaves a replica alone that did not answer."""
BREAKDOWNS = (OperationalError, InterfaceError, InternalError)
"""Errors of a replica that is gone, is no replica, or ended a statement that was in the way of its replaying."""
KEPT_IN_PROCESSES = frozenset({"wagtailcore.locale", "wagtailcore.site"})
"""Rows that Wagtail and we keep for other requests: they are read from the primary."""


class ReplicaRouter:
    """Sends reads to the replica while a page is rendered from it, and everything else to the primary.

    It always names the database: Django would go on reading, for an object that came from the replica, where that came from.
    """

    def db_for_read(self, model: type[Model], **_hints: Any) -> str:
        """Name the database to read from."""
        return ALIAS if from_replica() and model._meta.label_lower not in KEPT_IN_PROCESSES else DEFAULT_DB_ALIAS

    def db_for_write(self, _model: type[Model], **_hints: Any) -> str:
        """Name the primary, also for what was read from the replica."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, *_objects: Model, **_hints: Any) -> bool:
        """Allow all: both hold the same rows."""
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool | None:
        """Leave the replica alone: its tables come from the primary."""
        return False if db == ALIAS else None


class Replica:
    """What a process knows of the replica."""

    def __init__(self) -> None:
        self.position: tuple[str, str] = ("", "")
        """A content version, and where in the primary's log its changes end at the latest."""
        self.rests_until = 0.0

    def render(self, version: str, render: Callable[[], HttpResponse]) -> HttpResponse:
        """Return the page as of a content version, from the replica where it may, else or if that fails from the primary."""
        if not self.has(version):
            return render()
        fill_caches()
        watch = Watch()
        response: HttpResponse | None = None
        with connections[ALIAS].execute_wrapper(watch), reading(replica=True):
            try:
                response = render()
            except BREAKDOWNS as error:
                watch.broken = type(error).__name__
        # An error may have been caught, and the page say less than it should.
        if response is not None and response.status_code < 500 and not watch.broken:
            return response
        if watch.broken:
            self.rest(watch.broken)
        again = render()
        if not watch.broken and again.status_code < 500:
            self.rest("a page failed there only")
        return again

    def has(self, version: str) -> bool:
        """Tell whether the replica answers and shows every change of a version. The first page of each is the primary's.

        That costs each page one query: the first of a version asks how far the primary is, the others how far the replica.
        """
        if time.monotonic() < self.rests_until:
            return False
        known, position = self.position
        if known != version:
            self.position = (version, position_of_primary())
            return False
        return bool(position) and self.has_reached(position)

    def has_reached(self, position: str) -> bool:
        """Tell whether the replica has replayed the log up to a position. A server that was promoted is no replica."""
        try:
            with connections[ALIAS].cursor() as cursor:
                cursor.execute("SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn", (position,))
                return cursor.fetchone() == (True,)
        except (DatabaseError, InterfaceError) as error:
            self.rest(type(error).__name__)
        return False

    def rest(self, reason: str) -> None:
        """Leave the replica alone for a while."""
        self.rests_until = time.monotonic() + REST
        logger.warning("the replica does not answer: %s", reason)


class Watch:
    """Notes whether a statement failed on the replica for a reason of the replica's own."""

    def __init__(self) -> None:
        self.broken = ""

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        """Have a statement carried out."""
        try:
            return execute(*arguments)
        except BREAKDOWNS as error:
            self.broken = type(error).__name__
            raise


def fill_caches() -> None:
    """Have what Wagtail keeps for an hour read from the primary, as `core.reading` does for our own caches."""
    from wagtail.models import Site  # settings name the router, which may be loaded before models are

    Site.get_site_root_paths()


def position_of_primary() -> str:
    """Return where the next record of the primary's log will be; empty where it does not say.

    Not `pg_current_wal_lsn()`: with `synchronous_commit=off` that may lie before a commit others see already.
    """
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
            return str(cursor.fetchone()[0])
    except (DatabaseError, InterfaceError) as error:
        logger.warning("the primary does not tell its position: %s", type(error).__name__)
        return ""
