"""Pages as tables in a real browser: a file sent, its report, taking it; without barriers on a phone, too."""

from pathlib import Path
from types import SimpleNamespace

from playwright.sync_api import BrowserContext, expect
from wagtail.users.models import UserProfile

from tests import factories
from tests.browser.desk_people import barriers, by_form, context, people, too_small, too_wide

__all__ = ["context", "people"]


def test_a_table_is_sent_and_taken(context: BrowserContext, people: SimpleNamespace, tmp_path: Path) -> None:
    factories.publication_index({"en": people.homes["en"]}, ("en",))
    factories.document_type("manual")
    table = tmp_path / "table.csv"
    table.write_text("code,title,summary,document_type,year\none,One,About it.,manual,2004\n", encoding="utf-8")
    page = context.new_page()
    by_form(page, people.editor)
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/admin/newsroom/tables/")
    assert [*barriers(page), *too_wide(page), *too_small(page)] == []
    page.goto("/admin/newsroom/tables/publications/")
    page.locator(".newsroom-tables summary").click()
    assert [*barriers(page), *too_wide(page), *too_small(page)] == []
    page.set_input_files("input[name=file]", table)
    page.get_by_role("button", name="Send the file").click()
    expect(page.locator("button[value=take]")).to_be_visible(timeout=10_000)
    assert [*barriers(page), *too_wide(page), *too_small(page)] == []
    page.locator("button[value=take]").click()
    expect(page.locator("button[value=undo]")).to_be_visible(timeout=10_000)
    assert barriers(page) == []


def test_old_addresses_and_a_broken_report_without_barriers_in_arabic(
    context: BrowserContext, people: SimpleNamespace, tmp_path: Path
) -> None:
    UserProfile.objects.update_or_create(user=people.approver, defaults={"preferred_language": "ar"})
    table = tmp_path / "old.csv"
    table.write_text("old_address,new_address\n/content/a,/en/\n/content/b,/nowhere\n", encoding="utf-8")
    page = context.new_page()
    by_form(page, people.approver)
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/admin/newsroom/old-addresses/")
    page.locator(".newsroom-tables summary").click()
    assert [*barriers(page), *too_wide(page), *too_small(page)] == []
    page.set_input_files("input[name=file]", table)
    page.locator(".desk-imports__form button[type=submit]").click()
    expect(page.locator(".newsroom-tables__problem")).to_have_count(1, timeout=10_000)
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert [*barriers(page), *too_wide(page), *too_small(page)] == []
