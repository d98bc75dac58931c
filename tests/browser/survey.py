"""One look at one page: what it loads, and what it is like on a desktop, on a phone and in the dark. Tests share the looks."""

import gzip
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from config.languages import SOURCE_CODE
from tests.browser.kinds import DESKTOP, PHONE, Kind

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
# Colours are the same in all languages.
ALL_BUT_CONTRAST = {**RULES, "rules": {"color-contrast": {"enabled": False}}}

# What sticks out of the window. Areas that scroll by themselves, and what is parked out of sight, do not make the page wider.
WIDER_THAN_WINDOW = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const out = [...document.body.querySelectorAll("*")].filter((element) => {
        const box = element.getBoundingClientRect();
        const outside = box.width && (box.right > width + 1 || box.left < -1);
        return outside && !element.closest(".table-scroll, .trap, .visually-hidden");
    });
    const shown = out.slice(-5).map((element) => element.outerHTML.slice(0, 120));
    return [`page ${document.documentElement.scrollWidth} px`, ...shown];
}"""

# Targets below 24 px, and below 44 px where the finger must not miss. A link within a sentence may be as low as its line.
SMALL_TARGETS = """() => {
    const every = "a[href], button, summary, select, textarea, input:not([type=checkbox]), label:has(input)";
    const large = ".menu a, .menu-small a, .languages a, .footer-links a, .pagination a, .chips a, .tags a, button, summary";
    const within = (element) => getComputedStyle(element).display === "inline"
        && element.closest("p, li, dd, td, th, figcaption, h1, h2, h3")?.textContent.trim() !== element.textContent.trim();
    const small = [];
    for (const element of document.querySelectorAll(every)) {
        if (!element.checkVisibility({visibilityProperty: true})) continue;
        if (element.closest(".trap, .visually-hidden, .skip-link")) continue;
        const box = element.getBoundingClientRect();
        const least = element.matches(large) ? 44 : 24;
        const size = `${Math.round(box.width)}×${Math.round(box.height)} px, least ${least}`;
        if ((box.height < least - 0.5 || box.width < least - 0.5) && !(least === 24 && within(element)))
            small.push(`${size}: ${element.outerHTML.slice(0, 120)}`);
    }
    return small;
}"""


@dataclass
class Look:
    """What was seen of one page."""

    url: str
    status: int = 0
    html: str = ""
    html_size: int = 0
    """Bytes of the page, compressed as a web server sends it."""
    total_size: int = 0
    script_size: int = 0
    scripts: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)
    cookies: list[Any] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)
    small_targets: list[str] = field(default_factory=list)


class Surveyor:
    """Looks at each page once and remembers what it saw."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser = browser
        self.site = site
        self.looks: dict[tuple[str, str], Look] = {}
        self.checked: set[tuple[str, str]] = set()

    def look(self, kind: Kind, code: str, *, accessibility: bool = False) -> Look:
        """Return what a first visitor of this page gets, with the findings of axe when asked for."""
        key = (kind.name, code)
        if key not in self.looks or (accessibility and key not in self.checked):
            self.looks[key] = self._visit(kind, code, accessibility=accessibility)
            if accessibility:
                self.checked.add(key)
        return self.looks[key]

    def _visit(self, kind: Kind, code: str, *, accessibility: bool) -> Look:
        look = Look(f"{self.site}{kind.address(code)}")
        headers = {"Save-Data": "on"} if kind.saves_data else {}
        context = self.browser.new_context(viewport=DESKTOP, color_scheme="light", extra_http_headers=headers)
        page = context.new_page()
        answers: list[Response] = []

        def note(response: Response) -> None:
            answers.append(response)

        page.on("response", note)
        page.on("request", lambda request: look.hosts.add(urlsplit(request.url).netloc))
        page.on("requestfailed", lambda request: look.failed.append(request.url))
        answer = page.goto(look.url, wait_until="load")
        if kind.sends_form:
            answers.clear()
            answer = send_with_faults(page)
        assert answer is not None
        look.status = answer.status
        look.html = answer.text()
        self._weigh(look, answer, answers)
        rules = RULES if code == SOURCE_CODE else ALL_BUT_CONTRAST
        if accessibility:
            look.violations += violations(page, "desktop", rules)
        self._hold_to_phone(page, look)
        if accessibility:
            look.violations += violations(page, "phone", rules)
            if code == SOURCE_CODE:
                page.emulate_media(color_scheme="dark")
                look.violations += violations(page, "dark", CONTRAST)
        look.cookies = list(context.cookies())
        context.close()
        return look

    @staticmethod
    def _weigh(look: Look, answer: Response, answers: list[Response]) -> None:
        look.html_size = weight(answer)
        look.total_size = sum(weight(other) for other in answers)
        scripts = [other for other in answers if other.request.resource_type == "script"]
        look.script_size = sum(map(weight, scripts))
        look.scripts = [urlsplit(other.url).path for other in scripts]

    @staticmethod
    def _hold_to_phone(page: Page, look: Look) -> None:
        page.set_viewport_size(PHONE)
        look.too_wide += page.evaluate(WIDER_THAN_WINDOW)
        page.evaluate("() => document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        look.too_wide += page.evaluate(WIDER_THAN_WINDOW)
        look.small_targets += page.evaluate(SMALL_TARGETS)


def weight(answer: Response) -> int:
    """Return the bytes of an answer on their way to the reader; pages count as compressed, which web servers do in public."""
    if answer.request.resource_type == "document" and answer.ok:
        return len(gzip.compress(answer.body()))
    return answer.request.sizes()["responseBodySize"]


def send_with_faults(page: Page) -> Response:
    """Send the contact form without a message and with half an address; return the answer."""
    page.fill("#id_email", "someone@")
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.click("form.form button")
    page.wait_for_load_state("load")
    return answer.value


def violations(page: Page, where: str, rules: dict[str, Any]) -> list[str]:
    """Return what axe finds, one line for each element."""
    response = Axe().run(page, options=rules).response
    return [
        f"{where}: {violation['id']}: {node['html'][:160]} – {node['failureSummary'].splitlines()[-1].strip()}"
        for violation in response["violations"]
        for node in violation["nodes"]
    ]
