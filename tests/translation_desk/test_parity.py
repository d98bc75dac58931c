"""The report of parity: against the plan and in absolute figures, nothing counted twice, nothing invented."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.models import StandardPage
from tests import factories
from tests.translation_desk import desk, queue_data
from translation_desk import parity, planning
from translation_desk.models import TranslationJob

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(six: factories.Pages, made_people: SimpleNamespace, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """In French one page is up to date, one outdated, one missing; three rules; one page exists in Arabic only."""
    with django_db_blocker.unblock(), factories.undone():
        pages = [desk.english(six, slug) for slug in ("first", "second", "third", "fourth")]
        for page in pages[:2]:
            desk.make_live(page, made_people)
        TranslationJob.objects.filter(pk=desk.job(pages[1]).pk).update(grade=10, status="outdated")
        factories.standard(six, "notice", ("ar",))
        factories.standard(six, "draft", ("en",), live=False)
        for page, level in ((pages[0], "required"), (pages[1], "required"), (pages[3], "not_planned")):
            planning.save(made_people.approver, planning.draft(scope="page", page=page, level=level))
        yield SimpleNamespace(people=made_people, pages=pages)


def of(code: str) -> parity.Parity:
    return next(found for found in parity.figures() if found.code == code)


def numbers(share: parity.Share) -> tuple[int, int, int, int]:
    return share.pages, share.up_to_date, share.outdated, share.missing


def test_each_language_is_counted_against_the_plan_and_absolutely(world: Any) -> None:
    found = of("fr")
    # The home page, which is required, is live in every language.
    assert numbers(found.required) == (3, 2, 1, 0)
    assert numbers(found.wanted) == (1, 0, 0, 1)
    assert numbers(found.all_pages) == (5, 2, 1, 2)
    assert (found.required.percent, found.wanted.percent, found.all_pages.percent) == (66, 0, 40)


def test_what_exists_in_one_language_only_is_no_gap_of_any(world: Any) -> None:
    assert [found.all_pages.pages for found in parity.figures()] == [5] * 5
    assert numbers(of("ar").all_pages) == (5, 1, 0, 4)


def test_no_pages_have_no_share() -> None:
    assert parity.Share().percent is None


def test_the_figures_take_the_same_queries_for_many_pages(six: factories.Pages, world: Any) -> None:
    planning.save(
        world.people.approver,
        planning.draft(scope="type", content_type=ContentType.objects.get_for_model(StandardPage), level="on_request"),
    )
    taken = []
    for number in (10, 400):
        with factories.undone():
            queue_data.crowd(six, number, [world.people.translator], [world.people.reviewer])
            with CaptureQueriesContext(connection) as queries:
                parity.figures()
            taken.append(len(queries))
    assert taken[0] == taken[1] <= 5


def test_the_report_leads_to_the_pages_behind_its_figures(world: Any, client: Client) -> None:
    client.force_login(world.people.translator)
    answer = client.get(reverse("translation_desk:parity"))
    row = next(row for row in answer.context["rows"] if row["name"] == "French")
    required, wanted, everything = row["cells"]
    for url, expected in ((required["outdated_url"], 1), (wanted["missing_url"], 1)):
        assert len(client.get(url).context["object_list"]) == expected, url
    titles = [entry["page"].slug for entry in client.get(everything["missing_url"]).context["rows"]]
    assert titles == ["third", "fourth"]


def test_people_without_a_role_see_no_report(world: Any, client: Client) -> None:
    client.force_login(world.people.stranger)
    assert client.get(reverse("translation_desk:parity")).status_code == 302
