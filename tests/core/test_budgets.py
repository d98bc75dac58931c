"""Queries per page: at most 8 for a detail page and 12 for a list beyond Wagtail's own, however many pages there are.

A list in which somebody looks for words makes 8 more, and a translation 1: whether its English is newer.

Wagtail's routing and restriction checks are 5 queries and 2 for each level below the home page. Menu and settings are warm.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

import linguistics
from home.models import HomePage
from operations.page_cache.watching import PRIVATE_TABLES
from search.models import SearchDocument
from tests import factories

LANGUAGES = ("en", "ar", "fr")
LISTS = ("publications", "training", "news", "projects", "topics", "sessions", "links", "site-map", "glossary")
SEARCHED = ("publications", "training", "news", "projects")
DETAILS = ("publications/manual", "training/course", "news/story", "projects/project", "topics/tanning", "sessions/session-7")
TABLE_READ = re.compile(r'(?:FROM|JOIN) "(\w+)"')
STANDING = ("", "about", "about/part", "contact")


def body(*targets: Any) -> list[tuple[str, Any]]:
    links = "".join(f'<a linktype="page" id="{page.pk}">x</a>' for page in targets)
    return [
        ("paragraph", f"<p>{links}</p>"),
        ("callout", {"kind": "info", "title": "Note", "text": f"<p>{links}</p>"}),
        ("related_pages", {"title": "More", "pages": list(targets)}),
        (
            "downloads",
            {"title": "Files", "files": [{"document": factories.document(f"f{i}"), "language": "en"} for i in range(3)]},
        ),
    ]


@pytest.fixture(scope="module")
def everything(six: factories.Pages, django_db_blocker: Any) -> Iterator[None]:
    """One rich page of every type in three languages, with nine siblings in English and one in French only."""
    with django_db_blocker.unblock(), factories.undone():
        build(six)
        yield


def build(six: factories.Pages) -> None:
    topics = [factories.topic("tanning"), factories.topic("effluent")]
    countries = [factories.country("ETH"), factories.country("KEN")]
    bodies = [factories.organisation("one"), factories.organisation("two")]
    about = factories.standard(six, "about", LANGUAGES)
    part = factories.standard(about, "part", LANGUAGES)
    text = body(about["en"], part["en"], six["en"])
    factories.contact(six, LANGUAGES)
    factories.glossary(six, LANGUAGES)
    factories.site_map(six, LANGUAGES)
    for number in range(5):
        factories.term(f"term-{number}", definition_en="Meaning")
    links = factories.link_directory(six, LANGUAGES)
    topic_index = factories.topic_index(six, LANGUAGES)
    topic_pages = [factories.topic_page(topic_index, topic, LANGUAGES, body=text) for topic in topics]
    sessions = factories.session(
        factories.session_index(six, LANGUAGES), 7, LANGUAGES, body=text, country=countries[0], host=bodies[0]
    )
    course = factories.course(
        factories.course_index(six, LANGUAGES), "course", LANGUAGES, body=text, languages=("en", "fr"), provider=bodies[0]
    )
    project = factories.project(
        factories.project_index(six, LANGUAGES),
        "project",
        LANGUAGES,
        body=text,
        topics=topics,
        countries=countries,
        donors=bodies,
        budget=100,
        currency="EUR",
    )
    story = factories.article(
        factories.article_index(six, LANGUAGES),
        "story",
        LANGUAGES,
        body=text,
        kind="event",
        event_start=date(2999, 1, 1),
        country=countries[0],
    )
    manual = factories.publication(
        factories.publication_index(six, LANGUAGES),
        "manual",
        LANGUAGES,
        body=text,
        topics=topics,
        countries=countries,
        files=[(code, factories.document(f"manual-{code}")) for code in ("en", "fr", "it")],
        session=sessions["en"],
        project=project["en"],
        original_title="Manuale",
        original_language="it",
    )
    kind = factories.link_kind("school")
    for code in LANGUAGES:
        HomePage.objects.filter(pk=six[code].pk).update(safety_page=about["en"].pk)
        factories.child(six[code], "pillars", title="A", text="B", target=topic_index["en"])
        factories.child(six[code], "featured_links", target=manual["en"])
        for name in ("first", "second"):
            factories.child(links[code], "links", name=name, url="https://example.org/", kind=kind, country=countries[0])
            factories.child(manual[code], "person_links", person=factories.person(name))
            factories.child(manual[code], "organisation_links", organisation=factories.organisation(name))
        factories.child(manual[code], "related_links", target=manual["en"])
        for page in (course[code], story[code], topic_pages[0][code]):
            factories.child(page, "topic_links", topic=topics[0])
        factories.child(course[code], "modules", title="Module", text="<p>Text</p>")
        factories.child(sessions[code], "themes", text="Theme")
        factories.child(project[code], "goal_links", goal=factories.goal(9))
        factories.child(project[code], "outcomes", value=3, label="Plants", source="Report", year=2001)
    for page in (manual, course, project, story, sessions, topic_pages[0]):
        factories.siblings(page["en"], 9)
        factories.siblings(page["fr"], 1)


def queries(client: Client, path: str) -> list[str]:
    """The queries of a page whose menus are warm."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == 200, path
    return [query["sql"] for query in captured.captured_queries]


