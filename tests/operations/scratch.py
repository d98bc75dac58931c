"""A small site of its own: a database with a few tables beside the one of the tests, and a folder of media.

Its rows and files are easy to tell apart, and what is killed in the middle harms nothing else.
"""

import os
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django_tasks_db.models import DBTaskResult

from operations.media import Media
from operations.models import Restoration, Worker

ALIAS = "scratch"
inherited: list[Any] = []
"""Keeps what a child must not close."""


@dataclass
class ScratchSite:
    """A database and media."""

    database: BaseDatabaseWrapper
    media: Media

    def fill(self, name: str, files: dict[str, str]) -> None:
        """Let the database hold one row of a name, the media these files and nothing else."""
        Worker.objects.using(ALIAS).all().delete()
        Worker.objects.using(ALIAS).create(id=name)
        for file in list(self.media.names()):
            self.media.delete(file)
        for file, text in files.items():
            self.media.put(file, ContentFile(text.encode()))

    @property
    def name(self) -> str:
        """The row of the database."""
        return Worker.objects.using(ALIAS).get().pk

    @property
    def files(self) -> dict[str, str]:
        """The files of the media."""
        found = {}
        for name in self.media.names():
            with self.media.open(name) as file:
                found[name] = file.read().decode()
        return found


@contextmanager
def scratch_site(folder: Path, storage: Storage | None = None) -> Iterator[ScratchSite]:
    """Make a small site and take it away again."""
    settings = {**connection.settings_dict, "TEST": dict(connection.settings_dict["TEST"])}
    if connection.vendor == "postgresql":
        settings["NAME"] = f"{settings['NAME']}_scratch"
        administer(f"DROP DATABASE IF EXISTS {settings['NAME']} WITH (FORCE)", f"CREATE DATABASE {settings['NAME']}")
    else:
        settings["NAME"] = folder / "site.sqlite3"
        settings["OPTIONS"] = {"init_command": "PRAGMA journal_mode=WAL;", "transaction_mode": "IMMEDIATE", "timeout": 20}
    connections.databases[ALIAS] = settings
    database = connections[ALIAS]
    try:
        MigrationRecorder(database).ensure_schema()
        with database.schema_editor() as editor:
            editor.create_model(Restoration)
            editor.create_model(Worker)
            editor.create_model(DBTaskResult)
        with database.cursor() as cursor:
            cursor.execute("CREATE TABLE wagtailcore_page (id integer, depth integer)")
            cursor.execute("INSERT INTO wagtailcore_page VALUES (1, 2)")
        yield ScratchSite(database, Media(storage or FileSystemStorage(location=folder / "media")))
    finally:
        database.close()
        del connections[ALIAS]
        del connections.databases[ALIAS]
        if connection.vendor == "postgresql":
            administer(f"DROP DATABASE {settings['NAME']} WITH (FORCE)")


def administer(*statements: str) -> None:
    """Carry out statements that no transaction may hold."""
    own = connection.copy()
    with own.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    own.close()


def killed_at(step: str, work: Callable[[], Any]) -> bool:
    """Do some work in a process that is killed when it reaches a step; return whether it came that far."""

    def kill(reached: str) -> None:
        if reached == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def killed() -> None:
        with mock.patch("operations.steps.reached", kill):
            work()

    return os.WIFSIGNALED(os.waitpid(in_a_process(killed), 0)[1])


def in_a_process(work: Callable[[], Any]) -> int:
    """Do some work in a process of its own, for which the small site is the only one; return its number."""

    def alone() -> None:
        # The connection of the tests stays theirs: it is neither used nor closed in here.
        inherited.append(connections["default"])
        connections.databases["default"] = connections.databases[ALIAS]
        connections["default"] = connections[ALIAS].copy("default")
        work()

    connections[ALIAS].close()
    return begun(alone)


def begun(work: Callable[[], Any]) -> int:
    """Begin some work in a process of its own, and return its number. Connections that it uses must be closed before."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    # Nothing of the tests goes on in here.
    os._exit(0)


def forked(work: Callable[[], Any]) -> int:
    """Do some work in a process of its own and return how that ended, as `os.waitpid` says it."""
    connections["default"].close()
    return os.waitpid(begun(work), 0)[1]
