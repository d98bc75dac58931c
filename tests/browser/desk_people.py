"""What tests of the translation desk in Chromium share: people of two languages, signed-in windows, a look for barriers.

Unlike the other tests of this folder they visit a server in their own process, on data of their own.
"""

import os
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from tests import factories
from tests.conftest import make_wagtail_rows
from tests.translation_desk import desk
from translation_desk import roles

# Playwright's loop runs in the thread of the tests; the database is used between its steps only.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PASSWORD = "a long password"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OURS = "#main .nice-padding"
"""Wagtail's frame around our part is Wagtail's."""

SignIn = Callable[[Any], None]


@pytest.fixture
def people(transactional_db: None) -> SimpleNamespace:
    """The people of Arabic and one of French, with groups and workflows; `homes` are the home pages."""
    make_wagtail_rows()
    homes = factories.homes()
    made = desk.people("ar", "fr")
    made.homes = homes
    roles.set_up_roles(homes)
    return made


@pytest.fixture
def context(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    """A window of its own."""
    made = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    yield made
    # A request that still runs would lock the database while it is emptied.
    for page in made.pages:
        page.wait_for_load_state("networkidle")
    made.close()


@pytest.fixture
def sign_in(context: BrowserContext, live_server: Any) -> SignIn:
    """Sign somebody in without a form."""

    def carry(user: Any) -> None:
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    return carry


def by_form(page: Page, user: Any) -> None:
    """Sign somebody in as people do."""
    page.goto("/admin/login/")
    page.fill("[name=username]", user.get_username())
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")


def barriers(page: Page, part: str = OURS) -> list[str]:
    """Return what axe-core finds in a part of a screen."""
    response = Axe().run(page, context=part, options={"runOnly": RULES}).response
    return [f"{entry['id']}: {entry['nodes'][0]['html'][:200]}" for entry in response["violations"]]


def too_wide(page: Page) -> list[str]:
    """Return by how much a screen is wider than its window, nothing if it fits."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{wide} px too wide"] if wide > 0 else []
