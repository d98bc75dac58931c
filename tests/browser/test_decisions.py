"""The screens of decisions, the record and the dashboard in a real browser: no barrier, no overflow, no typed word lost."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, expect
from wagtail.users.models import UserProfile

from tests.browser.desk_people import SignIn, barriers, context, people, sign_in, too_wide
from tests.translation_desk import desk
from tests.translation_desk.reviewing import translated
from translation_desk import reviewing
from translation_desk.models import TranslationJob

__all__ = ["context", "people", "sign_in"]


@pytest.fixture
def job(people: SimpleNamespace) -> TranslationJob:
    """An Arabic translation approved twice whose third text waits for review."""
    page = desk.english(people.homes)
    for prefix, approved in (("Eins", True), ("Zwei", True), ("Drei", False)):
        translated(page, people, prefix, approved=approved, code="ar")
    return desk.job(page, "ar")


@pytest.mark.parametrize("looks", [("en", 1280, "light"), ("zh-hans", 1280, "dark"), ("ar", 360, "dark")], ids=str)
def test_no_barrier_and_no_overflow(
    context: BrowserContext, job: TranslationJob, people: SimpleNamespace, sign_in: SignIn, looks: tuple[str, int, Any]
) -> None:
    code, width, scheme = looks
    UserProfile.objects.update_or_create(user=people.reviewer, defaults={"preferred_language": code})
    sign_in(people.reviewer)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    oldest = reviewing.approved_versions(job)[-1]
    base = f"/admin/translations/{job.pk}/"
    screens = ["submit/", "approve/", "send-back/", "offline/", "people/", "versions/", f"versions/{oldest.pk}/return/"]
    found: dict[str, Any] = {}
    for address in [*(base + screen for screen in screens), f"{base}record/", f"{base}record/?show=words"]:
        page.goto(address)
        found[address] = barriers(page) + too_wide(page)
    page.goto("/admin/")
    found["dashboard"] = barriers(page, "#my-translations-content")
    assert not {address: problems for address, problems in found.items() if problems}


def test_what_was_typed_into_an_expired_session_is_there_again(
    context: BrowserContext, job: TranslationJob, people: SimpleNamespace, sign_in: SignIn
) -> None:
    sign_in(people.reviewer)
    page = context.new_page()
    page.goto(f"/admin/translations/{job.pk}/send-back/")
    field = page.get_by_label("Message to the translator")
    field.press_sequentially("Mind the units")
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Send back").click()
    page.wait_for_url(f"**/admin/login/?next=/admin/translations/{job.pk}/send-back/")
    sign_in(people.reviewer)
    page.goto(f"/admin/translations/{job.pk}/send-back/")
    expect(field).to_have_value("Mind the units")
    expect(page.get_by_role("status").filter(has_text="kept")).to_be_visible()
    page.get_by_role("button", name="Send back").click()
    page.wait_for_url(f"**/admin/translations/{job.pk}/")
    assert job.submissions.first().message == "Mind the units"
