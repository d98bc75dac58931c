"""The translation editor in a real browser: by keyboard alone, without connection, with an input method, for screen readers."""

from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.desk_people import OURS, barriers, by_form, context, people
from tests.translation_desk import desk
from tests.translation_memory.units import entry
from translation_desk import jobs, submitting
from translation_desk.models import Segment, TranslationJob
from translation_desk.models.jobs import Status
from translation_memory.entering import enter

__all__ = ["context", "people"]

FIELD = ".desk-field__text"
SAVED = "All changes saved"
WITH_FOOTER = f"{OURS}, .desk-footer"

BODY = [
    {
        "type": "paragraph",
        "id": "p1",
        "value": "<p>Lime loosens the <b>hair</b>; read the <a href='https://example.org/'>manual</a>.</p>"
        + "".join(f"<p>Sentence {number} of the page.</p>" for number in range(17)),
    },
]


@pytest.fixture
def job(people: SimpleNamespace) -> TranslationJob:
    return jobs.start(people.translator, desk.job(desk.english(people.homes, body=BODY), "ar"))


def editor(context: BrowserContext, job: TranslationJob, user: Any) -> Page:
    page = context.new_page()
    by_form(page, user)
    return reopened(page, job)


def reopened(page: Page, job: TranslationJob) -> Page:
    page.goto(f"/admin/translations/{job.pk}/")
    page.wait_for_selector("html[data-desk-ready]")
    return page


def texts(job: TranslationJob) -> list[str]:
    return list(Segment.objects.filter(job=job, active=True, kind="text").order_by("order").values_list("text", flat=True))


def test_twenty_segments_are_translated_and_handed_in_without_a_mouse(
    context: BrowserContext, job: TranslationJob, people: SimpleNamespace
) -> None:
    page = editor(context, job, people.translator)
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowUp")
    for number in range(20):
        # From the fourth on the English has numbers, which a translation keeps.
        page.keyboard.type(f"نص {number if number < 3 else number - 3} ")
        if number == 2:
            page.keyboard.press("Alt+Digit2")
            page.keyboard.type("الدليل")
        page.keyboard.press("Control+Enter")
    expect(page.locator("#desk-saved")).to_have_text(SAVED)
    assert texts(job)[:3] == ["نص 0", "نص 1", 'نص 2 <a id="a1">الدليل</a>']
    assert all(texts(job)) and len(texts(job)) == 20
    page.keyboard.press("Alt+m")
    page.keyboard.press("Enter")
    page.wait_for_url("**/submit/")
    page.locator("[name=note]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/translations/{job.pk}/")
    assert desk.job_again(job).status == Status.IN_REVIEW


def test_a_closed_tab_without_connection_loses_nothing(
    context: BrowserContext, job: TranslationJob, people: SimpleNamespace
) -> None:
    page = editor(context, job, people.translator)
    page.locator(FIELD).nth(1).focus()
    context.set_offline(True)
    page.keyboard.type("بلا اتصال")
    expect(page.locator("#desk-messages")).to_contain_text("No connection")
    page.close()
    context.set_offline(False)
    page = reopened(context.new_page(), job)
    expect(page.locator("#desk-saved")).to_have_text(SAVED)
    assert texts(job)[1] == "بلا اتصال"


def test_an_expired_session_keeps_the_text_until_one_signs_in_again(
    context: BrowserContext, job: TranslationJob, people: SimpleNamespace
) -> None:
    page = editor(context, job, people.translator)
    context.clear_cookies(name="sessionid")
    page.locator(FIELD).first.focus()
    page.keyboard.type("العنوان")
    expect(page.locator("#desk-messages a")).to_have_text("Sign in in another tab")
    editor(context, job, people.translator).close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#desk-saved")).to_have_text(SAVED)
    assert texts(job)[0] == "العنوان"


def test_two_windows_see_each_others_text(context: BrowserContext, job: TranslationJob, people: SimpleNamespace) -> None:
    first = editor(context, job, people.translator)
    second = reopened(context.new_page(), job)
    first.locator(FIELD).first.focus()
    first.keyboard.type("الأول")
    expect(first.locator("#desk-saved")).to_have_text(SAVED)
    second.locator(FIELD).first.focus()
    second.keyboard.type("الثاني")
    expect(second.locator(".desk-conflict")).to_contain_text("الأول")
    expect(second.locator(".desk-conflict")).to_contain_text("الثاني")
    second.get_by_role("button", name="Take mine").click()
    expect(second.locator("#desk-saved")).to_have_text(SAVED)
    assert texts(job)[0] == "الثاني"


