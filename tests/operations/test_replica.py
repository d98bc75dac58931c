"""Reading from a replica: what is read there, what never, and that a replica which lags or fails is not noticed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.http import HttpResponse
from django.test import Client, RequestFactory
from wagtail.models import Locale, Page, Site

from config import env
from core.menus import portal
from core.pictures import PagePictures
from core.reading import from_replica, reading
from operations import replica
from operations.page_cache import versions
from operations.page_cache.middleware import PageCacheMiddleware
from operations.replica import ALIAS, Replica, ReplicaRouter
from tests import factories
from vocabulary.facets import entries_of, names_of
from vocabulary.models import Topic

AGENT = RequestFactory()
ADDRESS = "postgres://portal:secret@replica.example/leather"


@pytest.fixture
def routed(settings: Any) -> None:
    settings.DATABASE_ROUTERS = ["operations.replica.ReplicaRouter"]


@pytest.fixture
def twin() -> Iterator[None]:
    """A replica that is the primary under another name."""
    connections[ALIAS] = connection
    yield
    del connections[ALIAS]


@pytest.fixture
def lent(twin: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, always caught up."""
    monkeypatch.setattr(replica, "fill_caches", lambda: None)
    monkeypatch.setattr(replica, "position_of_primary", lambda: "0/1")
    monkeypatch.setattr(Replica, "has_reached", lambda _self, position: position == "0/1")


class Rendered:
    """A page that says where it was read, and does there what it is told."""

    def __init__(self, on_replica: Callable[[], HttpResponse] = lambda: HttpResponse("replica")) -> None:
        self.on_replica = on_replica
        self.times = 0

    def __call__(self, _request: object = None) -> HttpResponse:
        self.times += 1
        return self.on_replica() if from_replica() else HttpResponse("primary")


def texts(known: Replica, page: Rendered, *versions_: str) -> list[str]:
    return [known.render(version, page).content.decode() for version in versions_]


def test_reads_go_to_the_replica_while_a_page_is_rendered_from_it() -> None:
    router = ReplicaRouter()
    assert router.db_for_read(Page) == "default"
    with reading(replica=True):
        assert router.db_for_read(Page) == ALIAS
        assert router.db_for_write(Page) == "default"
        with reading(replica=False):
            assert router.db_for_read(Page) == "default"
    assert router.db_for_read(Page) == "default"


@pytest.mark.parametrize("model", [Locale, Site])
def test_what_processes_remember_is_read_from_the_primary(model: Any) -> None:
    with reading(replica=True):
        assert ReplicaRouter().db_for_read(model) == "default"


def test_the_replica_is_not_migrated() -> None:
    assert ReplicaRouter().allow_migrate(ALIAS, "core") is False
    assert ReplicaRouter().allow_migrate("default", "core") is None


@pytest.mark.django_db
@pytest.mark.usefixtures("routed")
def test_what_was_read_from_the_replica_is_changed_and_read_on_in_the_primary(six: factories.Pages) -> None:
    topic = factories.topic("water")
    topic._state.db = ALIAS
    topic.name_en = "Wells"
    topic.save()
    topic.refresh_from_db()
    assert topic.name_en == "Wells"
    page = Page.objects.get(pk=six["en"].pk)
    page._state.db = ALIAS
    assert page.locale.language_code == "en"


@pytest.mark.django_db
@pytest.mark.usefixtures("routed")
@pytest.mark.parametrize(
    "fill",
    [
        lambda: portal("en"),
        lambda: entries_of(Topic),
        lambda: names_of(Topic)(["water"]),
        lambda: PagePictures([1])._renditions,
    ],
    ids=["menu", "entries", "names", "pictures"],
)
def test_caches_are_filled_from_the_primary(six: factories.Pages, fill: Callable[[], Any]) -> None:
    # There is no connection of this name: reading there raises.
    with reading(replica=True):
        fill()


@pytest.mark.usefixtures("twin")
def test_so_is_what_wagtail_keeps_for_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Replica, "has", lambda _self, _version: True)
    seen: list[bool] = []
    monkeypatch.setattr(Site, "get_site_root_paths", lambda: seen.append(from_replica()))
    Replica().render("a", HttpResponse)
    assert seen == [False]


@pytest.mark.usefixtures("lent")
def test_the_first_page_of_a_version_is_the_primarys() -> None:
    assert texts(Replica(), Rendered(), "a", "a", "a", "b", "b") == ["primary", "replica", "replica", "primary", "replica"]


@pytest.mark.usefixtures("lent")
def test_a_replica_that_lags_is_asked_again_for_each_page(monkeypatch: pytest.MonkeyPatch) -> None:
    reached = iter([False, False, True])
    monkeypatch.setattr(Replica, "has_reached", lambda _self, _position: next(reached))
    assert texts(Replica(), Rendered(), *"aaaa") == ["primary", "primary", "primary", "replica"]


