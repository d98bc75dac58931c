"""What tests of the translation desk in Chromium share: people of two languages, signed-in windows, a look for barriers.

Unlike the other tests of this folder they visit a server in their own process, on data of their own.
"""

import os
import threading
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

FRAME = ".w-sr-only, .w-human-readable-date, .w-dropdown__toggle, [data-panel-toggle], .w-panel__anchor"
"""What is Wagtail's own within our part: dates that only explain themselves, the handles of its panels."""
FINGER = 44
"""Width and height in px of what a finger hits."""

MISSED = """([frame, finger]) => {
  const missed = [], reach = finger / 2 - 1;
  const alone = (link) => link.parentElement.textContent.trim() === link.textContent.trim();
  const controls = 'a[href], button, select, textarea, input:not([type=hidden], [type=file])';
  for (const control of document.querySelectorAll(`#main :is(${controls})`)) {
    const ours = control.closest('[class^="desk-"]:not(body), .nice-padding, .footer');
    const style = getComputedStyle(control);
    if (!ours || control.disabled || control.closest(`[hidden], ${frame}`) || style.visibility === 'hidden') continue;
    if (!control.checkVisibility()) continue;  // within a closed <details>: has a size, but is not there
    if (control.matches('a') && style.display === 'inline' && !alone(control)) continue;
    const target = control.closest('label') ?? control;
    target.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    const { left, top, width, height } = target.getBoundingClientRect();
    if (!width || !height) continue;
    const [x, y] = [left + width / 2, top + height / 2];
    const hit = ([dx, dy]) => {
      const found = document.elementFromPoint(x + dx * reach, y + dy * reach);
      return !found || target.contains(found);
    };
    if (![[-1, 0], [1, 0], [0, -1], [0, 1]].every(hit)) missed.push(`${target.outerHTML.slice(0, 120)} ${width} x ${height}`);
  }
  scrollTo(0, 0);
  return missed;
}"""
"""Tries around the middle of every control of ours whether a finger that is a little off still hits it.

Links in a sentence may be as low as its line.
"""

REST = """(part) => Promise.allSettled([...document.querySelectorAll(part)]
    .flatMap((element) => element.getAnimations({ subtree: true }))
    .filter((animation) => animation.playState === "running" && animation.effect.getComputedTiming().endTime <= 2000)
    .map((animation) => animation.finished)).then(() => {})"""
"""Waits until nothing in a part of a screen moves or fades any more, but for what does so for long."""
WIDER = """() => {
  const sides = [...document.querySelectorAll('[data-form-side]')];
  sides.forEach((side) => { side.style.display = 'none'; });
  const frames = [document.documentElement, ...document.querySelectorAll('main')];
  const wide = Math.max(...frames.map((frame) => frame.scrollWidth - frame.clientWidth));
  sides.forEach((side) => { side.style.display = ''; });
  return wide;
}"""

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
    made.close()
    end_requests()


def end_requests() -> None:
    """Wait until the server in this process has done what browsers, closed by now, had asked for.

    A request that still runs would lock the database while it is emptied.
    """
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(10)


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
    page.fill("[name=login]", user.get_username())
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")


def barriers(page: Page, part: str = OURS) -> list[str]:
    """Return what axe-core finds in a part of a screen that has come to rest."""
    page.evaluate(REST, part)
    response = Axe().run(page, context=part, options={"runOnly": RULES}).response
    return [f"{entry['id']}: {entry['nodes'][0]['html'][:200]}" for entry in response["violations"]]


def too_wide(page: Page) -> list[str]:
    """Return by how much a screen is wider than its window, nothing if it fits.

    Wagtail's frame cuts off what sticks out of it, so the window alone would not show it. Its side panels wait outside.
    """
    wide = page.evaluate(WIDER)
    return [f"{wide} px too wide"] if wide > 0 else []


def too_small(page: Page) -> list[str]:
    """Return the controls of ours that a finger misses."""
    return list(page.evaluate(MISSED, [FRAME, FINGER]))
