"""Guides, templates and the panels beside the page editor in a real browser, in three languages, light and dark."""

from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect
from wagtail.users.models import UserProfile

from newsroom.page_templates import templates
from tests import factories
from tests.browser.desk_people import SignIn, barriers, context, people, sign_in, too_wide
from tests.translation_desk import desk

__all__ = ["context", "people", "sign_in"]


@pytest.mark.parametrize("looks", [("en", 1280, "light"), ("zh-hans", 1024, "dark"), ("ar", 360, "dark")], ids=str)
def test_no_barrier_and_no_overflow(
    context: BrowserContext, people: SimpleNamespace, sign_in: SignIn, looks: tuple[str, int, Any]
) -> None:
    code, width, scheme = looks
    factories.term("drum")
    page = desk.english(people.homes, summary="Soaking")
    row = templates.keep(people.approver, page, "Standing page", "For pages that stay.")
    UserProfile.objects.update_or_create(user=people.approver, defaults={"preferred_language": code})
    sign_in(people.approver)
    window = context.new_page()
    window.set_viewport_size({"width": width, "height": 900})
    window.emulate_media(color_scheme=scheme)
    home = people.homes["en"].pk
    screens = ("templates/", f"templates/choose/{home}/", f"templates/keep/{page.pk}/", f"templates/{row.pk}/")
    found = {}
    for address in ("guides/", "guides/style/?language=ar", "guides/style/?language=en", *screens):
        window.goto(f"/admin/newsroom/{address}")
        found[address] = barriers(window) + too_wide(window)
    window.goto(f"/admin/pages/{page.pk}/edit/")
    for panel in ("languages", "missing"):
        window.locator(f"[data-side-panel-toggle='{panel}']").click()
        window.locator(f"[data-side-panel='{panel}'] .comfort").wait_for()
        found[panel] = barriers(window, f"[data-side-panel='{panel}'] .comfort")
    assert not {address: problems for address, problems in found.items() if problems}


def test_a_finding_leads_to_its_field(context: BrowserContext, people: SimpleNamespace, sign_in: SignIn) -> None:
    page = desk.english(people.homes, summary="Soaking")
    sign_in(people.approver)
    window = context.new_page()
    window.goto(f"/admin/pages/{page.pk}/edit/")
    window.locator("[data-side-panel-toggle='missing']").click()
    window.get_by_role("link", name="No topic is chosen.").click()
    window.wait_for_url("**#panel-child-content-topics-section")
    section = window.locator("#panel-child-content-topics-section")
    expect(section).to_be_visible()
    expect(section).to_contain_text("Topics")
