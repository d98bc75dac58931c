"""The way of a translation on a phone, by touch, from right to left: take, write, ask, hand in, review, approve."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from wagtail.users.models import UserProfile

from tests.browser.desk_people import by_form, end_requests, people, too_small, too_wide
from tests.browser.kinds import PHONE
from tests.translation_desk import desk
from translation_desk import notes, questions
from translation_desk.models import Question, SourceNote

__all__ = ["people"]

OpenPhone = Callable[[Any], Page]
READY = "html[data-desk-ready]"


@pytest.fixture
def on_a_phone(browser: Browser, live_server: Any) -> Iterator[OpenPhone]:
    """Open a phone on which somebody is signed in, with the administration in Arabic."""
    contexts = []

    def open_phone(user: Any) -> Page:
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "ar"})
        context = browser.new_context(base_url=live_server.url, viewport=PHONE, has_touch=True, is_mobile=True)
        contexts.append(context)
        page = context.new_page()
        by_form(page, user)
        return page

    yield open_phone
    for context in contexts:
        context.close()
    end_requests()


def fits(page: Page) -> None:
    """Check that nothing is wider than the phone and that a finger hits everything."""
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert too_wide(page) + too_small(page) == [], page.url


def from_the_queue(page: Page, title: str) -> None:
    page.goto("/admin/translations/?tab=all&language=ar")
    fits(page)
    page.locator(".desk-row", has_text=title).locator(".desk-row__title").tap()
    page.wait_for_selector(READY)


def decide(page: Page, link: str) -> None:
    """Go to a decision, take it, and come back to the editor."""
    page.locator(f"footer a[href*='/{link}/']").tap()
    page.wait_for_url(f"**/{link}/")
    fits(page)
    page.locator(".desk-decision__buttons button[type=submit]").tap()
    page.wait_for_url(lambda url: f"/{link}/" not in url)


def test_a_page_is_translated_and_approved_by_touch(
    people: SimpleNamespace, on_a_phone: OpenPhone, browser: Browser, live_server: Any
) -> None:
    english = desk.english(people.homes, title="Soaking", body=desk.BODY[:1], owner=people.editor)
    notes.save(people.editor, SourceNote(page=english, text="For beginners.", link="https://example.org/style-guide"))

    phone = on_a_phone(people.translator)
    from_the_queue(phone, "Soaking")
    fits(phone)
    phone.locator("form[action$='/start/'] button").tap()
    phone.wait_for_selector(READY)
    for number, field in enumerate(phone.locator(".desk-field__text").all(), start=1):
        field.tap()
        field.fill(f"نص {number}")
    phone.locator("[data-segment]").nth(1).tap()
    phone.locator("[data-segment].is-current [data-do=details][aria-expanded]").tap()
    question = phone.locator("[data-ask] textarea")
    question.tap()
    question.fill("Which water?")
    fits(phone)
    phone.locator("[data-ask] button[value=question]").tap()
    expect(phone.locator("[data-details] .desk-thread")).to_contain_text("Which water?")
    assert Question.objects.get().author == people.translator
    phone.locator("[data-side-panel-toggle=preview]").tap()
    expect(phone.frame_locator("[data-preview-frame]").locator("body")).to_contain_text("نص 1")
    phone.locator("[data-form-side-close-button]").tap()
    decide(phone, "submit")

    phone = on_a_phone(people.reviewer)
    from_the_queue(phone, "Soaking")
    phone.locator("[data-segment]").nth(0).locator("[data-do=clear]").tap()
    expect(phone.locator("[data-segment]").nth(0).locator("[data-do=clear]")).to_have_attribute("aria-pressed", "true")
    fits(phone)
    decide(phone, "approve")
    visitor = browser.new_page(base_url=live_server.url)
    assert visitor.goto("/ar/soaking/").status == 200
    expect(visitor.locator("main")).to_contain_text("نص 2")
    visitor.close()


def test_questions_are_answered_by_touch(people: SimpleNamespace, on_a_phone: OpenPhone) -> None:
    english = desk.english(people.homes, title="Soaking", owner=people.editor)
    questions.ask(people.translator, desk.segment(desk.job(english, "ar"), "summary"), "Which water?")
    phone = on_a_phone(people.editor)
    phone.goto("/admin/translations/questions/")
    fits(phone)
    phone.locator(".desk-questions__title a").tap()
    phone.locator("textarea[name=text]").fill("Fresh water.")
    fits(phone)
    phone.locator("button[value=answer]").tap()
    expect(phone.locator(".desk-question__event--answer")).to_contain_text("Fresh water.")
    phone.goto(f"/admin/translations/notes/{english.pk}/")
    fits(phone)
