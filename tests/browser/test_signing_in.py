"""Passkeys in a real browser, whose pretended device answers at once; and no barrier on the screens of signing in."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import BrowserContext, Page

from tests.browser.desk_people import PASSWORD, barriers, context, too_wide
from tests.conftest import make_wagtail_rows

__all__ = ["context"]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_password(page: Page) -> None:
    page.fill("[name=login]", "person")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def sign_out(page: Page) -> None:
    page.goto("/admin/second-factor/")
    page.click("form[action$='/logout/'] button")
    page.wait_for_url("**/admin/login/")


@pytest.mark.usefixtures("transactional_db")
def test_a_passkey_is_set_up_shown_and_signs_in_alone(context: BrowserContext, settings: Any) -> None:
    settings.MFA_REQUIRED = True
    make_wagtail_rows()
    get_user_model().objects.create_superuser("person", "person@example.org", PASSWORD)
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 800})
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    found = {}

    def look(screen: str) -> None:
        found[screen] = barriers(page, "body") + too_wide(page)

    page.goto("/admin/login/")
    look("sign in")
    with_password(page)
    page.wait_for_url("**/admin/second-factor/")
    look("second factor")
    page.goto("/admin/second-factor/app/")
    look("app")
    page.goto("/admin/second-factor/passkeys/add/")
    look("passkey")
    page.check("[name=passwordless]")
    page.click("#passkey-add")
    page.wait_for_url("**/codes/")
    look("codes")
    sign_out(page)
    with_password(page)
    page.wait_for_url("**/second-factor/show/")
    look("show")
    page.click("#passkey-show")
    page.wait_for_url("**/admin/")
    sign_out(page)
    page.click("#passkey-sign-in")
    page.wait_for_url("**/admin/")
    assert not {screen: problems for screen, problems in found.items() if problems}
