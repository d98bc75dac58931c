"""Locks that at most one process of all machines holds, and that end with the process however it ends.

On PostgreSQL an advisory lock of a connection of its own; on SQLite, which one machine has to itself, a lock on a file.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper

PAUSE = 0.2


@contextmanager
def held(name: str, *, wait: bool = True, connection: BaseDatabaseWrapper = default_connection) -> Iterator[bool]:
    """Hold a lock inside; give False where another process holds it and `wait` is off."""
    if connection.vendor == "postgresql":
        with _advisory(name, wait, connection) as mine:
            yield mine
    else:
        with _file(_lock_file(name, connection), wait) as mine:
            yield mine


def remove(name: str, *, connection: BaseDatabaseWrapper = default_connection) -> None:
    """Take away the file that a lock leaves behind which is never held again. To be called by who holds it, or last did."""
    if connection.vendor != "postgresql":
        _lock_file(name, connection).unlink(missing_ok=True)


@contextmanager
def _advisory(name: str, wait: bool, connection: BaseDatabaseWrapper) -> Iterator[bool]:
    number = int.from_bytes(hashlib.sha256(f"leather panel {name}".encode()).digest()[:8], signed=True)
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            # Asked again and again: a session that waits in the server holds up `CREATE INDEX CONCURRENTLY`.
            while True:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
                mine = bool(cursor.fetchone()[0])
                if mine or not wait:
                    break
                time.sleep(PAUSE)
        yield mine
    finally:
        own.close()


@contextmanager
def _file(path: Path, wait: bool) -> Iterator[bool]:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            mine = True
        except BlockingIOError:
            mine = False
        yield mine
    finally:
        os.close(descriptor)


def _lock_file(name: str, connection: BaseDatabaseWrapper) -> Path:
    database = Path(str(connection.settings_dict["NAME"]))
    folder = database.parent if database.is_file() else Path(settings.DATA_DIR)
    return folder / f".{name}.lock"
