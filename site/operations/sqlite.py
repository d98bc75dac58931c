"""An SQLite database as a file and back, with SQLite's own way to copy a database that is in use."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from operations import steps
from operations.comparing import compare
from operations.errors import DatabaseError
from operations.models import Restoration

PAGES_AT_ONCE = 2000


class SQLite:
    """The database behind a connection. Statements run on connections of its own."""

    engine = "sqlite"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def server_version(self) -> str:
        """Return the version of the library."""
        return sqlite3.sqlite_version

    def dump(self, target: Path) -> dict[str, list[str]]:
        """Write the database into a file; return rows and checksum of each table as they are in that file."""
        with self._own() as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            return _sums(copy)

    def is_empty(self) -> bool:
        """Tell whether the database holds no pages but Wagtail's root."""
        with self._own() as own:
            known = own.execute("SELECT count(*) FROM sqlite_master WHERE name = 'wagtailcore_page'").fetchone()[0]
            return not known or not own.execute("SELECT count(*) FROM wagtailcore_page WHERE depth > 1").fetchone()[0]

    def load(self, dump: Path, expected: dict[str, list[str]], restoration: UUID, made_at: datetime) -> None:
        """Put what a file holds in the place of everything in the database: in one transaction, or not at all.

        Whoever has the database open meanwhile sees the old or the new, never both.
        """
        self.rehearse(dump, expected)
        with closing(sqlite3.connect(dump)) as source:
            source.execute(
                f"INSERT INTO {Restoration._meta.db_table} (id, backup_made_at, restored_at) VALUES (?, ?, ?)",  # noqa: S608  # the name of our own table
                (restoration.hex, *(moment.replace(tzinfo=None).isoformat(" ") for moment in (made_at, timezone.now()))),
            )
            source.commit()
            steps.reached("database compared")
            with self._own() as target:
                source.backup(target, pages=PAGES_AT_ONCE, progress=lambda *_numbers: steps.reached("database loaded"))
        steps.reached("database committed")

    def rehearse(self, dump: Path, expected: dict[str, list[str]]) -> None:
        """Check that a file is a whole database with the rows that are expected."""
        with closing(sqlite3.connect(dump)) as copy:
            try:
                answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
                if answer != "ok":
                    raise DatabaseError(f"The database of the backup is damaged: {answer}")
                compare(expected, _sums(copy))
            except sqlite3.DatabaseError as error:
                raise DatabaseError(f"The database of the backup cannot be read: {error}.") from error

    @contextmanager
    def _own(self) -> Iterator[sqlite3.Connection]:
        own = self.connection.copy()
        try:
            own.ensure_connection()
            yield own.connection
        finally:
            own.close()


def _sums(database: sqlite3.Connection) -> dict[str, list[str]]:
    tables = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' "
        "AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    ).fetchall()
    sums: dict[str, list[str]] = {}
    for (table,) in tables:
        rows, total = 0, 0
        for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  # a name that the database gave
            rows += 1
            total += int.from_bytes(hashlib.md5(repr(row).encode(), usedforsecurity=False).digest()[:8])
        sums[table] = [str(rows), str(total)]
    return sums
