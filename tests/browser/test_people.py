"""People, absences and exceptions in a real browser: no barrier and no overflow, in three languages, light and dark."""

from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import BrowserContext
from wagtail.users.models import UserProfile

from tests.browser.desk_people import SignIn, barriers, context, people, sign_in, too_wide
from tests.translation_desk import desk
from tests.translation_desk.reviewing import translated
from translation_desk import lifting

__all__ = ["context", "people", "sign_in"]


@pytest.mark.parametrize("looks", [("en", 1280, "light"), ("zh-hans", 1024, "dark"), ("ar", 360, "dark")], ids=str)
def test_no_barrier_and_no_overflow(
    context: BrowserContext, people: SimpleNamespace, sign_in: SignIn, looks: tuple[str, int, Any]
) -> None:
    code, width, scheme = looks
    pages = [desk.english(people.homes), desk.english(people.homes, "tanning")]
    for page in pages:
        translated(page, people, "Eins", approved=False, code="ar")
    lifting.lift(people.approver, desk.job(pages[0], "ar"), "The second reviewer is ill.")
    UserProfile.objects.update_or_create(user=people.approver, defaults={"preferred_language": code})
    sign_in(people.approver)
    window = context.new_page()
    window.set_viewport_size({"width": width, "height": 900})
    window.emulate_media(color_scheme=scheme)
    person = f"staff/{people.translator.pk}/"
    steps = [person + step for step in ("", "absence/", "close/", "erase/")]
    lift = f"{desk.job(pages[1], 'ar').pk}/lift-four-eyes/"
    found = {}
    for address in ("staff/", "staff/invite/", *steps, lift, "exceptions/"):
        window.goto(f"/admin/translations/{address}")
        # The heading of the report is Wagtail's.
        found[address] = barriers(window, ".desk-exceptions" if address == "exceptions/" else "#main") + too_wide(window)
    assert not {address: problems for address, problems in found.items() if problems}
