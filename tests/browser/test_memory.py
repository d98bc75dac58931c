"""Texts from the memory in a real browser: filled, confirmed by key, changed; a file on its way in."""

from pathlib import Path
from types import SimpleNamespace

from playwright.sync_api import BrowserContext, expect

from tests.browser.desk_people import barriers, by_form, context, people
from tests.browser.test_editor import FIELD, SAVED, editor, job
from tests.exchange_formats.test_tmx import file
from tests.translation_memory.units import entry
from translation_desk.models import Segment, TranslationJob
from translation_memory.entering import enter

__all__ = ["context", "job", "people"]


def test_texts_from_the_memory_are_confirmed_by_key_or_changed(
    context: BrowserContext, job: TranslationJob, people: SimpleNamespace
) -> None:
    enter([entry(f"Sentence {n} of the page.", f"جملة {n} من الصفحة.", language="ar", path=str(n)) for n in (3, 5)])
    page = editor(context, job, people.translator)
    page.get_by_role("button", name="Fill 2 texts from the memory").click()
    page.wait_for_selector("html[data-desk-ready]")
    expect(page.locator("[data-do=confirm]")).to_have_count(2)
    assert barriers(page) == []
    page.locator("[data-filter=prefilled]").click()
    fields = page.locator(f"{FIELD}:visible")
    fields.first.focus()
    page.keyboard.press("Alt+o")
    expect(page.locator("[data-do=confirm]")).to_have_count(1)
    expect(fields.nth(1)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("!")
    page.keyboard.press("Control+s")
    expect(page.locator("#desk-saved")).to_have_text(SAVED)
    expect(page.locator("[data-do=confirm]")).to_have_count(0)
    expect(page.locator("[data-confirm-all]")).to_be_hidden()
    assert not Segment.objects.filter(job=job, prefilled=True).exists()


def test_a_file_can_be_sent_by_everybody_who_may(context: BrowserContext, people: SimpleNamespace, tmp_path: Path) -> None:
    sent = tmp_path / "other.tmx"
    body = '<tu><tuv xml:lang="en"><seg>Hide</seg></tuv><tuv xml:lang="ar"><seg>جلد</seg></tuv></tu><tu/>'
    sent.write_bytes(file(body))
    page = context.new_page()
    by_form(page, people.reviewer)
    page.goto("/admin/translations/memory/imports/")
    assert barriers(page) == []
    page.set_input_files("input[type=file]", sent)
    page.get_by_role("button", name="Send the file").click()
    expect(page.locator("button[value=take]")).to_be_visible(timeout=10_000)
    page.locator("details summary").click()
    assert barriers(page) == []
