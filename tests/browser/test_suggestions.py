"""Suggestions below the search box: keyboard, pointer, screen reader, unfinished input. Answers of the server are played."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.survey import RULES

OFFERED = {"tan": ["Tanning", "Tanning agents", "Vegetable tanning"], "دبا": ["الدباغة", "دباغة نباتية"], "鞣": ["鞣制"]}


class Box:
    """The search box of a page, with an answering server behind it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        page.route("**/search/suggestions/**", self._answer)
        self.input: Locator = page.locator("header form[role=search] input[name=q]")
        self.list: Locator = page.locator("header form[role=search] [role=listbox]")
        self.options: Locator = self.list.get_by_role("option")

    def _answer(self, route: Route) -> None:
        (typed,) = parse_qs(urlsplit(route.request.url).query)["q"]
        self.asked.append(typed)
        route.fulfill(content_type="application/json", body=json.dumps({"suggestions": OFFERED.get(typed, [])}))

    def type(self, text: str, offered: int) -> None:
        self.input.press_sequentially(text)
        expect(self.options).to_have_count(offered)

    def chosen(self) -> str:
        return str(self.page.locator(f"#{self.input.get_attribute('aria-activedescendant') or 'none'}").inner_text())


@pytest.fixture
def box(open_page: OpenPage) -> Box:
    return Box(open_page("/en/", java_script_enabled=True))


def test_arrows_walk_through_the_list_and_back_to_the_box(box: Box) -> None:
    box.type("tan", 3)
    assert box.input.get_attribute("aria-expanded") == "true"
    assert box.input.get_attribute("aria-activedescendant") is None
    box.input.press("ArrowDown")
    assert box.chosen() == "Tanning"
    box.input.press("ArrowUp")
    assert box.input.get_attribute("aria-activedescendant") is None
    box.input.press("ArrowUp")
    assert box.chosen() == "Vegetable tanning"
    assert box.input.input_value() == "tan"


def test_enter_searches_for_the_chosen_text(box: Box) -> None:
    box.type("tan", 3)
    box.input.press("ArrowDown")
    box.input.press("ArrowDown")
    with box.page.expect_navigation():
        box.input.press("Enter")
    assert parse_qs(urlsplit(box.page.url).query)["q"] == ["Tanning agents"]


def test_enter_without_a_choice_searches_for_what_was_typed(box: Box) -> None:
    box.type("tan", 3)
    with box.page.expect_navigation():
        box.input.press("Enter")
    assert parse_qs(urlsplit(box.page.url).query)["q"] == ["tan"]


def test_escape_closes_the_list_first_and_keeps_what_was_typed(box: Box) -> None:
    box.type("tan", 3)
    box.input.press("Escape")
    expect(box.list).to_be_hidden()
    assert box.input.input_value() == "tan"
    assert box.input.get_attribute("aria-expanded") == "false"
    box.input.press("ArrowDown")
    expect(box.list).to_be_visible()


def test_home_and_end_move_in_the_text(box: Box) -> None:
    box.type("tan", 3)
    box.input.press("ArrowDown")
    box.input.press("Home")
    assert box.input.evaluate("box => box.selectionStart") == 0
    box.input.press("End")
    assert box.input.evaluate("box => box.selectionStart") == 3


def test_a_click_searches_and_leaving_the_box_closes_the_list(box: Box) -> None:
    box.type("tan", 3)
    box.page.keyboard.press("Tab")
    expect(box.list).to_be_hidden()
    box.input.focus()
    box.input.press("ArrowDown")
    with box.page.expect_navigation():
        box.options.nth(2).click()
    assert parse_qs(urlsplit(box.page.url).query)["q"] == ["Vegetable tanning"]


def test_typing_fast_asks_once_and_a_single_letter_not_at_all(box: Box) -> None:
    box.input.press("t")
    box.page.wait_for_timeout(400)
    assert box.asked == []
    box.type("an", 3)
    assert box.asked == ["tan"]


def test_the_number_of_suggestions_is_announced(box: Box) -> None:
    status = box.page.locator("header form[role=search] [role=status]")
    expect(status).to_be_empty()
    box.type("tan", 3)
    expect(status).to_have_text(re.compile("3"))
    box.input.press("Escape")
    expect(status).to_be_empty()


def test_unfinished_characters_ask_for_nothing(open_page: OpenPage) -> None:
    box = Box(open_page("/zh-hans/", java_script_enabled=True))
    box.input.focus()
    session: Any = box.page.context.new_cdp_session(box.page)
    session.send("Input.imeSetComposition", {"text": "rou", "selectionStart": 3, "selectionEnd": 3})
    box.page.wait_for_timeout(400)
    assert box.asked == []
    session.send("Input.insertText", {"text": "鞣"})
    expect(box.options).to_have_text(["鞣制"])


def test_who_saves_data_gets_a_plain_box(open_page: OpenPage) -> None:
    page = open_page("about:blank", java_script_enabled=True)
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    page.goto("/en/")
    assert Box(page).input.get_attribute("role") is None


def test_a_server_in_trouble_leaves_a_plain_box(open_page: OpenPage) -> None:
    page = open_page("/en/", java_script_enabled=True)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**/search/suggestions/**", lambda route: route.fulfill(status=500, body="broken"))
    page.locator("header input[name=q]").press_sequentially("tan")
    page.wait_for_timeout(400)
    assert errors == []


@pytest.mark.parametrize(("path", "typed"), [("/en/", "tan"), ("/ar/", "دبا")])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_list_has_no_violation_and_stays_in_the_window(
    open_page: OpenPage, path: str, typed: str, width: int, scheme: str
) -> None:
    page = open_page(path, java_script_enabled=True, viewport={"width": width, "height": 800}, color_scheme=scheme)
    box = Box(page)
    box.type(typed, len(OFFERED[typed]))
    box.input.press("ArrowDown")
    found = Axe().run(page, options=RULES).response["violations"]
    assert not found, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    edges = box.list.bounding_box()
    assert edges is not None
    assert edges["x"] >= 0
    assert edges["x"] + edges["width"] <= width
