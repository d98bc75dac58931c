"""A primary and a streaming replica of PostgreSQL: reading there, lagging, failing, taking over."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.db.utils import ConnectionHandler
from django.http import HttpResponse
from django.utils.connection import ConnectionDoesNotExist

from config import env
from operations import replica
from operations.replica import ALIAS, Replica, ReplicaRouter
from tests.operations.replica_pair import MissingProgramsError, Pair, running_pair
from vocabulary.models import Topic

PATIENCE = 5.0


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    if connection.vendor != "postgresql":
        pytest.skip("The pair has servers of its own: once in the run on PostgreSQL is enough.")
    with ExitStack() as stack:
        try:
            made = stack.enter_context(running_pair())
        except MissingProgramsError as error:
            pytest.skip(f"{error} (.ci/run does).")
        yield made


class Site:
    """A site of one sentence on the two servers, and a process that renders it."""

    def __init__(self, connections: ConnectionHandler) -> None:
        self.connections = connections
        self.process = Replica()
        self.read_from = ""

    def ask(self, alias: str, sql: str) -> object:
        with self.connections[alias].cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0] if cursor.description else None

    def write(self, text: str) -> None:
        self.ask(ReplicaRouter().db_for_write(Topic), f"UPDATE page SET text = '{text}'")  # noqa: S608  # our own words

    def page(self) -> HttpResponse:
        self.read_from = ReplicaRouter().db_for_read(Topic)
        return HttpResponse(str(self.ask(self.read_from, "SELECT text FROM page")))

    def visit(self, version: str, page: Callable[[], HttpResponse] | None = None) -> tuple[str, str]:
        """Return what a visitor reads, and where it came from."""
        for opened in self.connections.all(initialized_only=True):
            opened.close_if_unusable_or_obsolete()
        return self.process.render(version, page or self.page).content.decode(), self.read_from

    def until_read_from(self, alias: str, version: str) -> str:
        until = time.monotonic() + PATIENCE
        while (seen := self.visit(version))[1] != alias and time.monotonic() < until:
            time.sleep(0.02)
        assert seen[1] == alias
        return seen[0]


@pytest.fixture
def site(pair: Pair, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, django_db_blocker: object) -> Iterator[Site]:
    databases = {"default": env.database(pair.address("primary"), tmp_path), **env.replica(pair.address("standby"), tmp_path)}
    connections = ConnectionHandler(databases)
    monkeypatch.setattr(replica, "connections", connections)
    monkeypatch.setattr(replica, "fill_caches", lambda: None)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # a fixture of pytest-django without a public type
        made = Site(connections)
        made.ask("default", "CREATE TABLE IF NOT EXISTS page AS SELECT 'old' AS text")
        made.write("old")
        yield made
        connections.close_all()


def test_pages_are_read_from_the_replica_as_soon_as_it_shows_the_change(site: Site) -> None:
    for number in range(5):
        site.write(f"text {number}")
        assert site.visit(f"version {number}") == (f"text {number}", "default")
        assert site.until_read_from(ALIAS, f"version {number}") == f"text {number}"


def test_a_replica_that_lags_is_not_read_until_it_has_caught_up(site: Site) -> None:
    site.visit("old")
    site.until_read_from(ALIAS, "old")
    site.ask(ALIAS, "SELECT pg_wal_replay_pause()")
    site.write("new")
    assert site.visit("old") == ("old", ALIAS), "a page from before the change may be read there"
    for _visitor in range(3):
        assert site.visit("new") == ("new", "default")
    site.ask(ALIAS, "SELECT pg_wal_replay_resume()")
    assert site.until_read_from(ALIAS, "new") == "new"


def test_nothing_can_be_written_there(site: Site) -> None:
    site.visit("old")
    site.until_read_from(ALIAS, "old")
    with pytest.raises(Exception, match="read-only"):
        site.ask(ALIAS, "UPDATE page SET text = ''")


def test_a_replica_that_is_killed_while_it_is_read_is_not_noticed(
    site: Site, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.visit("a")
    site.until_read_from(ALIAS, "a")
    killed = False

    def page() -> HttpResponse:
        nonlocal killed
        if not killed:
            killed = True
            pair.kill("standby")
        return site.page()

    assert site.visit("a", page) == ("old", "default")
    assert killed
    assert site.process.rests_until > time.monotonic()
    assert site.visit("a") == ("old", "default")
    site.process.rests_until = 0.0
    assert site.visit("a") == ("old", "default"), "it is still gone"
    pair.start("standby")
    site.process.rests_until = 0.0
    monkeypatch.setattr(replica, "REST", 0.0)
    assert site.until_read_from(ALIAS, "a") == "old"


def test_a_replica_takes_over(site: Site, pair: Pair, tmp_path: Path) -> None:
    site.write("the last of the old primary")
    site.visit("last")
    site.until_read_from(ALIAS, "last")
    pair.kill("primary")
    with pytest.raises(OperationalError):
        site.ask("default", "SELECT 1")
    pair.promote()
    assert not site.process.has_reached("0/1"), "it is no replica any more"
    # What the documented step sets: the address of the old replica is that of the primary, and there is no replica.
    site.connections.close_all()
    after = Site(ConnectionHandler({"default": env.database(pair.address("standby"), tmp_path)}))
    assert after.visit("last") == ("the last of the old primary", "default")
    after.write("the first of the new one")
    assert after.ask("default", "SELECT text FROM page") == "the first of the new one"
    with pytest.raises(ConnectionDoesNotExist):
        after.ask(ALIAS, "SELECT 1")
    after.connections.close_all()
