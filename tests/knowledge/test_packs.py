"""Packs of courses and topics: what is in them, how they are kept, and what their pages say of them."""

import re
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import quote
from zipfile import ZipFile

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from wagtail.images.models import Filter
from wagtail.models import PageViewRestriction

from core import packing, pictures, remembering
from core.remembering import State
from knowledge.models import CoursePage
from operations import packs as packs_by_the_clock
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def filed(six: factories.Pages, django_db_blocker: Any) -> Iterator[factories.Pages]:
    """A topic in English and Arabic with publications, and a course that leads to one of them."""
    with django_db_blocker.unblock(), factories.undone():
        topic = factories.topic("tanning")
        index = factories.publication_index(six)
        factories.topic_page(factories.topic_index(six), topic, ("en", "ar"), title={"en": "Tanning", "ar": "الدباغة"})
        document = factories.document("manual", size=1_500_000)
        manual = factories.publication(index, "manual", ("en", "ar"), topics=[topic], files=[("en", document)])
        factories.publication(index, "french", ("fr",), topics=[topic])
        factories.publication(index, "draft", topics=[topic], live=False)
        private = factories.publication(index, "private", topics=[topic])["en"]
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        links = f'<p><a linktype="page" id="{manual["en"].pk}">the manual</a> <a href="https://example.org/a">outside</a></p>'
        courses = factories.course(factories.course_index(six), "course", ("en", "ar"), body=[("paragraph", links)])
        factories.child(courses["en"], "modules", title="First module", text="<p>Soaking</p>")
        yield courses


def files(client: Client, path: str) -> dict[str, bytes]:
    response = client.get(path)
    assert response.status_code == 200, path
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def soups(found: dict[str, bytes]) -> dict[str, BeautifulSoup]:
    return {name: BeautifulSoup(text, "html.parser") for name, text in found.items() if name.endswith(".html")}


