"""Atom feeds: one per language, never mixed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from config.languages import BY_CODE, CODES
from tests import factories
from vocabulary.models import Term

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: Client, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)  # noqa: S314  # our own answer


def titles(client: Client, path: str) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in feed(client, path).findall(f"{ATOM}entry")]


@pytest.fixture(scope="module")
def publications(six: factories.Pages, django_db_blocker: Any) -> Iterator[factories.Pages]:
    """A publication in all languages, one in English only and a draft."""
    with django_db_blocker.unblock(), factories.undone():
        index = factories.publication_index(six)
        factories.publication(index, "all", CODES)
        factories.publication(index, "english")
        factories.publication(index, "draft", live=False)
        yield index


@pytest.mark.parametrize("code", CODES)
def test_a_feed_holds_pages_of_its_language_only(publications: factories.Pages, client: Client, code: str) -> None:
    expected = {"all en", "english en"} if code == "en" else {f"all {code}"}
    assert set(titles(client, f"/{code}/feeds/publications/")) == expected


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", ["publications", "news", "glossary"])
def test_a_feed_says_its_language(six: factories.Pages, client: Client, code: str, name: str) -> None:
    language = feed(client, f"/{code}/feeds/{name}/").get("{http://www.w3.org/XML/1998/namespace}lang")
    assert language.lower() == BY_CODE[code].tag.lower()


def test_a_feed_is_named_after_its_section(publications: factories.Pages, client: Client) -> None:
    assert feed(client, "/fr/feeds/publications/").findtext(f"{ATOM}title") == "publications fr – Portal fr"


def test_an_entry_leads_to_its_page(publications: factories.Pages, client: Client) -> None:
    entry = feed(client, "/fr/feeds/publications/").find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/fr/publications/all/"
    assert entry.findtext(f"{ATOM}summary") == "Summary of all fr"
    assert entry.findtext(f"{ATOM}updated")


def test_versions_of_a_page_are_different_entries(publications: factories.Pages, client: Client) -> None:
    names = {feed(client, f"/{code}/feeds/publications/").find(f"{ATOM}entry").findtext(f"{ATOM}id") for code in ("fr", "ru")}
    assert len(names) == 2


def test_a_feed_leaves_out_private_pages(publications: factories.Pages, client: Client) -> None:
    page = factories.publication(publications, "private", ("fr",))["fr"]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert titles(client, "/fr/feeds/publications/") == ["all fr"]


def test_events_that_are_over_leave_the_feed(six: factories.Pages, client: Client) -> None:
    news = factories.article_index(six)
    yesterday = timezone.localdate() - timedelta(days=1)
    factories.article(news, "over", kind="event", event_start=yesterday)
    factories.article(news, "coming", kind="event", event_start=timezone.localdate())
    assert titles(client, "/en/feeds/news/") == ["coming en"]


def test_a_page_published_from_code_without_dates_breaks_no_feed(publications: factories.Pages, client: Client) -> None:
    factories.publication(publications, "undated", ("fr",), first_published_at=None, last_published_at=None)
    assert set(titles(client, "/fr/feeds/publications/")) == {"all fr", "undated fr"}


def test_characters_that_xml_escapes_break_no_feed(publications: factories.Pages, client: Client) -> None:
    factories.publication(publications, "odd", ("fr",), title="<&> ]]> \u2028x")
    assert "<&> ]]> \u2028x" in titles(client, "/fr/feeds/publications/")


def test_a_list_leads_to_its_feed(publications: factories.Pages, client: Client) -> None:
    assert '<link rel="alternate" type="application/atom+xml"' in client.get("/fr/publications/").text


def test_a_feed_sets_no_cookie(six: factories.Pages, client: Client) -> None:
    assert not client.get("/en/feeds/news/").cookies


@pytest.fixture
def water(six: factories.Pages) -> Term:
    """A term with a definition in French, dated long ago, beside one in English only and one that visitors do not see."""
    factories.glossary(six)
    texts = {f"term_{code}": "" for code in ("ar", "zh_hans", "fr", "ru", "es")}
    factories.term("lime", term_en="lime", **texts)
    factories.term("brine", term_en="brine", status="allowed")
    term = factories.term("water", term_en="water", term_fr="eau", definition_fr="Ce qui mouille.")
    Term.objects.filter(pk=term.pk).update(text_dates=dict.fromkeys(CODES, "2020-01-01T00:00:00+00:00"))
    return Term.objects.get(pk=term.pk)


@pytest.mark.parametrize(("code", "expected"), [("en", ["lime", "water"]), ("fr", ["eau"])])
def test_the_feed_of_the_glossary_holds_what_visitors_read(water: Term, client: Client, code: str, expected: list[str]) -> None:
    assert titles(client, f"/{code}/feeds/glossary/") == expected


def test_an_entry_of_the_glossary_leads_to_its_term(water: Term, client: Client) -> None:
    entry = feed(client, "/fr/feeds/glossary/").find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/fr/glossary/?q=eau#water"
    assert entry.findtext(f"{ATOM}summary") == "Ce qui mouille.\ntanning fr"
    assert entry.findtext(f"{ATOM}updated").startswith("2020-01-01")


def test_a_changed_text_comes_first_in_its_language_only(water: Term, client: Client) -> None:
    water.term_en = "fresh water"
    water.save(update_fields=["term_en"])
    assert titles(client, "/en/feeds/glossary/") == ["fresh water", "lime"]
    assert feed(client, "/fr/feeds/glossary/").findtext(f"{ATOM}entry/{ATOM}updated").startswith("2020-01-01")


def test_a_term_that_is_shown_from_now_on_is_new(water: Term) -> None:
    term = Term.objects.get(code="brine")
    assert term.text_dates == {}
    term.status = "preferred"
    term.save()
    assert set(Term.objects.get(pk=term.pk).text_dates) == set(CODES)


def test_a_term_from_before_dates_were_kept_is_as_old_as_the_glossary(water: Term, client: Client) -> None:
    Term.objects.update(text_dates={})
    published = Page.objects.get(locale__language_code="fr", slug="glossary").first_published_at
    assert feed(client, "/fr/feeds/glossary/").findtext(f"{ATOM}entry/{ATOM}updated")[:19] == published.isoformat()[:19]


def test_without_a_public_glossary_its_feed_is_empty(water: Term, client: Client) -> None:
    page = Page.objects.get(locale__language_code="fr", slug="glossary")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert titles(client, "/fr/feeds/glossary/") == []


def test_the_glossary_leads_to_its_feed(water: Term, client: Client) -> None:
    html = client.get("/fr/glossary/").text
    assert html.count('href="/fr/feeds/glossary/"') == 2
