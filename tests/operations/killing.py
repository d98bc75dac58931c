"""A site whose database commits for good, and work in it that is killed at each of its steps.

The database is a copy of the one of the tests. While a test is at it, it is the only one that models and requests know.
"""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection, connections, transaction
from django.test import override_settings

from operations.page_cache import versions, watching
from tests.operations.scratch import administer, forked

EVERY_STATEMENT = os.environ.get("KILL_AT_EVERY_STATEMENT") == "yes"
"""Kill before each statement that is sent, too; that takes a quarter of an hour, and is for once in a while."""

SETTINGS = {"TASKS": {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}}


class PreparedSite:
    """A database that can be put back as it was when it was prepared, however often."""

    def __init__(self) -> None:
        self.name = connection.settings_dict["NAME"]
        self.tables: dict[str, str] = {}

    def keep(self) -> None:
        """Remember the present state."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # A copy of each table: a copy of the whole database takes a second, and would be needed after each kill.
                cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept")
                cursor.execute(COLUMNS)
                self.tables = dict(cursor.fetchall())
                # The copy itself is no change to be noted, least of all in the table that it copies.
                watching.pause()
                cursor.execute(";".join(f'CREATE TABLE kept."{name}" AS TABLE public."{name}"' for name in self.tables))
                watching.resume()
        else:
            connection.close()
            shutil.copy(self.name, f"{self.name}.kept")

    def put_back(self) -> None:
        """Bring the state back that was kept."""
        connection.close()
        if connection.vendor == "postgresql":
            with transaction.atomic(), connection.cursor() as cursor:
                # Without triggers and foreign keys.
                cursor.execute("SET LOCAL session_replication_role = replica")
                cursor.execute(";".join(AGAIN.format(name=name, columns=columns) for name, columns in self.tables.items()))
        else:
            for end in ("-wal", "-shm"):
                Path(f"{self.name}{end}").unlink(missing_ok=True)
            shutil.copy(f"{self.name}.kept", self.name)


COLUMNS = """
    SELECT table_name, string_agg(quote_ident(column_name), ', ')
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER' GROUP BY table_name
"""
"""The tables of PostgreSQL with the columns that one writes."""
AGAIN = 'DELETE FROM public."{name}"; INSERT INTO public."{name}" ({columns}) SELECT {columns} FROM kept."{name}"'


@contextmanager
def prepared_site(folder: Path, prepare: Callable[[], Any]) -> Iterator[PreparedSite]:
    """Make a site, fill it and have it in the place of the one of the tests for a while; its tasks wait in the database."""
    of_the_tests = connections["default"]
    settings = {**of_the_tests.settings_dict, "TEST": dict(of_the_tests.settings_dict["TEST"])}
    if of_the_tests.vendor == "postgresql":
        settings["NAME"] += "_killed"
        of_the_tests.close()
        drop = f"DROP DATABASE IF EXISTS {settings['NAME']} WITH (FORCE)"
        administer(drop, f"CREATE DATABASE {settings['NAME']} TEMPLATE {of_the_tests.settings_dict['NAME']}")
    else:
        (folder / "site.sqlite3").write_bytes(of_the_tests.connection.serialize())
        settings["NAME"] = str(folder / "site.sqlite3")
        settings["OPTIONS"] = {"init_command": "PRAGMA journal_mode=WAL;", "transaction_mode": "IMMEDIATE", "timeout": 20}
    own = type(of_the_tests)(settings, "default")
    databases = connections.databases["default"]
    connections["default"], connections.databases["default"] = own, settings
    try:
        with override_settings(**SETTINGS, DATA_DIR=folder):
            prepare()
            site = PreparedSite()
            site.keep()
            versions.content_version.cache_clear()
            yield site
    finally:
        versions.content_version.cache_clear()
        own.close()
        connections["default"], connections.databases["default"] = of_the_tests, databases
        if of_the_tests.vendor == "postgresql":
            administer(drop)


def steps_of(work: Callable[[], Any]) -> int:
    """Do some work undisturbed, and return how many steps it has, the last of which is its end."""
    steps = Steps()
    with steps.watched():
        work()
    return steps.number


def killed_at_each_step(work: Callable[[], Any], steps: int) -> Iterator[int]:
    """Do some work again and again, each time in a process that is killed one step later; yield the number of the step.

    Whoever goes through the steps puts the database back.
    """
    for number in range(1, steps):
        kill_at(number, work)
        yield number


def kill_at(number: int, work: Callable[[], Any]) -> None:
    """Do some work in a process that is killed at one of its steps."""

    def dying() -> None:
        with Steps(number).watched():
            work()

    status = forked(dying)
    assert os.WIFSIGNALED(status), (number, status)
    assert os.WTERMSIG(status) == signal.SIGKILL, (number, status)


class Steps:
    """Counts: one before the first commit, one right after each, also after each statement that commits by itself.

    What happens to sessions is no part of the work.
    """

    def __init__(self, deadly: int = 0) -> None:
        self.number = 0
        self.deadly = deadly
        self.writing = False

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Count what is sent inside, and kill this process when the time has come."""
        own = connections["default"]
        commit = own.commit
        own.commit = partial(self.commit, commit)  # type: ignore[method-assign]  # for the length of the block
        try:
            with own.execute_wrapper(self.execute):
                yield
        finally:
            own.commit = commit  # type: ignore[method-assign]  # the method it was

    def reached(self) -> None:
        """Count a step."""
        self.number += 1
        if self.number == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    def commit(self, commit: Callable[[], None]) -> None:
        """Commit a transaction."""
        if self.writing and not self.number:
            self.reached()
        commit()
        if self.writing:
            self.reached()
        self.writing = False

    def execute(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Send a statement."""
        text = str(sql).lstrip()
        writes = text.startswith(("INSERT", "UPDATE", "DELETE")) and '"django_session"' not in text
        if EVERY_STATEMENT:
            self.reached()
        result = execute(sql, params, many, context)
        if writes and context["connection"].in_atomic_block:
            self.writing = True
        elif writes:
            self.reached()
        return result
