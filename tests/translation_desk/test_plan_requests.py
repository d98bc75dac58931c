"""Asking for a translation: readers where a page does not exist in their language, colleagues in the administration."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page, PageLogEntry, PageViewRestriction

from tests import factories
from tests.translation_desk import desk
from translation_desk import asking, audit, planning
from translation_desk.errors import NotAllowedError, WrongStateError
from translation_desk.models import Level, PlanRule, TranslationJob, TranslationRequest
from translation_desk.tree import operations

pytestmark = pytest.mark.django_db

HERE = "http://testserver"
BUTTON = "/fr/ask-for-page/"


@pytest.fixture(scope="module")
def world(six: factories.Pages, made_people: SimpleNamespace, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """Pages that are on request, not planned, wanted, in one language only, and one that only some may see."""
    with django_db_blocker.unblock(), factories.undone():
        pages = {slug: desk.english(six, slug, title=slug.capitalize()) for slug in ("asked", "closed", "wanted", "private")}
        factories.standard(six, "arabic", ("ar",))
        factories.standard(six, "draft", ("en",), live=False)
        PageViewRestriction.objects.create(page=pages["private"], restriction_type="login")
        for slug, level in (("asked", "on_request"), ("closed", "not_planned"), ("private", "on_request")):
            planning.save(made_people.approver, planning.draft(scope="page", page=pages[slug], level=level))
        yield SimpleNamespace(people=made_people, **pages)


def send(client: Client, path: str, code: str = "fr", headers: dict[str, str] | None = None, **more: Any) -> Any:
    data = {"path": path, **{name: more.pop(name) for name in ("website",) if name in more}}
    return client.post(f"/{code}/ask-for-page/", data, headers={"Origin": HERE} if headers is None else headers, **more)


def request_for(page: Page, code: str = "fr") -> TranslationRequest:
    return TranslationRequest.objects.get(translation_key=page.translation_key, locale__language_code=code)


def french() -> int:
    return Locale.objects.get(language_code="fr").pk


# --- Readers ---


@pytest.mark.parametrize(
    ("path", "offered"),
    [
        ("asked/", True),
        ("wanted/", True),
        ("closed/", False),
        ("private/", False),
        ("draft/", False),
        ("arabic/", False),
        ("no-such-page/", False),
    ],
)
def test_readers_may_ask_where_a_public_page_is_not_ruled_out(world: Any, client: Client, path: str, offered: bool) -> None:
    answer = client.get(f"/fr/{path}")
    assert answer.status_code == 404
    assert (BUTTON in answer.text) == offered
    assert not answer.cookies


def test_the_first_request_puts_the_page_into_the_plan(world: Any, client: Client) -> None:
    answer = send(client, "asked/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/asked/?asked=1#asked")
    assert not answer.cookies
    rule = PlanRule.objects.get(translation_key=world.asked.translation_key, locale__language_code="fr")
    assert (rule.level, rule.origin, rule.set_by) == (Level.WANTED, PlanRule.Origin.REQUEST, None)
    assert desk.job(world.asked).level == Level.WANTED
    assert TranslationJob.objects.filter(translation_key=world.asked.translation_key).count() == 1
    translation.activate("en")
    told = [event.step for event in audit.events(audit.event_keys(desk.job(world.asked)))]
    assert "Planned because it was asked for (French)" in told


def test_thanks_follow_in_the_place_of_the_button(world: Any, client: Client) -> None:
    text = client.get("/fr/asked/?asked=1").text
    assert 'id="asked"' in text and BUTTON not in text


def test_requests_are_counted_where_a_job_exists_and_shown_in_the_queue(world: Any, client: Client) -> None:
    for number in range(2):
        send(client, "wanted/", REMOTE_ADDR=f"10.0.0.{number}")
    assert request_for(world.wanted).readers == 2
    assert not PlanRule.objects.filter(translation_key=world.wanted.translation_key).exists()
    client.force_login(world.people.translator)
    queue = client.get(reverse("translation_desk:queue"), {"tab": "all", "language": "fr"}).content.decode()
    assert "Asked for by 2 readers" in queue


def test_the_same_reader_counts_once(world: Any, client: Client) -> None:
    assert [send(client, "asked/").status_code for _ in range(3)] == [302] * 3
    assert request_for(world.asked).readers == 1


def test_nothing_is_kept_of_the_reader(world: Any, client: Client) -> None:
    send(client, "asked/", REMOTE_ADDR="10.9.8.7")
    row = TranslationRequest.objects.filter(pk=request_for(world.asked).pk).values().get()
    assert (row["readers"], row["reason"], row["asked_by_id"]) == (1, "", None)
    assert not [entry for entry in PageLogEntry.objects.filter(page=world.asked.pk) if "10.9.8.7" in str(entry.data)]


@pytest.mark.parametrize("path", ["closed/", "private/", "draft/", "arabic/", "no-such-page/", "", "x" * 600, "a\x00b"])
def test_what_is_not_offered_is_answered_as_if_it_were_not_there(world: Any, client: Client, path: str) -> None:
    answer, nothing = send(client, path), send(client, "nothing-at-all/")
    assert answer.status_code == nothing.status_code == 404
    assert answer.text == nothing.text
    assert not TranslationRequest.objects.exists()


def test_an_archived_page_cannot_be_asked_for(world: Any, client: Client) -> None:
    operations.delete(world.people.admin, Page.objects.get(pk=world.asked.pk), None)
    assert send(client, "asked/").status_code == 404
    assert not TranslationRequest.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}])
def test_a_form_from_elsewhere_is_refused(world: Any, client: Client, headers: dict[str, str]) -> None:
    assert send(client, "asked/", headers=headers).status_code == 403
    assert not TranslationRequest.objects.exists()


def test_a_filled_trap_counts_nothing(world: Any, client: Client) -> None:
    assert send(client, "asked/", website="x").status_code == 302
    assert not TranslationRequest.objects.exists()


def test_too_many_requests_are_refused(world: Any, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("core.views.REQUESTS_PER_HOUR", 1)
    assert [send(client, path).status_code for path in ("asked/", "wanted/")] == [302, 429]
    assert TranslationRequest.objects.count() == 1


def test_a_form_is_only_posted(world: Any, client: Client) -> None:
    assert client.get(BUTTON).status_code == 404


# --- Colleagues ---


def test_a_colleagues_request_plans_what_is_on_request(world: Any, people: Any) -> None:
    asking.ask(people.editor, world.asked, french(), "A workshop in Dakar needs it.")
    row = request_for(world.asked)
    assert (row.colleagues, row.asked_by, row.reason) == (1, people.editor, "A workshop in Dakar needs it.")
    assert desk.job(world.asked).level == Level.WANTED
    with pytest.raises(WrongStateError):
        asking.ask(people.translator, world.asked, french())


def test_what_is_not_planned_waits_for_a_manager(world: Any, people: Any, client: Client) -> None:
    asking.ask(people.translator, world.closed, french(), "Needed.")
    assert request_for(world.closed).colleagues == 1
    assert not TranslationJob.objects.filter(translation_key=world.closed.translation_key).exists()
    for who, told in (("approver", True), ("translator", False)):
        client.force_login(getattr(people, who))
        assert ("A colleague asks for 1 translation that is not planned." in client.get("/admin/").content.decode()) == told
    rule = PlanRule.objects.get(translation_key=world.closed.translation_key)
    drafted = planning.draft(scope="page", page=world.closed, level="not_planned", note="Not this year.", rule=rule)
    planning.save(people.approver, drafted)
    assert asking.waiting() == 0


def test_what_cannot_be_asked_for_is_refused(world: Any, people: Any, six: factories.Pages) -> None:
    with pytest.raises(NotAllowedError):
        asking.ask(people.stranger, world.asked, french())
    for page, locale_id in (
        (world.asked, Locale.objects.get(language_code="en").pk),
        (Page.objects.get(slug="arabic"), french()),
        (Page.objects.get(slug="draft"), french()),
        (world.wanted, french()),
    ):
        with pytest.raises(WrongStateError):
            asking.ask(people.editor, page, locale_id)


def test_a_manager_declines_what_was_asked_for(world: Any, people: Any, client: Client) -> None:
    asking.ask(people.editor, world.asked, french())
    rule = PlanRule.objects.get(origin=PlanRule.Origin.REQUEST)
    french_locale = Locale.objects.get(pk=french())
    drafted = planning.draft(
        scope="page", page=world.asked, locale=french_locale, level="not_planned", note="Out of date soon.", rule=rule
    )
    planning.save(people.approver, drafted)
    assert not TranslationJob.objects.filter(translation_key=world.asked.translation_key).exists()
    assert BUTTON not in client.get("/fr/asked/").text
