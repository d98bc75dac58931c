"""Files of pages that a visitor may not read: of drafts, of pages taken offline, of private pages."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, ReferenceIndex
from wagtail.rich_text import RichText

from core.models import CustomDocument, CustomImage
from core.offered_files import named_in
from tests import factories
from tests.translation_desk import desk

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def homes(six: factories.Pages, django_db_blocker: Any) -> Iterator[factories.Pages]:
    """The home pages and the list of publications."""
    with django_db_blocker.unblock(), factories.undone():
        yield factories.publication_index(six)


@pytest.fixture
def report(settings: Any, tmp_path: Any) -> CustomDocument:
    """A report whose file is there."""
    settings.MEDIA_ROOT = str(tmp_path)
    return CustomDocument.objects.create(title_en="Report", file=ContentFile(b"%PDF-1.7", "report.pdf"))


def row(page: Any, document: CustomDocument) -> None:
    page.files.add(page.files.model(document=document, language="en"))


def block(page: Any, document: CustomDocument) -> None:
    files = [{"document": document.pk, "language": "en"}]
    page.body = [*page.body.raw_data, {"type": "downloads", "value": {"title": "Files", "files": files}}]


def video(page: Any, document: CustomDocument) -> None:
    value = {"title": "Film", "file": document.pk, "url": "", "language": "en", "transcript": "<p>Words</p>"}
    page.body = [*page.body.raw_data, {"type": "video", "value": value}]


def link(page: Any, document: CustomDocument) -> None:
    page.body = [*page.body.raw_data, {"type": "paragraph", "value": f'<p><a linktype="document" id="{document.pk}">a</a></p>'}]


WAYS: tuple[Callable[..., None], ...] = (row, block, video, link)


def publication(homes: factories.Pages, *, live: bool) -> Any:
    dates = {} if live else {"live": False, "first_published_at": None, "last_published_at": None}
    return Page.objects.get(pk=factories.publication(homes, "news", **dates)["en"].pk).specific


def status(document: CustomDocument, client: Client | None = None) -> int:
    return (client or Client()).get(document.url).status_code


def offered() -> list[str]:
    return [item["title"] for item in Client().get("/api/v2/documents/").json()["items"]]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("live", [True, False], ids=["correction", "new"])
def test_a_file_comes_with_its_page_and_goes_with_it(
    homes: factories.Pages, report: CustomDocument, way: Callable[..., None], live: bool
) -> None:
    page = publication(homes, live=live)
    way(page, report)
    page.save_revision(clean=False)
    assert (status(report), offered()) == (404, [])
    page.latest_revision.publish()
    assert (status(report), offered()) == (200, ["Report"])
    Page.objects.get(pk=page.pk).specific.unpublish()
    assert (status(report), offered()) == (404, [])


def test_no_kind_of_request_gets_around_it(homes: factories.Pages, report: CustomDocument) -> None:
    page = publication(homes, live=False)
    row(page, report)
    page.save_revision(clean=False)
    for method in ("head", "options", "post"):
        assert getattr(Client(), method)(report.url).status_code == 404
    for headers in ({"Range": "bytes=0-3"}, {"If-None-Match": "*"}):
        assert Client().get(f"{report.url}?x=1", headers=headers).status_code == 404


def test_a_file_that_another_page_offers_stays(homes: factories.Pages, report: CustomDocument) -> None:
    page = publication(homes, live=True)
    row(page, report)
    page.save_revision(clean=False).publish()
    other = Page.objects.get(pk=factories.publication(homes, "other")["en"].pk).specific
    row(other, report)
    other.save_revision(clean=False)
    assert status(report) == 200


def test_a_file_is_there_at_once_though_the_index_comes_later(homes: factories.Pages, report: CustomDocument) -> None:
    page = publication(homes, live=False)
    row(page, report)
    page.save_revision(clean=False).publish()
    page = Page.objects.get(pk=page.pk).specific
    page.save_revision(clean=False)  # somebody goes on writing
    ReferenceIndex.objects.all().delete()
    assert status(report) == 200


def test_a_file_of_a_private_page_is_for_its_readers(homes: factories.Pages, report: CustomDocument) -> None:
    page = publication(homes, live=True)
    row(page, report)
    page.save_revision(clean=False).publish()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="x")
    assert (status(report), offered()) == (404, [])
    reader = Client()
    reader.post(f"/en/_util/authenticate_with_password/{restriction.pk}/{page.pk}/", {"password": "x", "return_url": "/en/"})
    assert status(report, reader) == 200


def test_staff_read_the_files_of_drafts(homes: factories.Pages, report: CustomDocument) -> None:
    page = publication(homes, live=False)
    row(page, report)
    page.save_revision(clean=False)
    client = Client()
    client.force_login(desk.person("editor-en", ("editor", "en")))
    assert status(report, client) == 200
    client.force_login(desk.person("stranger"))
    assert status(report, client) == 404


def test_a_file_that_no_page_names_is_for_everybody_and_listed_nowhere(homes: factories.Pages, report: CustomDocument) -> None:
    assert (status(report), offered()) == (200, [])


def test_pictures_are_listed_with_their_pages(homes: factories.Pages) -> None:
    page = publication(homes, live=False)
    page.lead_image = factories.image("Embargoed")
    page.save_revision(clean=False)

    def shown() -> list[str]:
        return [item["title"] for item in Client().get("/api/v2/images/").json()["items"]]

    detail = f"/api/v2/images/{CustomImage.objects.get().pk}/"
    assert (shown(), Client().get(detail).status_code) == ([], 404)
    page.latest_revision.publish()
    assert (shown(), Client().get(detail).status_code) == (["Embargoed"], 200)


def test_networks_keep_a_file_for_a_minute_and_of_a_person_nothing(homes: factories.Pages, report: CustomDocument) -> None:
    assert Client().get(report.url)["Cache-Control"] == "public, max-age=0, s-maxage=60"
    client = Client()
    client.force_login(desk.person("somebody"))
    assert client.get(report.url)["Cache-Control"] == "private, max-age=0"


def test_the_address_of_a_size_of_a_picture_cannot_be_guessed(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    rendition = factories.image().get_rendition("width-5")
    assert re.fullmatch(r"images/image-\d+\.width-5\.[0-9a-f]{16}\.png", rendition.file.name)


def test_what_a_page_offers_costs_one_query_more(homes: factories.Pages, report: CustomDocument) -> None:
    page = publication(homes, live=True)
    row(page, report)
    page.save_revision(clean=False).publish()
    status(report)
    with CaptureQueriesContext(connection) as queries:
        status(report)
    assert len([query for query in queries if "wagtailcore_page" in query["sql"]]) == 1
    assert not any("wagtailcore_revision" in query["sql"] for query in queries)


def test_a_number_that_means_something_else_names_no_file() -> None:
    text = str(RichText('<a linktype="page" id="7">a</a><embed embedtype="image" id="8"/>').source)
    assert named_in({"pk": 1, "year": 2, "image": 3, "file": "4.pdf", "body": text, "documents": [{"document": 12}]}) == {12}
