"""Questions to experts in a real browser: asked, answered by link without an account; no barrier and no overflow."""

from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page as Window
from wagtail.models import Page
from wagtail.users.models import UserProfile

from newsroom.experts import asking, links
from newsroom.models import ExpertQuestion
from tests.browser.desk_people import SignIn, barriers, context, people, sign_in, too_small, too_wide
from tests.newsroom.expert_questions import ask
from tests.translation_desk import desk
from tests.translation_desk.reviewing import translated

__all__ = ["context", "people", "sign_in"]
LOOKS = [("en", 1280, "light"), ("zh-hans", 1024, "dark"), ("ar", 360, "dark")]


@pytest.fixture
def text(people: SimpleNamespace) -> Page:
    """An Arabic page that is live and whose newer text waits for review."""
    english = desk.english(people.homes)
    translated(english, people, "Eins", code="ar")
    translated(english, people, "Zwei", approved=False, code="ar")
    return Page.objects.get(pk=desk.job(english, "ar").target_page_id)


def problems(window: Window, part: str = "#main") -> list[str]:
    return barriers(window, part) + too_wide(window)


@pytest.mark.parametrize("looks", LOOKS, ids=str)
def test_an_expert_reads_and_answers(
    context: BrowserContext, people: SimpleNamespace, text: Page, looks: tuple[str, int, Any]
) -> None:
    code, width, scheme = looks
    question = ask(people.approver, text, language=code, message="هل المصطلحات صحيحة؟", required=True)
    window = context.new_page()
    window.set_viewport_size({"width": width, "height": 900})
    window.emulate_media(color_scheme=scheme)
    window.goto(f"/{code}/expert/{links.token_of(question)}/")
    found = {"question": problems(window, "body")}
    assert "Zwei" in window.frame_locator("iframe").locator("h1").inner_text()
    window.locator(".expert-passages summary").first.click()
    window.locator(".expert-passages textarea").first.fill("A remark")
    window.check("[name=answer][value=changes]")
    window.click(".expert-form button[type=submit]")
    window.wait_for_selector(".error-summary")
    found["errors"] = problems(window, "body")
    assert window.locator(".expert-passages textarea").first.input_value() == "A remark"
    window.check("[name=confirmed]")
    window.click(".expert-form button[type=submit]")
    window.wait_for_selector(".expert-remark")
    found["answered"] = problems(window, "body")
    assert ExpertQuestion.objects.get().answer == "changes"
    assert not context.cookies()
    window.goto(f"/{code}/expert/1.none.of-ours/")
    found["closed"] = problems(window, "body")
    assert not {name: told for name, told in found.items() if told}


@pytest.mark.parametrize("looks", LOOKS, ids=str)
def test_staff_ask_and_withdraw(
    context: BrowserContext, people: SimpleNamespace, sign_in: SignIn, text: Page, looks: tuple[str, int, Any]
) -> None:
    code, width, scheme = looks
    question = ask(people.approver, text, message="Is the chemistry right?", required=True)
    asking.withdraw(people.approver, ask(people.approver, text, email="second@example.org"))
    UserProfile.objects.update_or_create(user=people.approver, defaults={"preferred_language": code})
    sign_in(people.approver)
    window = context.new_page()
    window.set_viewport_size({"width": width, "height": 900})
    window.emulate_media(color_scheme=scheme)
    found = {}
    for address in ("", f"page/{text.pk}/", f"page/{text.pk}/ask/", f"{question.pk}/withdraw/"):
        window.goto(f"/admin/newsroom/experts/{address}")
        found[address] = problems(window) + (too_small(window) if width < 1024 else [])
    assert not {address: told for address, told in found.items() if told}