def test_tags_cannot_be_broken(context: BrowserContext, job: TranslationJob, people: SimpleNamespace) -> None:
    page = editor(context, job, people.translator)
    field = page.locator(FIELD).nth(2)
    field.focus()
    page.keyboard.press("Alt+Digit1")
    page.keyboard.type("x")
    expect(field).to_have_value("⟦1⟧x⟦/1⟧")
    # In Arabic the arrow to the left goes forward.
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("y")
    expect(field).to_have_value("⟦1⟧x⟦/1⟧y")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(field).to_have_value("⟦1⟧x")
    expect(page.locator(".desk-note.is-error")).to_have_text("⟦1⟧ is not closed: put ⟦/1⟧ where it ends.")
    page.keyboard.press("Control+z")
    expect(field).to_have_value("⟦1⟧x⟦/1⟧")
    expect(page.locator("#desk-saved")).to_have_text(SAVED)


def test_findings_stand_under_the_field_and_are_judged_without_a_mouse(
    context: BrowserContext, job: TranslationJob, people: SimpleNamespace
) -> None:
    page = editor(context, job, people.translator)
    first, second = (page.locator("[data-segment]").nth(number) for number in (0, 1))
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.type("نقع, الجلود")
    page.keyboard.press("Control+s")
    expect(first.locator(".desk-finding")).to_contain_text("has a sign of Latin text")
    expect(page.locator("[data-filter=findings] .desk-filter__count")).to_have_text("1")
    first.locator("[data-do=judge]").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("It is a name.")
    page.keyboard.press("Enter")
    expect(first.locator(".desk-finding--judged")).to_contain_text("It is a name.")
    expect(page.locator("[data-filter=findings] .desk-filter__count")).to_have_text("0")
    second.locator(FIELD).focus()
    page.keyboard.type("ما")
    page.keyboard.press("Alt+i")
    expect(second.locator(FIELD)).to_have_value("What water does.")
    expect(second.locator(".desk-finding--judged")).to_contain_text("The English is the translation")


def test_a_finding_is_judged_by_mouse_though_its_segment_was_not_the_current_one(
    context: BrowserContext, job: TranslationJob, people: SimpleNamespace
) -> None:
    Segment.objects.filter(job=job, path="summary").update(text="الماء, والجلود")
    page = editor(context, job, people.translator)
    page.locator("[data-do=judge]").click()
    expect(page.locator("#desk-inline")).to_be_focused()


def test_the_preview_follows_what_is_typed(context: BrowserContext, job: TranslationJob, people: SimpleNamespace) -> None:
    page = editor(context, job, people.translator)
    page.keyboard.press("Control+p")
    frame = page.frame_locator("[data-preview-frame]")
    expect(frame.locator("html[lang=ar][dir=rtl] h1")).to_have_text("Soaking")
    page.locator(FIELD).first.focus()
    page.keyboard.type("النقع")
    expect(frame.locator("h1")).to_have_text("النقع")
    expect(page.locator("#desk-saved")).to_have_text(SAVED)


def test_enter_belongs_to_the_input_method_while_it_composes(
    context: BrowserContext, job: TranslationJob, people: SimpleNamespace
) -> None:
    page = editor(context, job, people.translator)
    page.locator(FIELD).first.focus()
    handled = page.evaluate(
        """() => !document.activeElement.dispatchEvent(new KeyboardEvent(
            "keydown", { key: "Enter", code: "Enter", ctrlKey: true, bubbles: true, cancelable: true, isComposing: true }))"""
    )
    assert not handled
    assert page.evaluate("document.activeElement === document.querySelector('.desk-field__text')")


def test_the_list_of_keys_opens_with_a_question_mark(
    context: BrowserContext, job: TranslationJob, people: SimpleNamespace
) -> None:
    page = editor(context, job, people.translator)
    page.locator(FIELD).first.focus()
    page.keyboard.press("Escape")
    page.keyboard.type("?")
    expect(page.locator("#keyboard-shortcuts-dialog")).to_contain_text("Copy the English")


