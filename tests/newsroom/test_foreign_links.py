"""Addresses on other sites: asked only where that is switched on, broken only after several nights."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from newsroom.models import CheckedLink, UpkeepPoint
from newsroom.upkeep import foreign_links
from newsroom.upkeep.asking import Answer
from tests import factories
from tests.newsroom import upkeep

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 4)
ADDRESS = "https://other.example/list"


class Fixed:
    """Gives the same answer to all who ask."""

    def __init__(self, outcome: str, said: str) -> None:
        self.answer = Answer(outcome, said)
        self.asked: list[str] = []

    def ask(self, address: str) -> Answer:
        self.asked.append(address)
        return self.answer


def link() -> CheckedLink:
    foreign_links.follow([ADDRESS])
    CheckedLink.objects.update(ask_on=TODAY)
    return CheckedLink.objects.get()


@pytest.fixture
def page(six: factories.Pages) -> Any:
    text = [("paragraph", f'<p><a href="{ADDRESS}">the list</a></p>')]
    return factories.standard(six, "soaking", body=text)["en"]


@pytest.mark.parametrize(
    ("nights", "verdict"),
    [((0,), "failing"), ((0, 1, 2), "failing"), ((0, 3), "failing"), ((0, 1, 3), "broken"), ((0, 1, 2, 3), "broken")],
)
def test_an_address_is_broken_after_three_failures_over_three_days(nights: tuple[int, ...], verdict: str) -> None:
    one = link()
    for night in nights:
        foreign_links.note(one, Answer("failed", "404"), TODAY + timedelta(days=night))
    assert one.verdict == verdict


@pytest.mark.parametrize("outcome", ["works", "refused"])
def test_any_other_answer_begins_the_count_anew(outcome: str) -> None:
    one = link()
    for night in (0, 1, 3):
        foreign_links.note(one, Answer("failed", "time"), TODAY + timedelta(days=night))
    foreign_links.note(one, Answer(outcome, "200"), TODAY + timedelta(days=4))
    assert (one.verdict, one.failures, one.failing_since) == (outcome, 0, None)


def test_what_works_is_left_alone_for_a_while() -> None:
    link()
    someone: Any = Fixed("works", "200")
    assert [foreign_links.ask_some(someone, today=TODAY + timedelta(days=day)) for day in (0, 1, 13, 14)] == [1, 0, 0, 1]


def test_addresses_that_no_page_leads_to_are_forgotten(page: Any) -> None:
    foreign_links.follow(["https://old.example/"])
    upkeep.check()
    assert list(CheckedLink.objects.values_list("address", flat=True)) == [ADDRESS]


def test_nothing_is_asked_unless_it_is_switched_on(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = Fixed("failed", "404")
    monkeypatch.setattr(foreign_links, "Asker", lambda _agent: someone)
    with upkeep.committed():
        call_command("check_links", verbosity=0)
    assert someone.asked == []


def test_a_night_asks_and_reports_what_is_broken_by_then(page: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CHECK_FOREIGN_LINKS = True
    someone = Fixed("failed", "410")
    monkeypatch.setattr(foreign_links, "Asker", lambda _agent: someone)
    upkeep.check()
    CheckedLink.objects.update(failures=2, failing_since=TODAY)
    with upkeep.committed():
        call_command("check_links", verbosity=0)
    point = UpkeepPoint.objects.get(kind="link")
    assert (someone.asked, point.page_id, point.data["problem"], point.data["words"]) == ([ADDRESS], page.pk, "410", "the list")


def test_the_check_is_named_after_the_site(settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://leather.example"
    assert foreign_links.agent() == "leather.example-link-check/1.0 (+https://leather.example)"
