"""A PostgreSQL database as a file and back, with PostgreSQL's own programs: `pg_dump`, `pg_restore` and `psql`."""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.db import ProgrammingError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from operations import steps
from operations.comparing import compare
from operations.errors import DatabaseError, RefusedError
from operations.models import Restoration

LONGEST_WAIT_FOR_LOCKS = "60s"
# A row as text depends on these; the sums of a backup are compared with sums of another session.
SESSION = "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 1;"
END = "end of answer"

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


def _count_rows(table: str) -> str:
    name = table.replace('"', '""')
    checksum = "coalesce(sum(('x' || substr(md5(whole_row::text), 1, 15))::bit(60)::bigint), 0)"
    return f'SELECT count(*), {checksum} FROM public."{name}" AS whole_row'  # noqa: S608  # a name that the database gave


class PostgreSQL:
    """The database behind a connection. Statements run on connections of its own."""

    engine = "postgresql"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        command, environment = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
        self.arguments = list(command[1:])
        self.environment: dict[str, str] = environment or {}

    def server_version(self) -> str:
        """Return the version of the server."""
        with self.connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return str(cursor.fetchone()[0])

    def dump(self, target: Path) -> dict[str, list[str]]:
        """Write the database into a file; return rows and checksum of each table at the very moment that the file shows."""
        own = self.connection.copy()
        try:
            with own.cursor() as cursor:
                cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SELECT pg_export_snapshot()")
                snapshot = cursor.fetchone()[0]
                self._run(
                    "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"
                )
                return _sums(cursor)
        finally:
            own.close()

    def is_empty(self) -> bool:
        """Tell whether the database holds no pages but Wagtail's root."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('public.wagtailcore_page')")
            if cursor.fetchone()[0] is None:
                return True
            cursor.execute("SELECT count(*) FROM public.wagtailcore_page WHERE depth > 1")
            return not cursor.fetchone()[0]

    def load(self, dump: Path, expected: dict[str, list[str]], restoration: UUID, made_at: datetime) -> None:
        """Put what a file holds in the place of everything in the database: in one transaction, or not at all.

        Rows and checksums are compared before the transaction ends, which also notes the restoration.
        """
        note = (
            f"INSERT INTO public.{Restoration._meta.db_table} (id, backup_made_at, restored_at) "  # noqa: S608  # nothing foreign
            f"VALUES ('{restoration}', '{made_at.isoformat()}', '{timezone.now().isoformat()}');"
        )
        with self._session(self.arguments) as psql:
            psql.say(f"BEGIN; SET LOCAL lock_timeout = '{LONGEST_WAIT_FOR_LOCKS}';")
            psql.say("DROP SCHEMA public CASCADE; CREATE SCHEMA public;")
            self._pour(dump, psql)
            steps.reached("database loaded")
            psql.compare(expected)
            steps.reached("database compared")
            psql.say(f"{note} COMMIT;")
        steps.reached("database committed")

    def rehearse(self, dump: Path, expected: dict[str, list[str]]) -> None:
        """Load a file into a new database beside this one, compare, and drop it again. Needs the right to create databases."""
        name = f"rehearsal_{uuid.uuid4().hex[:12]}"
        own = self.connection.copy()
        try:
            with own.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
                try:
                    with self._session([*self.arguments[:-1], name]) as psql:
                        psql.say("DROP SCHEMA public CASCADE; CREATE SCHEMA public;")
                        self._pour(dump, psql)
                        psql.compare(expected)
                finally:
                    cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        except ProgrammingError as error:
            raise RefusedError(
                "The backup cannot be restored on trial: the account of the database may not create databases. "
                "Allow it with: ALTER ROLE … CREATEDB"
            ) from error
        finally:
            own.close()

    def _pour(self, dump: Path, psql: "Session") -> None:
        with _errors() as errors:
            command = [_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(dump)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors) as reader:  # noqa: S603  # our own command
                assert reader.stdout is not None  # noqa: S101  # a pipe was asked for
                psql.pour(reader.stdout)
            if reader.returncode:
                raise DatabaseError(f"pg_restore failed: {_last_lines(errors)}")

    @contextmanager
    def _session(self, arguments: list[str]) -> "Iterator[Session]":
        options = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--field-separator=|", "--set=ON_ERROR_STOP=1"]
        with (
            _errors() as errors,
            subprocess.Popen(  # noqa: S603  # our own command, and no shell
                [_program("psql"), *options, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, **self.environment},
            ) as process,
        ):
            try:
                yield Session(process)
                assert process.stdin is not None  # noqa: S101  # a pipe was asked for
                process.stdin.close()
                process.wait()
            except BrokenPipeError:
                process.wait()
            except BaseException:
                # Whatever was begun is not committed.
                process.kill()
                raise
            if process.returncode:
                raise DatabaseError(f"The database refused what was to be restored: {_last_lines(errors)}")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603  # our own command, and no shell
            [_program(program), *self.arguments[:-1], *arguments, self.arguments[-1]],
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise DatabaseError(f"{program} failed: {done.stderr.strip()[-500:]}")


class Session:
    """A session of psql that is told statements and can be asked in between."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin is not None  # noqa: S101  # pipes were asked for
        assert process.stdout is not None  # noqa: S101  # for the type checker: it was asked for as a pipe
        self.input, self.output = process.stdin, process.stdout

    def say(self, statements: str) -> None:
        """Have statements carried out."""
        self.input.write(f"{statements}\n".encode())
        self.input.flush()

    def pour(self, script: IO[bytes]) -> None:
        """Have a script carried out whose answers nobody reads."""
        self.say(r"\o /dev/null")
        shutil.copyfileobj(script, self.input, 1024 * 1024)
        self.say("\n\\o")

    def ask(self, query: str) -> list[list[str]]:
        """Return the rows that a query gives, in text."""
        self.say(f"{query};\n\\echo {END}")
        rows: list[list[str]] = []
        for line in self.output:
            text = line.decode().rstrip("\n")
            if text == END:
                return rows
            rows.append(text.split("|"))
        raise BrokenPipeError

    def compare(self, expected: dict[str, list[str]]) -> None:
        """Raise DatabaseError where a table has other rows than expected."""
        self.say(SESSION)
        found = {table: self.ask(_count_rows(table))[0] for (table,) in self.ask(TABLES)}
        compare(expected, found)


def _sums(cursor: Any) -> dict[str, list[str]]:
    cursor.execute(SESSION)
    cursor.execute(TABLES)
    sums: dict[str, list[str]] = {}
    for (table,) in cursor.fetchall():
        cursor.execute(_count_rows(table))
        sums[table] = [str(value) for value in cursor.fetchone()]
    return sums


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise DatabaseError(f"The program {name} is not installed. On Debian: apt-get install postgresql-client")
    return path


@contextmanager
def _errors() -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as file:
        yield file


def _last_lines(errors: IO[bytes]) -> str:
    errors.seek(0)
    return " ".join(errors.read().decode(errors="replace").split())[-500:]
