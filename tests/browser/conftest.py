"""One running site and one Chromium for all tests of this folder."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.kinds import DESKTOP
from tests.browser.live import live_site, prepare_once
from tests.browser.survey import Surveyor

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
]

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first that is installed is driven. The shell draws no windows, so a look at a page takes a third of the work."""

# The first requests of a process read all templates, and other work may be going on beside it.
expect.set_options(timeout=20_000)

FOLDER = Path(__file__).parent
OpenPage = Callable[..., Page]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(FOLDER):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the database of a live server in a file, as sites do: threads that share one in memory refuse instead of waiting."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    own = tmp_path_factory.getbasetemp()
    # One folder above, where the processes of one run meet; without several, that is where all runs meet.
    prepared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "prepared-site"
    prepare_once(prepared)
    with live_site(prepared, own / "site") as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.fail("Chromium is not installed. On Debian: apt-get install chromium-headless-shell")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def surveyor(browser: Browser, site: str) -> Surveyor:
    return Surveyor(browser, site)


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[OpenPage]:
    """Open an address of the site in a window of its own, without scripts unless asked for."""
    contexts: list[BrowserContext] = []

    def open_one(path: str, **options: Any) -> Page:
        settings = {"viewport": DESKTOP, "java_script_enabled": False, "base_url": site, **options}
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