def budget(path: str, allowance: int) -> int:
    """Outside English Wagtail makes one query more: it looks for the translation of the site's root page."""
    return 5 + 2 * (path.strip("/").count("/")) + (not path.startswith("/en/")) + allowance


@pytest.mark.django_db
@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("path", LISTS)
def test_a_list_keeps_its_budget(client: Client, path: str, code: str) -> None:
    address = f"/{code}/{path}/"
    found = queries(client, address)
    assert len(found) <= budget(address, 12) + (code != "en"), "\n".join(found)


@pytest.mark.django_db
@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("path", SEARCHED)
def test_words_cost_a_list_what_one_search_needs(client: Client, path: str, code: str) -> None:
    """Six for the search (known words, two finds, an order, documents, pages), one to narrow the list, one for the results."""
    for page in Page.objects.live().filter(depth=4):
        SearchDocument.objects.create(
            page=page,
            language=page.locale.language_code,
            translation_key=page.translation_key,
            title=page.title,
            title_tokens="leather",
            analyser=linguistics.VERSION,
        )
    address = f"/{code}/{path}/"
    plain = queries(client, address)
    found = queries(client, f"{address}?q=leather")
    assert b'class="card"' in client.get(f"{address}?q=leather").content
    assert len(found) <= len(plain) + 8, "\n".join(found)


@pytest.mark.django_db
@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("path", [*DETAILS, *STANDING])
def test_a_detail_page_keeps_its_budget(client: Client, path: str, code: str) -> None:
    address = f"/{code}/{path}/" if path else f"/{code}/"
    found = queries(client, address)
    assert len(found) <= budget(address, 8) + (code != "en"), "\n".join(found)


@pytest.mark.django_db
@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_page_cache_hears_of_every_table_that_pages_read(client: Client, code: str) -> None:
    paths = [*LISTS, "", *DETAILS, *STANDING, "search", "feeds/publications", "feeds/news", "feeds/glossary"]
    files = [f"/{code}/cite/publications.bib", f"/{code}/packs/course/course.zip", f"/{code}/packs/topic/tanning.zip"]
    addresses = ["/sitemap.xml", *files, *(f"/{code}/{path}/" if path else f"/{code}/" for path in paths)]
    read = {table for address in addresses for sql in queries(client, address) for table in TABLE_READ.findall(sql)}
    assert "wagtailcore_page" in read
    # The names of kinds of content are made by migrations.
    assert [table for table in sorted(read - {"django_content_type"}) if PRIVATE_TABLES.match(table)] == []


@pytest.mark.django_db
@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("path", ["publications", "training", "news", "projects", "topics", "sessions", "site-map", "", *DETAILS])
def test_a_hundred_siblings_cost_no_more_than_ten(client: Client, path: str, hundred: dict[tuple[str, str], int]) -> None:
    address = f"/en/{path}/" if path else "/en/"
    assert hundred["ten", path] == hundred["hundred", path], address


@pytest.fixture(scope="module")
def hundred(everything: None, django_db_blocker: Any) -> Iterator[dict[tuple[str, str], int]]:
    """Queries of each page with ten siblings and with a hundred."""
    paths = [*LISTS, "", *DETAILS]
    with django_db_blocker.unblock(), factories.undone():
        found = {("ten", path): len(queries(Client(), f"/en/{path}/" if path else "/en/")) for path in paths}
        for path in DETAILS:
            page = Page.objects.get(url_path=f"/home/{path}/").specific
            factories.siblings(page, 90)
        found |= {("hundred", path): len(queries(Client(), f"/en/{path}/" if path else "/en/")) for path in paths}
        yield found
