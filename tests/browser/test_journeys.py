"""What people come to the portal for, walked in Chromium, without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.kinds import PHONE
from tests.browser.survey import weight

OpenPage = Callable[..., Page]
FAR_ENOUGH = 80
"""So many presses of the tabulator key lead past the header and into the filters."""


def note_answers(page: Page) -> list[Response]:
    answers: list[Response] = []

    def note(response: Response) -> None:
        answers.append(response)

    page.on("response", note)
    return answers


def active(page: Page, question: str) -> bool:
    return bool(page.evaluate(f"() => {{ const it = document.activeElement; return {question}; }}"))


def press_tab_until(page: Page, question: str) -> None:
    for _press in range(FAR_ENOUGH):
        page.keyboard.press("Tab")
        if active(page, question):
            return
    pytest.fail(f"The keyboard did not reach: {question}")


def test_safety_advice_on_a_french_phone(open_page: OpenPage) -> None:
    """Journey 1: from home over the alert to the advice, in two taps and 200 kB at most."""
    page = open_page("about:blank", viewport=PHONE, has_touch=True, is_mobile=True, locale="fr")
    answers = note_answers(page)
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/fr/$"))
    size = sum(weight(answer) for answer in answers)
    answers.clear()
    alert = page.get_by_role("complementary", name="Alerte de sécurité").get_by_role("link")
    assert alert.bounding_box()["y"] < PHONE["height"]
    alert.tap()
    expect(page).to_have_url(re.compile(r"/fr/gas-safety/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sécurité face aux gaz")
    expect(page.locator(".callout--safety").first).to_be_visible()
    page.wait_for_load_state("load")
    assert size + sum(weight(answer) for answer in answers) <= 200_000


def test_arabic_publications_on_effluent(open_page: OpenPage) -> None:
    """Journey 2: cards from right to left with Arabic labels; an English title is marked and its language printed."""
    page = open_page("/ar/publications/")
    page.locator("input[name=topic][value=effluent]").check()
    page.locator("input[name=from]").fill("2000")
    page.locator("input[name=to]").fill("2005")
    page.locator(".filters-box > button").click()
    expect(page).to_have_url(re.compile(r"topic=effluent&from=2000&to=2005.*#results$"))
    results = page.locator("#results")
    assert results.evaluate("element => getComputedStyle(element).direction") == "rtl"
    cards = results.locator(".card")
    assert cards.count() >= 3
    for facts in cards.locator(".card-facts").all_inner_texts():
        year = re.search(r"\d{4}", facts)
        assert year and 2000 <= int(year[0]) <= 2005
        assert re.search(r"[\u0600-\u06ff]{3}", facts) and not re.search(r"[A-Za-z]{3}", facts)
    heading = cards.first.locator("h3")
    assert heading.evaluate("element => getComputedStyle(element).textAlign") in {"start", "right"}
    foreign = results.locator("h2.group-title ~ .cards .card").first
    title = foreign.locator("h3 a")
    assert (title.get_attribute("lang"), title.get_attribute("hreflang"), title.get_attribute("dir")) == ("en", "en", "ltr")
    expect(foreign.locator(".language-name")).to_contain_text("الإنكليزية")


def test_spanish_course_on_one_sheet(open_page: OpenPage) -> None:
    """Journey 3: a trainer finds a course, reads length and certificate, prints one page."""
    page = open_page("/es/")
    page.get_by_role("navigation", name="Menú principal").get_by_role("link", name="Formación").click()
    page.locator(".card").get_by_role("link", name="Cómo actuar frente al sulfuro de hidrógeno").click()
    facts = page.locator("dl.facts")
    expect(facts).to_contain_text("Duración")
    expect(facts).to_contain_text(re.compile(r"Certificado\s*Sí, con un resultado del 80\s%"))
    sheets = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4", prefer_css_page_size=True))
    assert len(sheets) == 1


def test_projects_in_pakistan_and_a_figure_with_its_source(open_page: OpenPage) -> None:
    """Journey 4: the projects of one country by year; what is copied of a figure holds its source and year."""
    page = open_page("/en/projects/")
    countries = page.get_by_role("group", name="Country")
    countries.locator("summary").click()
    countries.get_by_role("checkbox", name="Pakistan").check()
    page.get_by_label("Sort by").select_option(label="Oldest first")
    page.get_by_role("button", name="Apply").click()
    years = [int(re.search(r"\d{4}", text)[0]) for text in page.locator(".card-facts").all_inner_texts()]
    assert len(years) >= 2 and years == sorted(years)
    page.locator(".card h3 a").first.click()
    figure = page.locator(".figure").first
    copied = figure.evaluate("element => { getSelection().selectAllChildren(element); return getSelection().toString(); }")
    assert re.search(r"\d", figure.locator(".figure-value").inner_text())
    assert re.search(r"\w+.*, (19|20)\d\d\s*$", copied)


def test_keyboard_reader_keeps_the_place(open_page: OpenPage) -> None:
    """Journey 7: the results and their number are a heading; after a change of a facet the reader is at the results again."""
    page = open_page("/en/publications/")
    before = page.get_by_role("heading", name=re.compile(r"^\d+ results$"))
    expect(before).to_have_count(1)
    press_tab_until(page, "it.name === 'topic' && it.value === 'effluent'")
    page.keyboard.press("Space")
    press_tab_until(page, "it.matches('.filters-box > button')")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"topic=effluent.*#results$"))
    after = page.get_by_role("heading", name=re.compile(r"^\d+ results?$"))
    expect(after).to_be_in_viewport()
    assert after.inner_text() != "30 results"
    expect(page.locator("input[name=topic][value=effluent]")).to_be_checked()
    page.keyboard.press("Tab")
    assert active(page, "it.closest('#results') !== null")


def test_english_documents_on_reverse_osmosis_for_a_russian_reader(open_page: OpenPage) -> None:
    """Journey 5: words in Russian find documents that exist in English only, in a group that says so, through what they mean."""
    page = open_page("/ru/", viewport=PHONE, has_touch=True)
    page.get_by_role("search").get_by_role("searchbox").fill("обратный осмос")
    page.get_by_role("search").get_by_role("button").tap()
    expect(page).to_have_url(re.compile(r"/ru/search/\?q="))
    expect(page.get_by_role("search").get_by_role("searchbox")).to_have_value("обратный осмос")
    others = page.locator(".elsewhere")
    expect(others.get_by_role("heading", level=2)).to_have_text("На других языках")
    english = others.locator("a[hreflang=en]", has_text="Reverse Osmosis of Treated Tannery Effluent").first
    assert (english.get_attribute("lang"), english.get_attribute("dir")) == ("en", "ltr")
    card = others.locator(".result").filter(has_text="Reverse Osmosis of Treated Tannery Effluent")
    expect(card.locator(".language-name")).to_contain_text("английский")
    expect(english.locator("mark").first).to_have_text("Reverse")
    english.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reverse Osmosis of Treated Tannery Effluent")
    assert page.context.cookies() == []


def test_keyboard_reader_keeps_the_place_in_results(open_page: OpenPage) -> None:
    """Journey 7 on the results page: their number is a heading and announced, a facet changed by keyboard leads back to them."""
    page = open_page("/en/")
    press_tab_until(page, "it.matches('[role=search] input')")
    page.keyboard.type("tannery effluent")
    page.keyboard.press("Enter")
    before = page.get_by_role("status").get_by_role("heading", name=re.compile(r"^\d+ results$"))
    expect(before).to_have_count(1)
    number = before.inner_text()
    expect(page).to_have_title(re.compile(re.escape(number)))
    press_tab_until(page, "it.name === 'section' && it.value === 'publications'")
    page.keyboard.press("Space")
    press_tab_until(page, "it.matches('.filters-box > button')")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=tannery\+effluent.*section=publications.*#results$"))
    after = page.get_by_role("heading", name=re.compile(r"^\d+ results?$"))
    expect(after).to_be_in_viewport()
    assert after.inner_text() != number
    page.keyboard.press("Tab")
    assert active(page, "it.matches('.chips a')")


def test_phone_reader_finds_words_in_a_list(open_page: OpenPage) -> None:
    page = open_page("/es/publications/", viewport=PHONE, has_touch=True)
    page.locator("#list-words").fill("efluentes")
    page.locator(".list-search button").tap()
    expect(page).to_have_url(re.compile(r"/es/publications/\?q=efluentes"))
    expect(page.locator(".chips li").first).to_contain_text("efluentes")
    assert page.locator(".card").count() >= 3


def test_a_missing_address_fills_the_search(open_page: OpenPage) -> None:
    page = open_page("/en/publications/reed-beds-in-india/")
    box = page.get_by_role("search", name="Search for the page")
    expect(box.get_by_role("searchbox")).to_have_value("reed beds in india")
    box.get_by_role("button").click()
    expect(page.locator(".result").first).to_be_visible()


def test_skip_link_leads_to_the_text(open_page: OpenPage) -> None:
    page = open_page("/en/topics/effluent/")
    page.keyboard.press("Tab")
    assert active(page, "it.matches('.skip-link') && it.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert active(page, "it.closest('main') !== null")


@pytest.mark.parametrize(
    "path", ["", "about/unido/", "topics/effluent/", "publications/", "training/first-aid/", "sessions/14/", "contact/"]
)
def test_switching_language_keeps_the_page(open_page: OpenPage, path: str) -> None:
    page = open_page(f"/en/{path}")
    for code, name, tag in (("fr", "Français", "fr"), ("ar", "عربي", "ar"), ("zh-hans", "中文", "zh-Hans")):
        page.locator(".languages").get_by_role("link", name=name).click()
        expect(page).to_have_url(re.compile(rf"/{code}/{re.escape(path)}$"))
        expect(page.locator("html")).to_have_attribute("lang", tag)
        expect(page.locator(".languages [aria-current]")).to_have_text(name)


def test_muted_language_leads_to_a_page_that_offers_versions(open_page: OpenPage) -> None:
    page = open_page("/en/publications/reverse-osmosis-of-treated-tannery-effluent/")
    entry = page.locator(".languages a[lang=ar]")
    assert "missing" in (entry.get_attribute("class") or "")
    assert re.search(r"[\u0600-\u06ff]{3}", entry.get_attribute("title") or "")
    with page.expect_response(lambda response: response.request.is_navigation_request()) as answer:
        entry.click()
    assert answer.value.status == 404
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")
    english = page.locator(".version-list a[hreflang=en]")
    expect(english).to_contain_text("الإنكليزية")
    expect(page.locator("main a[href='/ar/publications/']")).to_be_visible()
    english.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reverse Osmosis of Treated Tannery Effluent")


def test_contact_form_keeps_what_was_typed(open_page: OpenPage) -> None:
    page = open_page("/ru/contact/")
    page.fill("#id_name", "Имя")
    page.fill("#id_email", "nobody@")
    page.locator("form.form button").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.locator(".field--error")).to_have_count(2)
    expect(page.locator("#id_name")).to_have_value("Имя")
    expect(page.locator("#id_email")).to_have_value("nobody@")
    page.fill("#id_message", "Проверка формы")
    page.fill("#id_email", "nobody@example.org")
    page.locator("form.form button").click()
    expect(page.locator("#sent")).to_be_visible()
    assert page.context.cookies() == []


def test_report_link_names_the_page(open_page: OpenPage) -> None:
    page = open_page("/es/topics/tanning/")
    page.locator(".report a").click()
    expect(page.locator("#id_page")).to_have_value("/es/topics/tanning/")
    expect(page.locator("#id_reply_language")).to_have_value("es")


def test_phone_menu_opens_without_scripts(open_page: OpenPage) -> None:
    page = open_page("/zh-hans/", viewport=PHONE, has_touch=True)
    link = page.locator(".menu-small a").nth(1)
    expect(link).to_be_hidden()
    page.locator(".menu-small summary").tap()
    link.tap()
    expect(page).to_have_url(re.compile(r"/zh-hans/topics/$"))
