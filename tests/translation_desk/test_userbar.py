"""From a public page to the desk: the languages of the page in Wagtail's user bar."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, WorkflowState
from wagtail.users.models import UserProfile

from tests import factories
from tests.translation_desk import desk
from translation_desk import jobs, languages_of_page, submitting
from translation_desk.hooks_userbar import show_languages
from translation_desk.languages_of_page import State, Whole
from translation_desk.models import TranslationJob

pytestmark = pytest.mark.django_db


def seen(page: Page, user: Any, current: str = "en") -> dict[str, State]:
    """The languages of a page by code."""
    return {state.code: state for state in whole(page, user, current).states}


def whole(page: Page, user: Any, current: str = "en") -> Whole:
    """All that the bar says of a page; with a user that remembers no rights of before."""
    return languages_of_page.of(page.translation_key, type(user).objects.get(pk=user.pk), current)


def bar(client: Client, user: Any, address: str) -> str:
    """The user bar of a page for somebody."""
    client.force_login(user)
    html = client.get(address).content.decode()
    return html[html.index("wagtail-userbar-template") :]


def test_all_six_languages_stand_with_the_words_of_the_desk(six: factories.Pages, people: Any) -> None:
    page = desk.english(six)
    desk.make_live(page, people)
    states = seen(page, people.translator)
    assert [state.label for state in states.values()] == [
        "Live",
        "Not started",
        "Not started",
        "Live",
        "Not started",
        "Not started",
    ]


@pytest.mark.parametrize(
    ("who", "actions"),
    [
        ("editor", {"en": "Edit", "fr": "Record", "ru": "Record"}),
        ("approver", {"en": "Edit", "fr": "Open", "ru": "Open"}),
        ("translator", {"en": "", "fr": "Correct", "ru": "Record"}),
        ("other_reviewer", {"en": "", "fr": "Record", "ru": "Translate"}),
        ("admin", {"en": "Edit", "fr": "Correct", "ru": "Translate"}),
    ],
)
def test_people_are_offered_what_they_may_do(six: factories.Pages, people: Any, who: str, actions: dict[str, str]) -> None:
    page = desk.english(six)
    desk.make_live(page, people)
    states = seen(page, getattr(people, who))
    assert {code: states[code].action for code in actions} == actions


@pytest.mark.parametrize(("who", "action"), [("reviewer", "Review"), ("translator", "Open"), ("other_reviewer", "Record")])
def test_what_waits_is_reviewed_by_those_who_did_not_write_it(six: factories.Pages, people: Any, who: str, action: str) -> None:
    page = desk.english(six)
    made = jobs.start(people.translator, desk.job(page))
    desk.translate(made, people.translator)
    submitting.submit(people.translator, desk.job(page))
    state = seen(page, getattr(people, who))["fr"]
    assert (state.label, state.action) == ("Waiting for review", action)


def test_a_page_kept_by_hand_leads_to_the_page_editor(six: factories.Pages, people: Any) -> None:
    page = desk.english(six)
    job = desk.make_live(page, people)
    TranslationJob.objects.filter(pk=job.pk).update(enabled=False)
    state = seen(page, people.translator)["fr"]
    assert (state.label, state.action, state.url) == ("Live", "Edit", f"/admin/pages/{job.target_page_id}/edit/")


def test_english_that_waits_is_reviewed_by_its_approvers(six: factories.Pages, people: Any) -> None:
    page = desk.english(six)
    page.save_revision(user=people.editor)
    page.get_workflow().start(page, people.editor)
    assert WorkflowState.objects.active().exists()
    assert seen(page, people.approver)["en"].action == "Review"
    assert seen(page, people.editor)["en"].action == "Open"


def test_every_link_leads_somewhere_and_changes_nothing(client: Client, six: factories.Pages, people: Any) -> None:
    page = desk.english(six)
    desk.make_live(page, people)
    before = list(TranslationJob.objects.order_by("pk").values())
    for user in (people.editor, people.approver, people.translator, people.other_reviewer, people.admin):
        client.force_login(user)
        for current in ("en", "fr"):
            found = whole(page, user, current)
            for url in [state.url for state in found.states] + [found.record_url]:
                assert not url or client.get(url).status_code == 200, (user, url)
    assert list(TranslationJob.objects.order_by("pk").values()) == before


def test_the_bar_stands_on_the_public_page_in_the_language_of_the_person(
    client: Client, six: factories.Pages, people: Any
) -> None:
    page = desk.english(six)
    desk.make_live(page, people)
    UserProfile.objects.create(user=people.translator, preferred_language="en")
    html = bar(client, people.translator, "/fr/soaking/")
    assert html.count('<li class="w-userbar__item desk-bar') == 6
    assert 'aria-current="page"' in html
    assert "Record of the translation" in html
    assert "Edit this page" not in html


def test_the_bar_is_marked_with_its_own_language(client: Client, six: factories.Pages, people: Any) -> None:
    page = desk.english(six)
    desk.make_live(page, people)
    UserProfile.objects.create(user=people.translator, preferred_language="ar")
    client.force_login(people.translator)
    html = client.get("/fr/soaking/").content.decode()
    assert re.search(r'<html lang="fr" dir="ltr">.*<div lang="ar" dir="rtl">\s*<!-- Wagtail user bar', html, re.DOTALL)


def test_a_page_that_a_language_lacks_offers_its_translation(client: Client, six: factories.Pages, people: Any) -> None:
    desk.english(six)
    client.force_login(people.translator)
    response = client.get("/fr/soaking/")
    assert response.status_code == 404
    assert ">Traduire</span>" in response.content.decode()


def test_an_address_without_a_page_has_no_languages(client: Client, six: factories.Pages, people: Any) -> None:
    desk.english(six)
    assert "desk-bar" not in bar(client, people.translator, "/fr/king/")


def test_who_has_no_role_is_told_nothing(client: Client, six: factories.Pages, people: Any) -> None:
    desk.english(six)
    client.force_login(people.stranger)
    assert "desk-bar" not in client.get("/en/soaking/").content.decode()


def test_a_preview_says_nothing_of_languages(rf: RequestFactory, six: factories.Pages, people: Any) -> None:
    page = desk.english(six)
    request = rf.get("/en/soaking/")
    request.user, request.is_preview = people.admin, True  # type: ignore[attr-defined]  # Wagtail's own mark
    items: list[Any] = []
    show_languages(request, items, page)
    assert items == []


def test_visitors_get_the_same_page_without_a_session(client: Client, six: factories.Pages, people: Any) -> None:
    desk.english(six)
    response = client.get("/en/soaking/")
    assert not response.cookies
    assert b"userbar" not in response.content


def test_the_bar_costs_staff_a_few_queries_however_much_there_is(client: Client, six: factories.Pages, people: Any) -> None:
    page = desk.english(six)
    client.get("/en/soaking/")
    with CaptureQueriesContext(connection) as public:
        client.get("/en/soaking/")
    client.force_login(people.admin)
    client.get("/en/soaking/")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/soaking/")
    everybody = SimpleNamespace(translator=people.admin, reviewer=people.reviewer)
    for code in ("fr", "ar"):
        desk.make_live(page, everybody, code)
    client.get("/en/soaking/")
    with CaptureQueriesContext(connection) as many:
        client.get("/en/soaking/")
    assert len(many) == len(few)
    assert len(few) - len(public) <= 9