@pytest.fixture
def kept(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Packs are kept in a folder of the test, for a state of the content called `one`."""
    settings.DATA_DIR = tmp_path
    be(monkeypatch, "one")
    return tmp_path / "packs"


def be(monkeypatch: pytest.MonkeyPatch, token: str, *, present: bool = True) -> None:
    monkeypatch.setattr(remembering, "_read_state", lambda: State(token, present))
    remembering.forget()


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/en/packs/topic/tanning.zip", ["style.css", "index.html", "01-manual.html"]),
        ("/ar/packs/topic/tanning.zip", ["style.css", "index.html", "01-manual.html"]),
        ("/en/packs/course/course.zip", ["style.css", "index.html", "01-manual.html"]),
    ],
)
def test_a_pack_holds_what_is_public_in_its_language(filed: factories.Pages, client: Client, path: str, names: list[str]) -> None:
    assert list(files(client, path)) == names


@pytest.mark.parametrize("path", ["/en/packs/topic/tanning.zip", "/ar/packs/topic/tanning.zip", "/ar/packs/course/course.zip"])
def test_everything_resolves_inside_or_has_its_full_address(filed: factories.Pages, client: Client, path: str) -> None:
    found = files(client, path)
    for name, soup in soups(found).items():
        for element in soup.find_all(["a", "link"], href=True):
            href = element["href"].partition("#")[0]
            assert href.startswith("https://") or href.startswith("http://") or not href or href in found, (name, href)
        for element in soup.find_all(src=True):
            assert element["src"] in found, (name, element)
        assert not soup.find_all(["script", "form", "iframe", "video", "source"])


@pytest.mark.parametrize(("code", "tag", "direction"), [("en", "en", "ltr"), ("ar", "ar", "rtl")])
def test_every_page_says_its_language(filed: factories.Pages, client: Client, code: str, tag: str, direction: str) -> None:
    for soup in soups(files(client, f"/{code}/packs/topic/tanning.zip")).values():
        assert (soup.html["lang"], soup.html["dir"]) == (tag, direction)
        assert len(soup.find_all("h1")) == 1


def test_no_style_is_fetched(filed: factories.Pages, client: Client) -> None:
    assert b"url(" not in files(client, "/en/packs/topic/tanning.zip")["style.css"]


def test_pages_of_a_pack_lead_to_each_other_and_to_the_site(filed: factories.Pages, client: Client, settings: Any) -> None:
    found = soups(files(client, "/en/packs/course/course.zip"))
    links = {link.text: link["href"] for link in found["index.html"].find_all("a", href=True)}
    assert links["the manual"] == "01-manual.html"
    assert links["outside"] == "https://example.org/a"
    assert "index.html" in [link["href"] for link in found["01-manual.html"].find_all("a", href=True)]
    file = next(link["href"] for link in found["01-manual.html"].find_all("a", href=re.compile("/documents/")))
    assert file.startswith(settings.WAGTAILADMIN_BASE_URL)
    assert "1.5 MB" in found["01-manual.html"].text


def test_a_course_brings_its_modules(filed: factories.Pages, client: Client) -> None:
    assert "First module" in soups(files(client, "/en/packs/course/course.zip"))["index.html"].text


@pytest.mark.parametrize(
    "path", ["course/tanning", "topic/course", "topic/no-such", "publication/manual", "course/draft", "course/private"]
)
def test_there_is_no_pack_of_anything_else(filed: factories.Pages, client: Client, path: str) -> None:
    index = {"en": filed["en"].get_parent()}
    factories.course(index, "draft", live=False)
    private = factories.course(index, "private")["en"]
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"/en/packs/{path}.zip").status_code == 404


def test_the_file_is_named_after_the_page(filed: factories.Pages, client: Client) -> None:
    headers = client.get("/ar/packs/topic/tanning.zip").headers
    assert headers["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('الدباغة')}.zip"
    assert headers["Content-Type"] == "application/zip"
    assert int(headers["Content-Length"]) > 1000


@pytest.fixture
def pictured(filed: factories.Pages) -> CoursePage:
    """The course with a photograph, of which the size is made that every browser can show."""
    page = CoursePage.objects.get(pk=filed["en"].pk)
    page.lead_image = factories.photograph(description_en="A drum")
    page.lead_image.create_rendition(Filter(pictures.specs(page.lead_image, pictures.PLACES["lead"])[0]))
    page.save()
    return page


def test_a_picture_comes_in_a_small_size(pictured: CoursePage, client: Client) -> None:
    found = files(client, "/en/packs/course/course.zip")
    (picture,) = soups(found)["index.html"].find_all("img")
    assert picture["alt"] == "A drum"
    assert picture["width"] and picture["height"]
    assert 0 < len(found[picture["src"]]) <= packing.HEAVIEST_PICTURE


def test_pictures_are_in_words_where_no_room_is_left(
    pictured: CoursePage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "ROOM_FOR_PICTURES", 10)
    soup = soups(files(client, "/en/packs/course/course.zip"))["index.html"]
    assert not soup.find_all("img")
    assert "A drum" in soup.text


def test_a_pack_of_very_many_pages_ends_somewhere(
    filed: factories.Pages, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.packs.MOST_PAGES", 3)
    manual = filed["en"].get_parent().get_siblings().get(slug="publications").get_children().get(slug="manual").specific
    factories.siblings(manual, 5)
    assert len(soups(files(client, "/en/packs/topic/tanning.zip"))) == 3


def test_a_pack_is_made_once_until_the_content_changes(
    filed: factories.Pages, client: Client, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mock.patch.object(packing, "build", wraps=packing.build) as build:
        files(client, "/en/packs/topic/tanning.zip")
        files(client, "/en/packs/topic/tanning.zip")
        assert build.call_count == 1
        be(monkeypatch, "two")
        files(client, "/en/packs/topic/tanning.zip")
        assert build.call_count == 2
    assert len(list(kept.glob("*.zip"))) == 1


def test_a_pack_is_made_anew_each_day(filed: factories.Pages, client: Client, kept: Path) -> None:
    with time_machine.travel("2026-05-01", tick=False):
        first = client.get("/en/packs/topic/tanning.zip").headers["ETag"]
    with time_machine.travel("2026-05-02", tick=False):
        assert client.get("/en/packs/topic/tanning.zip").headers["ETag"] != first


def test_what_is_not_committed_yet_is_kept_for_nobody(
    filed: factories.Pages, client: Client, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(monkeypatch, "one 1", present=False)
    files(client, "/en/packs/topic/tanning.zip")
    assert not kept.exists()


def test_of_many_who_ask_at_once_one_makes_the_pack(filed: factories.Pages, kept: Path) -> None:
    page = CoursePage(pk=1)
    made: list[int] = []
    started = threading.Barrier(4)

    def build(_pages: list[Any], note: str) -> bytes:
        made.append(1)
        content = BytesIO()
        with ZipFile(content, "w") as archive:
            archive.writestr("index.html", "x")
            archive.comment = note.encode()
        return content.getvalue()

    def ask() -> None:
        started.wait()
        packing.keep(page, lambda _page: [page], "one")

    with mock.patch.object(packing, "build", build):
        threads = [threading.Thread(target=ask) for _number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert made == [1]


def test_a_browser_that_has_the_pack_gets_it_only_once(filed: factories.Pages, client: Client, kept: Path) -> None:
    etag = client.get("/en/packs/topic/tanning.zip").headers["ETag"]
    again = client.get("/en/packs/topic/tanning.zip", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_damaged_pack_is_made_anew(filed: factories.Pages, client: Client, kept: Path) -> None:
    files(client, "/en/packs/topic/tanning.zip")
    (path,) = kept.glob("*.zip")
    path.write_bytes(path.read_bytes()[:100])
    assert "index.html" in files(client, "/en/packs/topic/tanning.zip")


def test_a_page_names_the_size_of_its_pack_once_that_is_known(filed: factories.Pages, client: Client, kept: Path) -> None:
    assert "at most 5 MB" in client.get("/en/training/course/").text
    files(client, "/en/packs/course/course.zip")
    html = client.get("/en/training/course/").text
    assert 'href="/en/packs/course/course.zip"' in html
    assert re.search(r"<span>ZIP</span><span>\d+ kB</span><span>2 pages</span>", html)


def test_a_preview_offers_no_pack(filed: factories.Pages, kept: Path) -> None:
    assert "packs/course" not in filed["en"].make_preview_request().rendered_content


def test_missing_packs_are_made_by_the_clock(filed: factories.Pages, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[bool] = []
    monkeypatch.setattr(packs_by_the_clock, "content_version", lambda: mock.Mock(raise_=lambda: raised.append(True)))
    call_command("build_packs", most=3, verbosity=0)
    assert (len(list(kept.glob("*.zip"))), raised) == (3, [])
    call_command("build_packs", most=3, verbosity=0)
    assert (len(list(kept.glob("*.zip"))), raised) == (4, [True])
    call_command("build_packs", most=3, verbosity=0)
    assert raised == [True]


def test_outdated_packs_are_cleared_away(
    filed: factories.Pages, client: Client, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(client, "/en/packs/topic/tanning.zip")
    be(monkeypatch, "two")
    files(client, "/ar/packs/topic/tanning.zip")
    assert packing.forget_outdated() == 1
    assert len(list(kept.glob("*.zip"))) == 1
