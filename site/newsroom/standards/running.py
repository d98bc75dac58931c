"""Checks one page, or every live page and the site as a whole."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urlsplit

from core.i18n import split_path
from newsroom.standards import collecting
from newsroom.standards.fetching import Answer, FetchError, over_http, visitor
from newsroom.standards.language import Feeds, feed_links
from newsroom.standards.pages import ERROR, Facts, LivePage
from newsroom.standards.registry import SITE_RULES, page_rules
from newsroom.standards.rule import Finding, PageRule

MOST_PER_PAGE = 20
"""Findings of one rule on one page: of a page that was not translated at all, so many are enough."""


@dataclass(slots=True)
class Outcome:
    """What a check found."""

    pages: int = 0
    seconds: float = 0
    findings: list[Finding] = field(default_factory=list)


def check_page(page: LivePage, rules: Sequence[PageRule]) -> Iterator[Finding]:
    """Yield what is wrong with one page."""
    for rule in rules:
        if rule.on_errors or page.facts.role != ERROR:
            yield from islice(rule.check(page), MOST_PER_PAGE)


def check_address(url: str) -> Outcome:
    """Check one page: at a path of this site in this process, at a whole address over HTTP. Raises FetchError.

    Of a page of another site nothing is known but what it says itself.
    """
    started = time.monotonic()
    is_path = url.startswith("/")
    path = urlsplit(url).path
    ours = is_path or url.startswith(f"{collecting.base()}/")
    site = collecting.read() if ours else collecting.Site()
    facts = collecting.facts_of(path, site) if ours else _unknown(url)
    if facts is None:
        raise FetchError(f"The address names no language of the site: {url}")
    answer = visitor()(url) if is_path else over_http(url)
    if answer.status >= 300 and facts.role != ERROR:
        raise FetchError(f"There is no page at {url}: the answer is {answer.status}.")
    found = list(check_page(_page(facts, answer), page_rules(site.names)))
    return Outcome(1, time.monotonic() - started, found)


def check_site(code: str = "", progress: Callable[[int, int], None] = lambda _done, _total: None) -> Outcome:
    """Check every live page of all languages or of one, and the site as a whole."""
    started = time.monotonic()
    site, ask = collecting.read(), visitor()
    rules = page_rules(site.names)
    outcome = Outcome()
    for rule in SITE_RULES:
        outcome.findings += (finding for finding in rule.check(collecting.base()) if not code or finding.language == code)
    chosen = {path: facts for path, facts in site.pages.items() if not code or facts.language.code == code}
    feeds: dict[str, Facts] = {}
    for number, (path, facts) in enumerate(chosen.items(), start=1):
        page = _page(facts, ask(path))
        outcome.findings += check_page(page, rules)
        for link in feed_links(page):
            if feed := page.path_of(link.get("href")):
                feeds.setdefault(feed, Facts(f"{collecting.base()}{feed}", facts.language, facts.title))
        progress(number, len(chosen))
    for path, facts in feeds.items():
        outcome.findings += Feeds().check(_page(facts, ask(path)))
    outcome.pages = len(chosen) + len(feeds)
    outcome.seconds = time.monotonic() - started
    return outcome


def _page(facts: Facts, answer: Answer) -> LivePage:
    return LivePage(facts, answer.body, answer.status, answer.headers)


def _unknown(url: str) -> Facts | None:
    language, _rest = split_path(urlsplit(url).path)
    return Facts(url, language, has_contact=False) if language else None
