"""Addresses on other sites: asked only where that is switched on, broken only after several nights."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom.models import CheckedLink, UpkeepPoint
from newsroom.upkeep import checking, foreign_links
from newsroom.upkeep.asking import Answer
from tests import factories
from tests.newsroom import upkeep
from translation_desk.errors import NotAllowedError, WrongStateError

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 4)
ADDRESS = "https://other.example/list"


class Fixed:
    """Gives the same answer to all who ask."""

    def __init__(self, outcome: str, said: str) -> None:
        self.answer = Answer(outcome, said)
        self.asked: list[str] = []

    def ask(self, address: str, *, in_trouble_for: timedelta = timedelta(0)) -> Answer:
        self.in_trouble_for = in_trouble_for
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


def test_a_host_that_wants_to_be_left_alone_says_nothing_of_its_addresses() -> None:
    one = link()
    foreign_links.note(one, Answer("failed", "404"), TODAY)
    foreign_links.note(one, Answer("later", "429", timedelta(days=9)), TODAY)
    assert (one.verdict, one.answer, one.failures, one.failing_since) == ("failing", "404", 1, TODAY)
    assert one.ask_on == TODAY + timedelta(days=9)


def test_it_is_remembered_since_when_robots_cannot_be_had() -> None:
    link()
    someone: Any = Fixed("later", "robots")
    for night in range(31):
        foreign_links.ask_some(someone, today=TODAY + timedelta(days=night))
    assert someone.in_trouble_for == timedelta(days=30)
    assert CheckedLink.objects.get().verdict == "unknown"


@pytest.mark.parametrize(("said", "noted"), [("name", 0), ("404", 4)])
def test_where_no_host_can_be_reached_the_fault_is_our_own(said: str, noted: int) -> None:
    foreign_links.follow(f"https://host-{number}.example/" for number in range(4))
    someone: Any = Fixed("failed", said)
    assert foreign_links.ask_some(someone) == noted
    assert CheckedLink.objects.filter(verdict="failing").count() == noted


def test_addresses_that_cannot_be_read_stop_nothing() -> None:
    foreign_links.follow(["http://[::1"])
    someone: Any = Fixed("failed", "address")
    assert foreign_links.ask_some(someone) == 1


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


@pytest.fixture
def point(page: Any, settings: Any) -> UpkeepPoint:
    """A broken link, asked last some days ago."""
    settings.CHECK_FOREIGN_LINKS = True
    upkeep.check()
    long_ago = timezone.now() - timedelta(days=4)
    CheckedLink.objects.update(verdict="broken", answer="404", failures=3, failing_since=TODAY, asked_at=long_ago)
    upkeep.check()
    return UpkeepPoint.objects.get(kind="link")


def answering(monkeypatch: pytest.MonkeyPatch, outcome: str, said: str) -> Fixed:
    someone = Fixed(outcome, said)
    monkeypatch.setattr(foreign_links, "Asker", lambda _agent: someone)
    return someone


def test_a_person_has_one_site_asked_now_and_the_list_follows(
    point: UpkeepPoint, people: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = answering(monkeypatch, "works", "200")
    with upkeep.committed():
        checking.ask_site_again(people.editor, point)
    assert someone.asked == [ADDRESS]
    assert not UpkeepPoint.objects.filter(kind="link").exists()


def test_a_site_is_not_pressed(point: UpkeepPoint, people: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = answering(monkeypatch, "failed", "404")
    checking.ask_site_again(people.editor, point)
    one = CheckedLink.objects.get()
    assert foreign_links.is_waiting(one)
    with pytest.raises(WrongStateError):
        checking.ask_site_again(people.editor, point)
    checking.ask_one_site.func(one.pk, people.editor.pk)
    with pytest.raises(WrongStateError):
        checking.ask_site_again(people.editor, point)
    assert someone.asked == [ADDRESS]
    assert not foreign_links.is_waiting(CheckedLink.objects.get())


def test_only_those_whom_a_link_concerns_have_its_site_asked(point: UpkeepPoint, people: SimpleNamespace) -> None:
    with pytest.raises(NotAllowedError):
        checking.ask_site_again(people.translator, point)


def test_no_site_is_asked_where_that_is_switched_off(point: UpkeepPoint, people: SimpleNamespace, settings: Any) -> None:
    settings.CHECK_FOREIGN_LINKS = False
    with pytest.raises(WrongStateError):
        checking.ask_site_again(people.editor, point)


def test_the_screen_of_a_link_has_the_site_asked(
    point: UpkeepPoint, people: SimpleNamespace, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, "failed", "404")
    client.force_login(people.editor)
    url = reverse("newsroom:upkeep_point", args=[point.pk])
    assert 'value="ask"' in client.get(url).content.decode()
    assert client.post(url, {"step": "ask"}).status_code == 302
    html = client.get(url).content.decode()
    assert "The site is being asked." in html
    assert 'value="ask"' not in html
    assert client.post(url, {"step": "ask"}).status_code == 409


def test_the_check_is_named_after_the_site(settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://leather.example"
    assert foreign_links.agent() == "leather.example-link-check/1.0 (+https://leather.example)"
