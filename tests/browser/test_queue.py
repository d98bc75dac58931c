"""The queue and the matrix in a real browser: no barrier, no overflow, in three languages, one of long words, light and dark."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext
from wagtail.users.models import UserProfile

from tests.browser.desk_people import SignIn, barriers, context, people, sign_in, too_wide
from tests.translation_desk import desk
from translation_desk import assigning, jobs

__all__ = ["context", "people", "sign_in"]

PART = "#main"


@pytest.mark.parametrize("looks", [("ru", 1280, "light"), ("zh-hans", 1024, "dark"), ("ar", 360, "light")], ids=str)
def test_no_barrier_and_no_overflow(
    context: BrowserContext, people: SimpleNamespace, sign_in: SignIn, looks: tuple[str, int, Any]
) -> None:
    code, width, scheme = looks
    page = desk.english(people.homes)
    job = jobs.start(people.translator, desk.job(page, "ar"))
    assigning.set_due(people.reviewer, [job], timezone.localdate() - timedelta(days=1))
    UserProfile.objects.update_or_create(user=people.reviewer, defaults={"preferred_language": code})
    sign_in(people.reviewer)
    window = context.new_page()
    window.set_viewport_size({"width": width, "height": 900})
    window.emulate_media(color_scheme=scheme)
    found = {}
    for address in ("?tab=all", "?tab=sent_back", "pages/", "one-language/"):
        window.goto(f"/admin/translations/{address}")
        found[address] = barriers(window, PART) + too_wide(window)
    window.goto("/en/soaking/")
    window.locator("wagtail-userbar .w-userbar-trigger").click()
    found["user bar"] = barriers(window, "wagtail-userbar")
    assert not {address: problems for address, problems in found.items() if problems}
