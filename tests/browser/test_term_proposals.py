"""A term proposed in a real browser: words selected in the English and in the translation, sent, accepted."""

from types import SimpleNamespace

from playwright.sync_api import BrowserContext, Page, expect

from tests import factories
from tests.browser.desk_people import SignIn, barriers, context, people, sign_in, too_small, too_wide
from tests.browser.test_editor import FIELD, editor, job
from translation_desk.models import TranslationJob
from vocabulary.models import Term

__all__ = ["context", "job", "people", "sign_in"]

SELECT = """(source) => {
  const walker = document.createTreeWalker(source, NodeFilter.SHOW_TEXT);
  const text = walker.nextNode();
  const start = text.textContent.indexOf("Sentence");
  document.getSelection().setBaseAndExtent(text, start, text, start + "Sentence".length);
}"""


def fits_a_phone(page: Page) -> list[str]:
    page.set_viewport_size({"width": 360, "height": 740})
    found = [*too_wide(page), *too_small(page)]
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def test_selected_words_are_proposed_and_become_a_term(
    context: BrowserContext, job: TranslationJob, people: SimpleNamespace, sign_in: SignIn
) -> None:
    factories.term("hide", "materials", term_en="hide", term_ar="جلد خام")
    page = editor(context, job, people.translator)
    segment = page.locator("[data-segment]", has=page.locator(FIELD)).filter(has_text="Sentence 3")
    segment.locator(".desk-segment__source").evaluate(SELECT)
    segment.locator(FIELD).fill("جملة ثالثة")
    segment.locator(FIELD).evaluate("(field) => field.setSelectionRange(0, 4)")
    page.keyboard.press("Alt+p")
    form = page.locator("[data-propose-term]")
    expect(form.locator("[name=english]")).to_have_value("Sentence")
    expect(form.locator("[name=text]")).to_have_value("جملة")
    assert barriers(page) == []

    form.locator("[name=english]").fill("hides")
    form.get_by_role("button", name="Propose").click()
    expect(form.locator("[data-problem=english]")).to_contain_text("جلد خام")
    expect(form.locator("[name=english]")).to_be_focused()
    assert barriers(page) == []

    form.locator("[name=english]").fill("Sentence")
    form.get_by_role("button", name="Propose").click()
    expect(page.locator("[data-told]")).to_contain_text("Sentence")

    sign_in(people.reviewer)
    page.goto("/admin/translations/terms/proposed/")
    assert barriers(page) == [] and fits_a_phone(page) == []
    page.get_by_role("link", name="جملة").click()
    page.wait_for_url("**/proposed/*/")
    assert barriers(page) == [] and fits_a_phone(page) == []
    page.select_option("[name=subject]", "materials")
    page.locator("button[value=accept]").click()
    expect(page.locator(".messages")).to_contain_text("Accepted")
    assert Term.objects.get(term_en="Sentence").term_ar == "جملة"
