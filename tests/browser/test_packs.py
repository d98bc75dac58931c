"""Packs of courses and topics in a browser without a network: whole, valid, accessible, in one language."""

import urllib.request
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser

from config.languages import BY_CODE
from newsroom.standards.wording import Untranslated, Wording
from tests.browser.checker import errors, needs_checker
from tests.browser.kinds import CHECKED, PHONE
from tests.browser.reading import names, read_page
from tests.browser.survey import RULES, WIDER_THAN_WINDOW, violations

PACKS = ("topic/effluent", "course/hydrogen-sulphide")
LARGEST = 5_000_000
# Chromium calls the style sheet of a file a failed request while it is offline, and applies it: so what is seen counts.
LACKING = """() => [
    ...[...document.images].filter((image) => !image.complete || !image.naturalWidth).map((image) => image.src),
    ...(getComputedStyle(document.documentElement).getPropertyValue("--measure") ? [] : ["style.css"]),
]"""

pytestmark = [pytest.mark.parametrize("pack", PACKS), pytest.mark.parametrize("code", CHECKED)]


@pytest.fixture
def pages(site: str, tmp_path: Path, pack: str, code: str) -> list[Path]:
    """The pages of a pack, unpacked."""
    with urllib.request.urlopen(f"{site}/{code}/packs/{pack}.zip") as answer:  # noqa: S310  # our own address
        content = answer.read()
    assert len(content) <= LARGEST
    with ZipFile(BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    return sorted(tmp_path.glob("*.html"))


@needs_checker
def test_its_html_has_no_errors(pages: list[Path]) -> None:
    found = errors(pages)
    assert not found, "\n".join(found)


def test_its_pages_are_in_one_language(pages: list[Path], code: str) -> None:
    wording, untranslated = Wording(names()), Untranslated(code)
    found = []
    for file in pages:
        page = read_page(file.read_text(encoding="utf-8"))
        assert (page.language, page.direction) == (BY_CODE[code].tag, BY_CODE[code].direction)
        found += [f"{file.name}: {text.content[:80]}" for text in page.texts if wording.foreign(text.content, text.tag)]
        if code != "en":
            own = [text.content for text in page.texts if text.tag == page.language]
            found += [f"{file.name}: {text[:80]}" for text in own if untranslated.shown(text)]
    assert not found, "\n".join(found)


def test_it_opens_on_a_phone_without_a_network(browser: Browser, pages: list[Path], code: str) -> None:
    context = browser.new_context(viewport=PHONE, offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    found = []
    for file in pages:
        page.goto(file.as_uri())
        found += [f"{file.name}: {what}" for what in page.evaluate(LACKING)]
        found += [f"{file.name}: {wide}" for wide in page.evaluate(WIDER_THAN_WINDOW)]
        found += [f"{file.name}: {what}" for what in violations(page, "phone", RULES)]
    context.close()
    assert [url for url in asked if not url.startswith("file:")] == []
    assert not found, "\n".join(found)
