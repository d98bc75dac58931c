"""The parity of languages in a real browser: no barrier and no overflow, in three languages, light and dark."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import BrowserContext
from wagtail.users.models import UserProfile

from newsroom.models import ParitySummary
from tests.browser.desk_people import SignIn, barriers, context, people, sign_in, too_wide
from tests.translation_desk import desk
from translation_desk import jobs
from translation_desk.word_report import today

__all__ = ["context", "people", "sign_in"]

PART = "#main"
ADDRESSES = ("newsroom/parity/", "newsroom/parity/?layer=vocabularies", "newsroom/parity/?layer=interface&unit=words", "")


@pytest.mark.parametrize("looks", [("en", 1280, "light"), ("zh-hans", 1024, "dark"), ("ar", 360, "light")], ids=str)
def test_no_barrier_and_no_overflow(
    context: BrowserContext, people: SimpleNamespace, sign_in: SignIn, looks: tuple[str, int, Any]
) -> None:
    code, width, scheme = looks
    page = desk.english(people.homes, "about")
    jobs.start(people.translator, desk.job(page, "ar"))
    call_command("count_parity", verbosity=0)
    for row in list(ParitySummary.objects.all()):
        row.pk, row.date = None, today() - timedelta(days=20)
        row.save()
    UserProfile.objects.update_or_create(user=people.approver, defaults={"preferred_language": code})
    sign_in(people.approver)
    window = context.new_page()
    window.set_viewport_size({"width": width, "height": 900})
    window.emulate_media(color_scheme=scheme)
    found = {}
    for address in ADDRESSES:
        window.goto(f"/admin/{address}")
        if address:
            assert window.locator("svg.line-chart").count() == 1
            window.locator("summary").click()
        found[address] = barriers(window, PART) + too_wide(window)
    window.goto("/admin/newsroom/parity/print/")
    window.emulate_media(color_scheme="light")
    found["print"] = barriers(window, "body") + too_wide(window)
    assert not {address: problems for address, problems in found.items() if problems}
