"""Releases in a real browser: the way of a communications officer, and no barrier on any screen."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect
from wagtail.users.models import UserProfile

from core.i18n import CODES
from newsroom.models import Release
from newsroom.releases import going_live
from newsroom.releases.composing import LANGUAGES
from tests import factories
from tests.browser.desk_people import SignIn, barriers, context, people, sign_in, too_wide
from tests.newsroom import releasing
from tests.translation_desk import desk

__all__ = ["context", "people", "sign_in"]


def test_safety_pages_without_russian_are_found_ordered_and_released_in_six_languages(
    context: BrowserContext, people: SimpleNamespace, sign_in: SignIn
) -> None:
    desk.without_checks()
    safety = factories.standard(people.homes, "safety", CODES, title="Safety")
    factories.standard(safety, "gloves", CODES, title="Gloves")
    masks = desk.english(safety, "masks", title="Masks", body=[])
    factories.standard(people.homes, "dyeing", title="Dyeing")
    sign_in(people.approver)
    officer = context.new_page()
    officer.goto("/admin/newsroom/releases/new/")
    officer.fill("[name=title]", "Safety week")
    officer.locator("#main form[method=post] button[type=submit]").click()
    officer.get_by_role("link", name="Add pages").click()
    officer.select_option("[name=section]", label="Safety")
    officer.select_option("[name=missing]", "ru")
    officer.get_by_role("button", name="Show").click()
    expect(officer.locator("[name=page]")).to_have_count(1)
    officer.get_by_label("Masks").check()
    officer.get_by_role("button", name="Add to the release").click()
    officer.get_by_role("link", name="Order translations").click()
    officer.get_by_role("button", name="Order translations").click()
    expect(officer.locator("main")).to_contain_text("5 translations were ordered.")
    expect(officer.locator("main")).to_contain_text("The translators: Russian")

    for number, code in enumerate(LANGUAGES):
        writer, reviewer = (desk.person(f"{role}-of-{code}", (role, code)) for role in ("translator", "reviewer"))
        releasing.approve(masks, writer, reviewer, code)
        officer.reload()
        expect(officer.get_by_text("Approved, waits for the release")).to_have_count(number + 1)
    expect(officer.locator("main")).to_contain_text("1 of 1 page ready")

    officer.get_by_role("link", name="Change the release").click()
    minute = timezone.localtime() + timedelta(days=1)
    officer.fill("[name=goes_live_at]", f"{minute:%Y-%m-%d %H:%M}")
    officer.keyboard.press("Escape")
    officer.locator("#main form[method=post] button[type=submit]").click()
    expect(officer.locator("main")).to_contain_text("Planned, ready")
    visitor = context.browser.new_page(base_url=officer.url.split("/admin/")[0]) if context.browser else officer
    call_command("publish_releases", verbosity=0)
    found = {code: visitor.goto(f"/{code}/safety/masks/").status for code in CODES}
    assert found == {code: 200 if code == "en" else 404 for code in CODES}
    Release.objects.update(goes_live_at=timezone.now() - timedelta(seconds=1))
    call_command("publish_releases", verbosity=0)
    assert {visitor.goto(f"/{code}/safety/masks/").status for code in CODES} == {200}
    visitor.close()
    officer.reload()
    expect(officer.locator("main")).to_contain_text("Went live")


@pytest.mark.parametrize("looks", [("en", 1280, "light"), ("zh-hans", 1024, "dark"), ("ar", 360, "light")], ids=str)
def test_no_barrier_and_no_overflow(
    context: BrowserContext, people: SimpleNamespace, sign_in: SignIn, looks: tuple[str, int, Any]
) -> None:
    code, width, scheme = looks
    page = desk.english(people.homes, body=[])
    other = desk.english(people.homes, "masks", title="Masks", body=[])
    live = releasing.release(people, [page], languages=["ar"], least=0)
    going_live.release_now(people.approver, live)
    release = releasing.release(people, [page, other], title="Safety week", languages=["ar", "fr"], note="At ten.")
    Release.objects.filter(pk=release.pk).update(late_since=timezone.now(), goes_live_at=timezone.now())
    UserProfile.objects.update_or_create(user=people.approver, defaults={"preferred_language": code})
    sign_in(people.approver)
    window = context.new_page()
    window.set_viewport_size({"width": width, "height": 900})
    window.emulate_media(color_scheme=scheme)
    item = release.items.first()
    assert item is not None
    own = ("", "change/", "add/?missing=ar", "order/", "now/", "call-off/", f"pages/{item.pk}/take-out/")
    found = {}
    for address in (
        "",
        "new/",
        f"page/{page.pk}/",
        "chosen/?rows=tab%3Dall&all=1",
        *(f"{release.pk}/{step}" for step in own),
        f"{live.pk}/roll-back/",
    ):
        window.goto(f"/admin/newsroom/releases/{address}")
        found[address] = barriers(window) + too_wide(window)
    assert not {address: problems for address, problems in found.items() if problems}
