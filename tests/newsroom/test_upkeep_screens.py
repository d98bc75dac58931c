"""The list, the screen of one point, the dashboard: who sees what, and what may be done."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from newsroom.models import UpkeepCheck, UpkeepPoint
from newsroom.upkeep import checking, listing
from tests import factories
from tests.newsroom import upkeep
from tests.translation_desk import desk
from translation_desk.errors import BadValueError, NotAllowedError, WrongStateError

pytestmark = pytest.mark.django_db

URL = "/admin/newsroom/upkeep/"
DUE = {"since": "2020-01-01", "reviewed": True, "months": 12}
LINK = {
    "target": "https://x.example/",
    "words": "=list",
    "problem": "404",
    "since": "2026-05-01",
    "asked": "2026-05-05T03:00:00+00:00",
}


def point(of: Page, kind: str = "review", data: Any = DUE, **fields: Any) -> UpkeepPoint:
    values = {"key": f"{kind} {UpkeepPoint.objects.count()}", "locale": of.locale, "page": of, "title": of.title}
    return UpkeepPoint.objects.create(kind=kind, data=data, **{**values, **fields})


@pytest.fixture
def world(six: factories.Pages, people: SimpleNamespace) -> SimpleNamespace:
    """A point about an English page, one about a French one and one that is no problem."""
    pages = factories.standard(six, "soaking", ("en", "fr"))
    english, french = point(pages["en"]), point(pages["fr"], "link", LINK)
    done = point(
        pages["en"],
        "fact",
        {"label": "plants", "number": ["3", "", "", ""], "year": 1990, "source": "Panel", "old": True, "lost": False},
    )
    UpkeepPoint.objects.filter(pk=done.pk).update(dismissed_at=timezone.now(), dismissed_by=people.editor, reason="Historic")
    return SimpleNamespace(people=people, pages=pages, english=english, french=french, done=done)


def seen(client: Client, user: Any, address: str = URL) -> set[int]:
    client.force_login(user)
    return {row.pk for row in client.get(address).context["object_list"]}


def test_everybody_sees_what_concerns_them(world: SimpleNamespace, client: Client) -> None:
    both = {world.english.pk, world.french.pk}
    people = world.people
    assert [seen(client, user) for user in (people.editor, people.approver, people.admin)] == [both, both, both]
    assert [seen(client, user) for user in (people.translator, people.reviewer)] == [{world.french.pk}] * 2
    assert seen(client, people.other_reviewer) == set()
    client.force_login(people.stranger)
    assert client.get(URL).status_code in {302, 403}


def test_the_list_is_filtered_by_group_language_and_state(world: SimpleNamespace, client: Client) -> None:
    editor = world.people.editor
    assert seen(client, editor, f"{URL}?kind=link") == {world.french.pk}
    assert seen(client, editor, f"{URL}?language=en") == {world.english.pk}
    assert seen(client, editor, f"{URL}?show=dismissed") == {world.done.pk}


def test_the_list_says_how_old_it_is_and_counts_its_groups(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.editor)
    assert "Nothing was checked yet" in client.get(URL).content.decode()
    UpkeepCheck.objects.create(state="done", finished_at="2026-05-05T03:00:00Z")
    answer = client.get(URL)
    assert "Checked on" in answer.content.decode()
    assert {group["kind"].value: group["count"] for group in answer.context["groups"] if group["count"]} == {
        "link": 1,
        "review": 1,
    }


def test_the_file_has_what_the_list_has_and_no_formulas(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.translator)
    content = b"".join(client.get(f"{URL}?export=csv").streaming_content).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(content))
    assert (row["Language"], row["Words of the link"], row["Address of the link"]) == ("French", "'=list", "https://x.example/")


def test_a_dismissal_needs_a_reason_and_can_be_taken_back(world: SimpleNamespace, client: Client) -> None:
    address = reverse("newsroom:upkeep_point", args=[world.english.pk])
    client.force_login(world.people.editor)
    refused = client.post(address, {"step": "dismiss", "reason": "  "})
    assert refused.status_code == 422 and "Say in a few words" in refused.content.decode()
    assert client.post(address, {"step": "dismiss", "reason": "Read in May"}).status_code == 302
    world.english.refresh_from_db()
    assert (world.english.reason, world.english.dismissed_by) == ("Read in May", world.people.editor)
    assert "Read in May" in client.get(address).content.decode()
    client.post(address, {"step": "put_back"})
    world.english.refresh_from_db()
    assert (world.english.reason, world.english.dismissed_at) == ("", None)


def test_points_of_other_languages_are_nobody_elses(world: SimpleNamespace, client: Client) -> None:
    address = reverse("newsroom:upkeep_point", args=[world.french.pk])
    client.force_login(world.people.other_reviewer)
    assert client.get(address).status_code == 404
    assert client.post(address, {"step": "dismiss", "reason": "x"}).status_code == 404
    for step in (lambda user: listing.dismiss(user, world.french, "x"), lambda user: listing.put_back(user, world.french)):
        with pytest.raises(NotAllowedError):
            step(world.people.other_reviewer)
    with pytest.raises(BadValueError):
        listing.dismiss(world.people.reviewer, world.french, " ")


def test_a_page_read_today_goes_through_approval(world: SimpleNamespace, people: SimpleNamespace, six: factories.Pages) -> None:
    page = desk.english(six, "tanning", last_reviewed=date(2020, 1, 1))
    listing.checked_today(people.editor, point(page))
    page = Page.objects.get(pk=page.pk).specific
    assert page.last_reviewed == date(2020, 1, 1)
    assert page.latest_revision.as_object().last_reviewed == timezone.localdate()
    assert (page.latest_revision.user, page.workflow_in_progress) == (people.editor, True)


def test_a_page_with_other_changes_is_not_sent_along(
    world: SimpleNamespace, people: SimpleNamespace, six: factories.Pages
) -> None:
    page = desk.english(six, "tanning")
    page.title = "Changed"
    page.save_revision(user=people.editor)
    with pytest.raises(WrongStateError):
        listing.checked_today(people.editor, point(page))
    assert Page.objects.get(pk=page.pk).workflow_in_progress is False


def test_only_those_who_answer_for_the_english_say_that_a_page_was_read(world: SimpleNamespace) -> None:
    people = world.people
    for user, one in ((people.translator, world.english), (people.editor, world.done), (people.stranger, world.english)):
        with pytest.raises(NotAllowedError):
            listing.checked_today(user, one)


def test_managers_have_everything_checked_one_check_at_a_time(world: SimpleNamespace, client: Client) -> None:
    with pytest.raises(NotAllowedError):
        checking.ask(world.people.editor)
    checking.ask(world.people.approver)
    with pytest.raises(WrongStateError):
        checking.ask(world.people.approver)
    client.force_login(world.people.approver)
    assert client.post(reverse("newsroom:upkeep_check")).status_code == 302
    assert client.get(reverse("newsroom:upkeep_check")).status_code == 405
    assert UpkeepCheck.objects.count() == 1
    UpkeepCheck.objects.update(requested_at=timezone.now() - timedelta(hours=1))
    checking.ask(world.people.approver)
    assert UpkeepCheck.objects.count() == 2


def test_the_dashboard_shows_counts_and_is_quiet_without_any(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.translator)
    home = reverse("wagtailadmin_home")
    assert f'href="{URL}?kind=link"' in client.get(home).content.decode()
    UpkeepPoint.objects.all().delete()
    assert f"{URL}?kind" not in client.get(home).content.decode()


def test_queries_of_the_list_do_not_grow(
    world: SimpleNamespace, client: Client, empty_admin_queries: Callable[[Client], int]
) -> None:
    client.force_login(world.people.editor)
    client.get(URL)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        return len(queries)

    few = count()
    for number in range(20):
        point(world.pages["en" if number % 2 else "fr"], "link", LINK)
    assert count() == few
    assert few <= empty_admin_queries(client) + 6


def test_a_check_lists_what_is_wrong(six: factories.Pages, people: SimpleNamespace, client: Client) -> None:
    factories.standard(six, "about", body=[("paragraph", '<p><a href="/en/nothing/">the way</a></p>')])
    upkeep.check()
    client.force_login(people.editor)
    text = client.get(f"{URL}?kind=link").content.decode()
    assert "the way" in text and "There is no such address on this site." in text