@pytest.mark.parametrize("width", [1280, 360])
def test_writing_has_no_barrier(context: BrowserContext, job: TranslationJob, people: SimpleNamespace, width: int) -> None:
    page = editor(context, job, people.translator)
    page.set_viewport_size({"width": width, "height": 900})
    # What has the focus comes into sight smoothly, which under load takes longer than anybody waits: here it does so at once.
    page.locator(".content-wrapper").evaluate("(element) => { element.style.scrollBehavior = 'auto' }")
    page.locator(FIELD).first.focus()
    page.keyboard.press("Alt+h")
    expect(page.locator("[data-details] h4").first).to_be_focused()
    # Whatever the bar at the edge covers by half while a field is scrolled to is no small target.
    page.evaluate("for (const part of [window, document.querySelector('.content-wrapper')]) part.scrollTo(0, 0)")
    assert barriers(page, WITH_FOOTER) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_reviewing_has_no_barrier(context: BrowserContext, job: TranslationJob, people: SimpleNamespace, scheme: Any) -> None:
    desk.translate(job, people.translator)
    submitting.submit(people.translator, desk.job_again(job))
    page = editor(context, job, people.reviewer)
    page.emulate_media(color_scheme=scheme)
    page.evaluate(f"document.documentElement.className = 'w-theme-{scheme}'")
    assert barriers(page, WITH_FOOTER) == []


def test_review_is_done_by_keyboard(context: BrowserContext, job: TranslationJob, people: SimpleNamespace) -> None:
    desk.translate(job, people.translator)
    submitting.submit(people.translator, desk.job_again(job))
    page = editor(context, job, people.reviewer)
    page.locator("[data-segment]").first.focus()
    page.keyboard.press("a")
    expect(page.locator("[data-segment]").first).to_have_attribute("data-review", "accepted")
    page.keyboard.press("f")
    page.keyboard.type("Too long")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-segment]").nth(1)).to_have_attribute("data-review", "flagged")
    assert Segment.objects.filter(job=job, review="flagged").get().comments.get().text == "Too long"


def test_a_key_puts_a_remembered_text_into_the_field_and_undo_takes_it_out(
    context: BrowserContext, job: TranslationJob, people: SimpleNamespace
) -> None:
    sentence = "Lime loosens the <b>hair</b>; read the <a id='a7'>manual</a>."
    remembered = "الجير يفك <b>الشعر</b>؛ اقرأ <a id='a7'>الدليل</a>."
    enter(
        [entry(sentence, remembered, language="ar"), entry("Sentence 99 of the page.", "جملة 99.", language="ar", path="summary")]
    )
    page = editor(context, job, people.translator)
    field = page.locator(FIELD).nth(2)
    field.focus()
    page.keyboard.press("Alt+v")
    expect(page.locator("[data-memory] [data-do=insert]").first).to_be_focused()
    page.keyboard.press("Digit1")
    expect(field).to_have_value("الجير يفك ⟦1⟧الشعر⟦/1⟧؛ اقرأ ⟦2⟧الدليل⟦/2⟧.")
    expect(field).to_be_focused()
    page.keyboard.press("Control+z")
    expect(field).to_have_value("")
    page.keyboard.press("Control+Shift+z")
    page.keyboard.press("Control+s")
    expect(page.locator("#desk-saved")).to_have_text(SAVED)
    assert texts(job)[2] == 'الجير يفك <b>الشعر</b>؛ اقرأ <a id="a1">الدليل</a>.'
    expect(page.locator("[data-memory]")).to_contain_text("100%")


def test_selected_words_are_looked_up_in_another_tab(
    context: BrowserContext, job: TranslationJob, people: SimpleNamespace
) -> None:
    enter([entry("Read the manual: lime loosens the hair.", "الجير يفك الشعر.", language="ar")])
    page = editor(context, job, people.translator)
    page.locator(".desk-segment__source").nth(2).select_text()
    with context.expect_page() as opened:
        page.keyboard.press("Alt+w")
    tab = opened.value
    expect(tab.locator("#memory-words")).to_have_value("Lime loosens the hair; read the manual.")
    expect(tab.locator("mark").first).to_be_visible()
    expect(tab.locator("[name=language]")).to_have_value("ar")
    assert barriers(tab) == []
