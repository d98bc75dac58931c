"""The parity of languages in a real browser, and the texts it leads to: no barrier, no overflow, light and dark."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import BrowserContext
from wagtail.users.models import UserProfile

from newsroom.models import ParitySummary
from tests import factories
from tests.browser.desk_people import SignIn, barriers, context, people, sign_in, too_wide
from tests.translation_desk import desk
from translation_desk import jobs, proposals
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


@pytest.mark.parametrize("looks", [("en", 1280, "light"), ("ar", 360, "dark")], ids=str)
def test_outdated_texts_are_without_barrier_and_overflow(
    context: BrowserContext, people: SimpleNamespace, sign_in: SignIn, looks: tuple[str, int, Any]
) -> None:
    code, width, scheme = looks
    topic = factories.topic("tanning")
    (english,) = proposals.propose(people.editor, topic, {"name_en": "Tanning of hides and skins"})
    proposals.accept(people.approver, english)
    UserProfile.objects.update_or_create(user=people.translator, defaults={"preferred_language": code})
    sign_in(people.translator)
    window = context.new_page()
    window.set_viewport_size({"width": width, "height": 900})
    window.emulate_media(color_scheme=scheme)
    window.goto("/admin/translations/texts/?show=outdated")
    found = {"list": barriers(window, PART) + too_wide(window)}
    window.locator("input[name=upheld]").first.check()
    window.locator("button[value=save]").click()
    window.goto("/admin/translations/texts/?readers=gap")
    found["waiting"] = barriers(window, PART) + too_wide(window)
    window.locator(".desk-column h3 a").first.click()
    window.locator(".desk-waiting").wait_for()
    found["text"] = barriers(window, PART) + too_wide(window)
    assert not {screen: problems for screen, problems in found.items() if problems}
