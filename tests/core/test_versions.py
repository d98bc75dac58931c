"""The language versions of a page, and which one a reader gets."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from core import versions
from core.i18n import CODES
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def tree(six: factories.Pages, django_db_blocker: Any) -> Iterator[factories.Pages]:
    """A page in every language, one in French and Arabic, one in Russian only."""
    with django_db_blocker.unblock(), factories.undone():
        factories.standard(six, "everywhere", CODES)
        factories.standard(six, "some", ("fr", "ar"))
        factories.standard(six, "russian", ("ru",))
        yield six


def kept(reader: str) -> set[str]:
    pages = versions.one_version_each(Page.objects.live().filter(depth=3), reader)
    return {versions.public_path(page.url_path, versions.shown(page).language.code) for page in pages}


@pytest.mark.parametrize(
    ("reader", "paths"),
    [
        ("fr", {"/fr/everywhere/", "/fr/some/", "/ru/russian/"}),
        ("en", {"/en/everywhere/", "/ar/some/", "/ru/russian/"}),
        ("es", {"/es/everywhere/", "/ar/some/", "/ru/russian/"}),
    ],
)
def test_one_version_of_each_page(tree: factories.Pages, reader: str, paths: set[str]) -> None:
    assert kept(reader) == paths


def test_a_draft_is_no_version(tree: factories.Pages) -> None:
    Page.objects.filter(url_path="/home-fr/some/").update(live=False)
    assert "/ar/some/" in kept("fr")


def test_a_private_version_hides_no_public_one(tree: factories.Pages) -> None:
    private = Page.objects.get(url_path="/home-fr/some/")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    pages = versions.one_version_each(versions.public(Page.objects.live().filter(depth=3)), "fr")
    assert "/home-ar/some/" in {page.url_path for page in pages}


def test_rank_is_zero_for_the_readers_own_language(tree: factories.Pages) -> None:
    pages = versions.one_version_each(Page.objects.live().filter(depth=3), "fr")
    assert {page.slug for page in pages if page.rank == 0} == {"everywhere", "some"}


def test_pages_below_a_private_page_are_not_public(tree: factories.Pages) -> None:
    parents = {"fr": Page.objects.get(url_path="/home-fr/some/")}
    factories.standard(parents, "below", ("fr",))
    PageViewRestriction.objects.create(page=parents["fr"], restriction_type=PageViewRestriction.LOGIN)
    found = versions.public(Page.objects.filter(locale__language_code="fr", depth__gte=2))
    assert {page.slug for page in found} == {"home-fr", "everywhere"}


@pytest.mark.parametrize(("reader", "code"), [("fr", "fr"), ("en", "ar"), ("zh-hans", "ar")])
def test_for_reader_falls_back(tree: factories.Pages, reader: str, code: str) -> None:
    page = Page.objects.get(url_path="/home-fr/some/")
    assert versions.for_reader([page.pk], reader)[page.pk].language.code == code


def test_for_reader_prefers_english_to_others(tree: factories.Pages) -> None:
    Page.objects.filter(url_path="/home-es/everywhere/").update(live=False)
    page = Page.objects.get(url_path="/home-ru/everywhere/")
    assert versions.for_reader([page.pk], "es")[page.pk].url == "/en/everywhere/"


def test_for_reader_leaves_out_a_page_without_a_live_version(tree: factories.Pages) -> None:
    Page.objects.filter(slug="russian").update(live=False)
    page = Page.objects.get(slug="russian")
    assert versions.for_reader([page.pk, 999_999], "en") == {}


def test_for_reader_asks_once_for_many_pages(tree: factories.Pages) -> None:
    with CaptureQueriesContext(connection) as captured:
        versions.for_reader(Page.objects.filter(depth=3).values_list("pk", flat=True)[:8], "en")
    assert len(captured) == 2  # the ids themselves, then their versions


def bar(tree: factories.Pages, current: str) -> list[versions.BarEntry]:
    page = Page.objects.get(url_path="/home-fr/some/")
    return versions.language_bar(versions.versions_of([page.pk])[page.pk], "some/", current)


def test_the_bar_names_the_languages_in_this_order(tree: factories.Pages) -> None:
    assert [entry.language.bar_name for entry in bar(tree, "fr")] == ["عربي", "中文", "English", "Français", "Русский", "Español"]


def test_the_bar_knows_which_versions_exist(tree: factories.Pages) -> None:
    assert [entry.language.code for entry in bar(tree, "fr") if entry.exists] == ["ar", "fr"]


def test_a_missing_entry_leads_to_the_same_path(tree: factories.Pages) -> None:
    assert [entry.url for entry in bar(tree, "fr") if entry.language.code == "es"] == ["/es/some/"]


def test_the_note_of_a_missing_entry_is_asked_in_its_own_language(tree: factories.Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.utils import translation

    monkeypatch.setattr(versions, "_", lambda text: f"{translation.get_language()}: {text}")
    notes = {entry.language.code: entry.note[: len(entry.language.code)] for entry in bar(tree, "fr") if not entry.exists}
    assert notes == {code: code for code in ("zh-hans", "en", "ru", "es")}


def test_only_the_current_entry_is_current(tree: factories.Pages) -> None:
    assert [entry.language.code for entry in bar(tree, "fr") if entry.current] == ["fr"]


def test_pages_at_a_path(tree: factories.Pages) -> None:
    assert {code: version.url for code, version in versions.at_path("some/").items()} == {"fr": "/fr/some/", "ar": "/ar/some/"}


def test_the_home_pages_stand_at_the_empty_path(tree: factories.Pages) -> None:
    assert set(versions.at_path("")) == set(CODES)


def test_drafts_do_not_stand_at_a_path(tree: factories.Pages) -> None:
    Page.objects.filter(url_path="/home-fr/some/").update(live=False)
    assert set(versions.at_path("/some")) == {"ar"}


def test_looked_up_links_are_forgotten_with_the_request(tree: factories.Pages, client: Client) -> None:
    client.get("/ru/russian/")
    assert versions.looked_up() == set()


def test_links_outside_of_a_screen_are_never_stale(tree: factories.Pages) -> None:
    page = Page.objects.get(slug="russian")
    assert versions.links_for("en").get(page.pk)
    Page.objects.filter(slug="russian").update(live=False)
    assert versions.links_for("en").get(page.pk) is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plan; PostgreSQL may scan a table of a few rows")
def test_the_home_above_a_page_is_found_by_its_path(six: factories.Pages) -> None:
    assert "(path=?)" in versions.public(Page.objects.live()).explain()


def test_an_address_names_no_private_page(six: factories.Pages, client: Client) -> None:
    section = factories.standard(six, "section", ("en", "fr"))
    factories.standard(section, "secret", ("fr",))
    for page in section.values():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert versions.at_path("section/secret/") == {}
    assert section["en"].title.encode() not in client.get("/en/section/no-such-page/").content