@pytest.mark.usefixtures("lent")
def test_without_a_position_the_replica_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica, "position_of_primary", lambda: "")
    assert texts(Replica(), Rendered(), *"aaa") == ["primary"] * 3


@pytest.mark.django_db
def test_a_primary_that_has_no_position_is_no_failure() -> None:
    position = replica.position_of_primary()
    assert bool(position) is (connection.vendor == "postgresql")


def gone() -> HttpResponse:
    raise OperationalError("server closed the connection")


def swallowed() -> HttpResponse:
    """A page that goes without what it cannot read."""
    try:
        with connections[ALIAS].execute_wrapper(fail), connections[ALIAS].cursor() as cursor:
            cursor.execute("SELECT gone")
    except OperationalError:
        pass
    return HttpResponse("a page that says less")


def fail(_execute: object, _sql: str, *_arguments: object) -> None:
    raise OperationalError("canceling statement due to conflict with recovery")


@pytest.mark.django_db
@pytest.mark.usefixtures("lent")
@pytest.mark.parametrize("page", [gone, swallowed, lambda: HttpResponse("sorry", status=500)])
def test_a_replica_that_fails_is_not_noticed_and_left_alone(
    page: Callable[[], HttpResponse], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(replica.time, "monotonic", lambda: now)
    rendered = Rendered(page)
    known = Replica()
    assert texts(known, rendered, *"aaaa") == ["primary"] * 4
    assert rendered.times == 5, "one of them twice"
    now += replica.REST
    rendered.on_replica = lambda: HttpResponse("replica")
    assert texts(known, rendered, "a") == ["replica"]


@pytest.mark.usefixtures("lent")
def test_a_page_that_fails_on_both_is_not_the_replicas_fault() -> None:
    known = Replica()
    known.render("a", Rendered())
    assert known.render("a", lambda: HttpResponse(status=500)).status_code == 500
    assert texts(known, Rendered(), "a") == ["replica"]


@pytest.fixture
def cached(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.PAGE_CACHE_MEGABYTES = 4
    settings.DATA_DIR = tmp_path
    monkeypatch.setitem(settings.DATABASES, ALIAS, settings.DATABASES["default"])
    versions.content_version.cache_clear()
    yield
    versions.content_version.cache_clear()


@pytest.mark.usefixtures("cached", "lent")
def test_only_pages_for_anonymous_visitors_come_from_the_replica() -> None:
    page_cache = PageCacheMiddleware(Rendered())
    answers = [
        page_cache(request).content.decode()
        for request in (
            AGENT.get("/en/first/"),
            AGENT.get("/en/a/"),
            AGENT.get("/en/a/", headers={"cookie": "sessionid=x"}),
            AGENT.get("/en/b/", headers={"authorization": "Basic eDp5"}),
            AGENT.post("/en/a/"),
            AGENT.get("/admin/"),
            AGENT.get("/api/v2/pages/"),
        )
    ]
    assert answers == ["primary", "replica", *["primary"] * 5]


@pytest.mark.django_db
@pytest.mark.usefixtures("cached", "lent", "routed")
def test_a_page_costs_one_query_more_and_a_kept_one_none(
    six: factories.Pages, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(replica, "position_of_primary", lambda: asked.append("primary") or "0/1")
    monkeypatch.setattr(Replica, "has_reached", lambda _self, _position: asked.append("replica") or True)
    client = Client()
    pages = [client.get("/en/"), client.get("/fr/"), client.get("/ar/")]
    assert asked == ["primary", "replica", "replica"]
    with django_assert_num_queries(0):
        assert client.get("/fr/").content == pages[1].content
    assert len(asked) == 3
    assert [page.status_code for page in pages] == [200] * 3


def test_the_address_of_a_replica_is_a_second_database(tmp_path: Path) -> None:
    assert env.replica("", tmp_path) == {}
    settings = env.replica(f"{ADDRESS}?connect_timeout=1&sslmode=require", tmp_path)[ALIAS]
    primary = env.database(ADDRESS, tmp_path)
    assert {**settings, "OPTIONS": {}, "TEST": {}} == {**primary, "OPTIONS": {}, "TEST": {}}
    assert settings["OPTIONS"]["sslmode"] == "require"
    assert int(settings["OPTIONS"]["connect_timeout"]) == 1
    for address in ("postgres://", "leather", "sqlite:///a.sqlite3"):
        with pytest.raises(env.ConfigurationError, match="DATABASE_REPLICA_URL"):
            env.replica(address, tmp_path)
