"""Pages answered from memory: what is kept, for whom, in which form, and that a page is rendered once after a change."""

import gzip
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from redis import Redis
from wagtail.models import PageViewRestriction

from config import env
from core import low_data
from operations.page_cache import middleware, stores, versions
from operations.page_cache.middleware import PageCacheMiddleware
from operations.page_cache.stores import MemoryStore
from search.models import FruitlessQuery
from tests import factories

AGENT = RequestFactory()


@pytest.fixture
def cached(settings: Any, tmp_path: Path) -> Iterator[Any]:
    """The settings of a site with a page cache in memory."""
    settings.PAGE_CACHE_MEGABYTES = 4
    settings.DATA_DIR = tmp_path
    versions.content_version.cache_clear()
    versions.redis_client.cache_clear()
    yield settings
    versions.content_version.cache_clear()
    versions.redis_client.cache_clear()


class Renderer:
    """A site of one page that counts how often it is rendered."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse] | None = None) -> None:
        self.times = 0
        self.answer = answer or (lambda request: HttpResponse(f"<p>{request.get_full_path()}</p>" * 100))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.times += 1
        return self.answer(request)


def cache(renderer: Callable[[HttpRequest], HttpResponse]) -> PageCacheMiddleware:
    return PageCacheMiddleware(renderer)


@pytest.mark.django_db
def test_the_second_visitor_costs_no_query_and_reads_the_same(
    six: factories.Pages, cached: Any, django_assert_num_queries: Any
) -> None:
    client = Client()
    first = client.get("/en/")
    with django_assert_num_queries(0):
        second = client.get("/en/")
    assert second.content == first.content
    assert b"<h1" in second.content
    assert second["Content-Language"] == "en"
    assert second["Cache-Control"] == "public, max-age=0, s-maxage=60, stale-while-revalidate=30"
    assert second["Vary"] == "Accept-Encoding, Save-Data"
    assert not second.cookies


@pytest.mark.usefixtures("cached", "db", "six")
def test_nginx_may_keep_a_page_to_the_end_of_the_second_in_which_it_held(monkeypatch: Any) -> None:
    client = Client()
    for moment in (1000.0, 1000.9, 1001.1):
        monkeypatch.setattr("operations.page_cache.middleware.time.time", lambda moment=moment: moment)
        answer = client.get("/en/")
        assert answer["X-Accel-Expires"] == f"@{int(moment)}"
        unchanged = client.get("/en/", headers={"If-None-Match": answer["ETag"]})
        assert (unchanged.status_code, unchanged["X-Accel-Expires"]) == (304, f"@{int(moment)}")


@pytest.mark.usefixtures("cached")
@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip;q=1.0, *;q=0.5", "gzip", gzip.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("", "", bytes),
    ],
)
def test_a_page_is_sent_in_the_smallest_form_the_browser_takes(
    accepted: str, encoding: str, unpack: Callable[[bytes], bytes]
) -> None:
    page_cache = cache(Renderer())
    for _time in range(2):
        response = page_cache(AGENT.get("/fr/a/", headers={"accept-encoding": accepted}))
        assert response.headers.get("Content-Encoding", "") == encoding
        assert unpack(response.content) == b"<p>/fr/a/</p>" * 100
        assert response["Content-Length"] == str(len(response.content))


@pytest.mark.usefixtures("cached")
@pytest.mark.parametrize("sent", ["{}", 'W/"other", {}', "*"])
def test_a_browser_that_has_the_page_is_told_so(sent: str) -> None:
    page_cache = cache(Renderer())
    tag = page_cache(AGENT.get("/en/", headers={"accept-encoding": "br"}))["ETag"]
    response = page_cache(AGENT.get("/en/", headers={"if-none-match": sent.format(tag)}))
    assert (response.status_code, response.content, response["Vary"]) == (304, b"", "Accept-Encoding")
    assert page_cache(AGENT.get("/en/", headers={"if-none-match": '"other"'})).status_code == 200


@pytest.mark.usefixtures("cached")
def test_addresses_queries_hosts_and_schemes_are_kept_apart() -> None:
    page_cache = cache(Renderer(lambda request: HttpResponse(request.build_absolute_uri())))
    for host in ("a.example", "b.example"):
        for secure in (True, False):
            for path in ("/en/", "/en/?page=2", "/en/?page=3", "/ar/"):
                for _time in range(2):
                    request = AGENT.get(path, secure=secure, headers={"host": host})
                    assert page_cache(request).content.decode() == f"http{'s' if secure else ''}://{host}{path}"


@pytest.mark.usefixtures("cached")
def test_low_data_mode_is_kept_apart_and_costs_no_rendering_more() -> None:
    renderer = Renderer(lambda request: HttpResponse(str(low_data.wanted(request))))
    page_cache = cache(renderer)
    asked: tuple[tuple[dict[str, str], bytes], ...] = (
        ({}, b"False"),
        ({"cookie": "low_data=1"}, b"True"),
        ({"save-data": "on"}, b"True"),
        ({"save-data": "on", "cookie": "low_data=0"}, b"False"),
    )
    for headers, answer in asked:
        response = page_cache(AGENT.get("/en/", headers=headers))
        again = page_cache(AGENT.get("/en/", headers={**headers, "if-none-match": response["ETag"]}))
        assert (response.content, again.status_code) == (answer, 304)
        # Caches further out do not look at the cookie, so they may keep nothing of whoever sends it.
        for one in (response, again):
            assert ("private" in one["Cache-Control"]) is ("cookie" in headers)
    assert renderer.times == 2


@pytest.mark.usefixtures("cached")
@pytest.mark.parametrize(
    "request_",
    [
        AGENT.post("/en/"),
        AGENT.get("/en/", headers={"cookie": "sessionid=x"}),
        AGENT.get("/en/", headers={"authorization": "Basic eDp5"}),
        AGENT.get(f"/en/?q={'x' * 600}"),
        AGENT.get("/admin/"),
        AGENT.get("/documents/1/a.pdf"),
        AGENT.get("/api/v2/pages/"),
        AGENT.get("/"),
    ],
    ids=lambda request: f"{request.method} {request.path} {request.headers}"[:60],
)
def test_what_depends_on_the_person_or_changes_something_is_answered_anew(request_: HttpRequest) -> None:
    renderer = Renderer()
    page_cache = cache(renderer)
    for _time in range(2):
        assert page_cache(request_)["Cache-Control"] == "private, no-cache"
    assert renderer.times == 2


def with_header(name: str, value: str) -> Callable[[HttpRequest], HttpResponse]:
    return lambda _request: HttpResponse("text", headers={name: value})


def with_cookie(_request: HttpRequest) -> HttpResponse:
    response = HttpResponse("text")
    response.set_cookie("a", "b")
    return response


@pytest.mark.usefixtures("cached")
@pytest.mark.parametrize(
    "answer",
    [
        lambda _request: HttpResponse("text", status=404),
        lambda _request: HttpResponse("text", status=500),
        lambda _request: HttpResponse(status=302, headers={"Location": "/en/"}),
        with_header("Vary", "Cookie"),
        with_header("Vary", "Accept-Language"),
        with_header("Cache-Control", "private, max-age=60"),
        with_header("Cache-Control", "no-store"),
        with_cookie,
    ],
)
def test_answers_that_are_not_for_everybody_are_not_kept(answer: Callable[[HttpRequest], HttpResponse]) -> None:
    renderer = Renderer(answer)
    page_cache = cache(renderer)
    for _time in range(3):
        assert "public" not in page_cache(AGENT.get("/en/a/")).headers.get("Cache-Control", "")
    assert renderer.times == 3


@pytest.mark.django_db
def test_a_private_page_is_kept_for_nobody(six: factories.Pages, cached: Any) -> None:
    page = factories.standard(six, "inside", ("en",))["en"]
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="open")
    client = Client()
    client.post(f"/_util/authenticate_with_password/{page.view_restrictions.get().pk}/{page.pk}/", {"password": "open"})
    for visitor in (Client(), Client()):
        assert "public" not in visitor.get("/en/inside/").headers.get("Cache-Control", "")


@pytest.mark.django_db
def test_each_search_for_what_is_not_there_counts(six: factories.Pages, cached: Any) -> None:
    client = Client()
    for _time in range(2):
        assert client.get("/en/search/?q=unobtainium")["Cache-Control"] == "private, max-age=60"
    assert FruitlessQuery.objects.get().times == 2


@pytest.mark.usefixtures("cached")
def test_a_head_request_is_answered_from_what_a_get_left() -> None:
    renderer = Renderer()
    page_cache = cache(renderer)
    page_cache(AGENT.head("/en/"))
    page_cache(AGENT.get("/en/"))
    page_cache(AGENT.head("/en/"))
    assert renderer.times == 2


@pytest.mark.usefixtures("cached")
def test_after_a_change_a_page_is_rendered_anew_once() -> None:
    renderer = Renderer()
    page_cache = cache(renderer)
    for _change in range(3):
        for _visitor in range(3):
            page_cache(AGENT.get("/en/"))
        versions.content_version().raise_()
    assert renderer.times == 3


@pytest.mark.usefixtures("cached")
def test_a_page_rendered_while_content_changed_is_good_for_its_first_visitor_only() -> None:
    def change(_request: HttpRequest) -> HttpResponse:
        versions.content_version().raise_()
        return HttpResponse("as it was before")

    renderer = Renderer(change)
    page_cache = cache(renderer)
    page_cache(AGENT.get("/en/"))
    page_cache(AGENT.get("/en/"))
    assert renderer.times == 2


@pytest.mark.usefixtures("cached")
def test_many_visitors_at_once_cost_one_rendering() -> None:
    crowd_renders_once([PageCacheMiddleware], Renderer())


def test_many_visitors_of_several_processes_cost_one_rendering(cached: Any, redis: Redis, redis_address: str) -> None:
    cached.REDIS_URL = redis_address
    crowd_renders_once([PageCacheMiddleware, PageCacheMiddleware, PageCacheMiddleware], Renderer())


def crowd_renders_once(processes: list[type[PageCacheMiddleware]], renderer: Renderer) -> None:
    started, go_on = threading.Event(), threading.Event()

    def slow(_request: HttpRequest) -> HttpResponse:
        started.set()
        assert go_on.wait(5)
        return HttpResponse("text")

    renderer.answer = slow
    caches = [process(renderer) for process in processes]
    answers: list[bytes] = []
    crowd = [
        threading.Thread(target=lambda place=place: answers.append(caches[place % len(caches)](AGENT.get("/en/")).content))
        for place in range(9)
    ]
    for visitor in crowd:
        visitor.start()
    assert started.wait(5)
    go_on.set()
    for visitor in crowd:
        visitor.join(5)
    assert answers == [b"text"] * 9
    assert renderer.times == 1


def test_a_page_rendered_by_one_process_is_there_for_the_others(cached: Any, redis: Redis, redis_address: str) -> None:
    cached.REDIS_URL = redis_address
    renderer = Renderer()
    for page_cache in (cache(renderer), cache(renderer)):
        assert page_cache(AGENT.get("/en/")).status_code == 200
    assert renderer.times == 1
    versions.content_version().raise_()
    cache(renderer)(AGENT.get("/en/"))
    assert renderer.times == 2


def test_a_shared_cache_that_is_down_costs_speed_only(cached: Any, tmp_path: Path) -> None:
    cached.REDIS_URL = f"unix://{tmp_path}/nobody-listens"
    renderer = Renderer()
    page_cache = cache(renderer)
    for _time in range(2):
        assert page_cache(AGENT.get("/en/")).status_code == 200
    assert renderer.times == 2
    assert versions.content_version().raise_() is False


@pytest.mark.usefixtures("cached")
def test_first_readers_agree_on_the_version() -> None:
    version = versions.content_version()
    assert isinstance(version, versions.FileVersion)
    assert version._put(os.link)
    first = version.read()
    assert version._put(os.link)
    assert version.read() == first
    assert [path.name for path in version.path.parent.iterdir()] == [version.path.name]


def test_the_store_gives_way_by_age_of_use() -> None:
    from operations.page_cache.entries import Entry

    store = MemoryStore(most_bytes=3 * 1_700)
    for key in "abc":
        store.set(key, Entry("1", bodies={"": b"x" * 1_000}))
    assert store.get("a", "1")
    store.set("d", Entry("1", bodies={"": b"x" * 1_000}))
    assert [key for key in "abcd" if store.get(key, "1")] == ["a", "c", "d"]
    assert store.bytes == sum(entry.size for entry in store.entries.values())


def test_a_renderer_that_fails_keeps_nobody_waiting(cached: Any) -> None:
    def fail(_request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    page_cache = cache(fail)
    for _time in range(2):
        with pytest.raises(ZeroDivisionError):
            page_cache(AGENT.get("/en/"))
    assert isinstance(page_cache.store, MemoryStore)
    assert page_cache.store.renderers == {}


def test_a_page_whose_renderer_was_killed_waits_no_longer_than_the_balancer_does(
    cached: Any, monkeypatch: pytest.MonkeyPatch, redis: Redis, redis_address: str
) -> None:
    balancer = (env.ROOT / "deploy" / "nginx" / "portal.conf.template").read_text()
    assert float(re.search(r"fail_timeout=(\d+)s", balancer)[1]) >= stores.LONGEST_RENDERING  # type: ignore[index]  # it is there
    monkeypatch.setattr(stores, "LONGEST_RENDERING", 0.2)
    cached.REDIS_URL = redis_address
    renderer = Renderer()
    page_cache = cache(renderer)
    killed = stores.SharedStore(redis, MemoryStore(1_000))
    assert killed.begin(str(page_cache._key(AGENT.get("/en/"))))
    before = time.monotonic()
    assert page_cache(AGENT.get("/en/")).status_code == 200
    assert 0.1 < time.monotonic() - before < 2
    assert renderer.times == 1


def test_pages_of_another_release_are_not_answered(
    cached: Any, monkeypatch: pytest.MonkeyPatch, redis: Redis, redis_address: str
) -> None:
    cached.REDIS_URL = redis_address
    renderer = Renderer()
    cache(renderer)(AGENT.get("/en/"))
    monkeypatch.setattr(middleware.release, "fingerprint", lambda: "next")
    cache(renderer)(AGENT.get("/en/"))
    assert renderer.times == 2
