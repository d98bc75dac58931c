"""Upkeep in a real browser: no barrier and no overflow, in three languages, light and dark."""

from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import BrowserContext
from wagtail.users.models import UserProfile

from newsroom.models import UpkeepPoint
from tests.browser.desk_people import SignIn, barriers, context, people, sign_in, too_wide
from tests.newsroom.test_upkeep_screens import DUE, LINK, point
from tests.translation_desk import desk

__all__ = ["context", "people", "sign_in"]


@pytest.mark.parametrize("looks", [("en", 1280, "light"), ("zh-hans", 1024, "dark"), ("ar", 360, "dark")], ids=str)
def test_no_barrier_and_no_overflow(
    context: BrowserContext, people: SimpleNamespace, sign_in: SignIn, looks: tuple[str, int, Any]
) -> None:
    code, width, scheme = looks
    page = desk.english(people.homes)
    review, link = point(page, "review", DUE), point(page, "link", {**LINK, "target": f"https://x.example/{'long-' * 40}"})
    done = point(page, "review", DUE, reason="Historic", dismissed_at="2026-05-05T03:00:00Z")
    UserProfile.objects.update_or_create(user=people.approver, defaults={"preferred_language": code})
    sign_in(people.approver)
    window = context.new_page()
    window.set_viewport_size({"width": width, "height": 900})
    window.emulate_media(color_scheme=scheme)
    found = {}
    for address in ("", "?show=dismissed", *(f"{one.pk}/" for one in (review, link, done))):
        window.goto(f"/admin/newsroom/upkeep/{address}")
        # The headings of a list are Wagtail's.
        for part in ("#main",) if address.endswith("/") else (".upkeep", ".upkeep__table"):
            found[address + part] = barriers(window, part)
        found[address] = too_wide(window)
    window.goto("/admin/")
    found["dashboard"] = barriers(window, "#upkeep-content") + too_wide(window)
    assert UpkeepPoint.objects.count() == 3
    assert not {address: problems for address, problems in found.items() if problems}
