"""Technical-assistance projects."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from config.languages import CODES
from core.i18n import speaking
from projects.models import ProjectPage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(six: factories.Pages) -> factories.Pages:
    return factories.project_index(six)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"start_year": 2004, "end_year": 2000}, "end_year"),
        ({"budget": Decimal(100)}, "currency"),
        ({"start_year": 1900}, "start_year"),
        ({"end_year": 2200}, "end_year"),
    ],
)
def test_facts_that_contradict_each_other_are_refused(index: factories.Pages, fields: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError) as error:
        factories.project(index, "project", **fields)
    assert set(error.value.message_dict) == {wrong}


@pytest.mark.parametrize(
    "fields", [{"start_year": 2004, "end_year": 2004}, {"start_year": None, "end_year": None}, {"budget": 100, "currency": "EUR"}]
)
def test_sound_facts_are_accepted(index: factories.Pages, fields: dict[str, Any]) -> None:
    factories.project(index, "project", **fields)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"start_year": 2000, "end_year": 2004}, "2000–2004"),
        ({"start_year": 2000, "status": "ongoing"}, "since 2000"),
        ({"start_year": 2000, "status": "completed"}, "2000"),
        ({}, ""),
    ],
)
def test_the_period(fields: dict[str, Any], text: str) -> None:
    with speaking("en"):
        assert ProjectPage(**fields).period == text


@pytest.mark.parametrize("code", CODES)
def test_the_page_renders(index: factories.Pages, client: Client, code: str) -> None:
    pages = factories.project(
        index,
        "project",
        CODES,
        topics=[factories.topic("tanning")],
        countries=[factories.country("KEN")],
        donors=[factories.organisation("donor")],
        budget=Decimal(1_200_000),
        currency="EUR",
    )
    factories.child(pages[code], "outcomes", value=35, high=60, unit="%", label="Less chromium", source="Report", year=2001)
    html = client.get(f"/{code}/projects/project/").text
    assert f"<h1>project {code}</h1>" in html
    assert f"KEN {code}" in html
    assert "Organisation donor" in html
    assert "EUR" in html
    assert "Less chromium" in html


def test_relations_stand_in_their_order(index: factories.Pages, client: Client) -> None:
    page = factories.project(index, "project")["en"]
    for order, code in ((3, "last"), (1, "first"), (2, "second")):
        factories.child(page, "donor_links", organisation=factories.organisation(code), sort_order=order)
    factories.child(page, "counterpart_links", organisation=factories.organisation("first"), sort_order=1)
    factories.child(page, "goal_links", goal=factories.goal(12))
    context = client.get("/en/projects/project/").context
    assert [donor.code for donor in context["donors"]] == ["first", "second", "last"]
    assert [counterpart.code for counterpart in context["counterparts"]] == ["first"]
    assert [goal.number for goal in context["goals"]] == [12]


def test_a_preview_shows_relations_that_are_not_saved(index: factories.Pages) -> None:
    page = factories.project(index, "project", donors=[factories.organisation("old")])["en"]
    draft = ProjectPage.objects.get(pk=page.pk)
    draft.donor_links.set([])
    draft.counterpart_links.create(organisation=factories.organisation("new"))
    html = draft.make_preview_request().rendered_content
    assert "Organisation new" in html
    assert "Organisation old" not in html


def test_publications_of_any_version_of_the_project_are_listed(
    six: factories.Pages, index: factories.Pages, client: Client
) -> None:
    project = factories.project(index, "project", ("en", "fr"))
    publications = factories.publication_index(six)
    factories.publication(publications, "both", ("en", "fr"), project=project["en"])
    factories.publication(publications, "english", ("en",), project=project["en"])
    context = client.get("/fr/projects/project/").context
    assert [version.url for version in context["publications"]] == ["/fr/publications/both/"]
    assert [version.url for version in context["others"]] == ["/en/publications/english/"]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("from=2003", ["new", "open"]),
        ("to=1996", ["old"]),
        ("from=1997&to=2001", ["old", "new", "open", "unknown"]),
        ("from=2001&to=2001", ["new", "open"]),
        ("donor=board", ["new"]),
        ("status=ongoing", ["open"]),
        ("country=KEN&status=completed", ["old"]),
        ("from=1998&to=1998", ["old", "unknown"]),
    ],
)
def test_the_list_filters(index: factories.Pages, client: Client, query: str, slugs: list[str]) -> None:
    factories.project(index, "old", start_year=1995, end_year=1999, countries=[factories.country("KEN")])
    factories.project(index, "new", start_year=2000, end_year=2004, donors=[factories.organisation("board")])
    factories.project(index, "open", start_year=2001, end_year=None, status="ongoing")
    factories.project(index, "unknown", start_year=1998, end_year=None, status="completed")
    found = client.get(f"/en/projects/?{query}").context["listing"].page.object_list
    assert {row.card.slug for row in found} == set(slugs)
