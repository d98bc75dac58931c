"""The whole way of a text, as four people walk it: English edited, approved, translated, sent back, approved, read in Arabic."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from wagtail.models import Page as WagtailPage

from tests.browser.desk_people import by_form, end_requests, people
from tests.translation_desk import desk
from translation_desk.models import Grade

__all__ = ["people"]

FIELD = ".desk-field__text"
SAVED = "All changes saved"
NOTE = "Names what the water acts on."


@pytest.fixture
def as_person(browser: Browser, live_server: Any) -> Iterator[Any]:
    """Open a window in which somebody is signed in."""
    contexts = []

    def open_window(user: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
        contexts.append(context)
        page = context.new_page()
        by_form(page, user)
        return page

    yield open_window
    for context in contexts:
        context.close()
    end_requests()


def from_the_queue(page: Page, title: str, language: str) -> None:
    """Open a job as people do: menu, tab with everything, the row."""
    page.goto("/admin/")
    page.get_by_role("link", name="Translations", exact=True).first.click()
    page.wait_for_url("**/admin/translations/**")
    page.goto(page.url.split("?")[0] + "?tab=all")
    row = page.locator("tr").filter(has_text=title).filter(has_text=language)
    row.get_by_role("link").first.click()
    page.wait_for_selector("#desk-list")


def read(page: Page, path: str) -> str:
    page.goto(path)
    return page.locator("main").inner_text()


def test_from_an_english_change_to_a_reader_in_arabic(
    people: SimpleNamespace, as_person: Any, browser: Browser, live_server: Any
) -> None:
    body = [{"type": "heading", "id": "h1", "value": {"text": "Before you begin", "level": "2"}}]
    english = desk.english(people.homes, title="Soaking", summary="What water does.", body=body)
    visitor = browser.new_context(base_url=live_server.url).new_page()
    assert visitor.goto("/ar/soaking/").status == 404

    editor = as_person(people.editor)
    editor.goto(f"/admin/pages/{english.pk}/edit/")
    editor.fill("#id_summary", "What water does to hides.")
    editor.locator("footer [data-w-dropdown-target=toggle]").click()
    editor.locator("[name=action-submit]").click()
    say_what_changes(editor)
    assert "to hides" not in read(visitor, "/en/soaking/")

    approver = as_person(people.approver)
    approver.goto(f"/admin/pages/{english.pk}/edit/")
    approver.locator("footer [data-w-dropdown-target=toggle]").click()
    approve_change(approver)
    visitor.goto("/en/soaking/")
    expect(visitor.locator("main")).to_contain_text("What water does to hides.")

    translator = as_person(people.translator)
    from_the_queue(translator, "Soaking", "Arabic")
    translator.get_by_role("button", name="Translate this page").click()
    translator.wait_for_selector("html[data-desk-ready]")
    for number, text in enumerate(("النقع", "ما يفعله الماء بالجلود.", "قبل البدء")):
        translator.locator(FIELD).nth(number).fill(text)
    expect(translator.locator("#desk-saved")).to_have_text(SAVED)
    hand_in(translator)
    assert visitor.goto("/ar/soaking/").status == 404

    reviewer = as_person(people.reviewer)
    from_the_queue(reviewer, "Soaking", "Arabic")
    reviewer.get_by_role("link", name="Send back").click()
    reviewer.locator("textarea").first.fill("«الجلود الخام» في الملخص.")
    reviewer.locator("main form button[type=submit], main form button:not([type])").last.click()
    reviewer.wait_for_url(lambda url: "send" not in url)
    expect(reviewer.locator("main")).to_contain_text("Sent back to the translator")

    from_the_queue(translator, "Soaking", "Arabic")
    expect(translator.locator("main")).to_contain_text("«الجلود الخام» في الملخص.")
    translator.locator(FIELD).nth(1).fill("ما يفعله الماء بالجلود الخام.")
    expect(translator.locator("#desk-saved")).to_have_text(SAVED)
    hand_in(translator)
    assert visitor.goto("/ar/soaking/").status == 404

    from_the_queue(reviewer, "Soaking", "Arabic")
    reviewer.get_by_role("link", name="Approve").click()
    reviewer.locator("main form button[type=submit], main form button:not([type])").last.click()
    reviewer.wait_for_url(lambda url: "approve" not in url)
    assert visitor.goto("/ar/soaking/").status == 200
    expect(visitor.locator("html")).to_have_attribute("dir", "rtl")
    expect(visitor.locator("main")).to_contain_text("ما يفعله الماء بالجلود الخام.")
    assert WagtailPage.objects.filter(translation_key=english.translation_key, live=True).count() == 2
    visitor.context.close()


def hand_in(page: Page) -> None:
    page.get_by_role("link", name="Hand in for review").click()
    page.wait_for_url("**/submit/")
    page.locator("main form button[type=submit], main form button:not([type])").last.click()
    page.wait_for_url(lambda url: "submit" not in url)
    expect(page.locator("main")).to_contain_text("Waiting for review")


def say_what_changes(page: Page) -> None:
    """Answer what the author of an English change is asked."""
    expect(page.locator(".desk-changes")).to_contain_text("to hides")
    page.locator(f"[name=grade][value='{Grade.UPDATE.value}']").check()
    page.fill("[name=note]", NOTE)
    page.get_by_role("button", name="Tell the approver").click()
    page.wait_for_url("**/admin/pages/**")


def approve_change(page: Page) -> None:
    """Approve it as it was proposed."""
    page.locator("footer a[href*='/approve/']:visible").first.click()
    expect(page.locator("[name=note]")).to_have_value(NOTE)
    page.get_by_role("button", name="Approve and publish").click()
    page.wait_for_url(lambda url: "/approve/" not in url)
