"""Follows the internal links of the running site from the six home pages and the search."""

import http.client
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urldefrag, urljoin, urlsplit

from config.languages import CODES
from tests.browser.kinds import WORDS
from tests.browser.reading import ReadPage, read_page

MOST_ADDRESSES = 4000
MOST_WITH_SAME_PARAMETERS = 2
"""Of the addresses of one list that differ in the values of the same parameters only, so many are visited."""


@dataclass
class Visit:
    """The answer at one address."""

    url: str
    status: int = 0
    landed: str = ""
    """Where redirects led."""
    media_type: str = ""
    noindex: bool = False
    page: ReadPage | None = None
    linked_from: list[tuple[str, bool]] = field(default_factory=list)
    """Pages that link here, each with whether the link is a muted entry of the language bar."""
    fragments: dict[str, str] = field(default_factory=dict)
    """Fragments that links name, each with one page that does."""


def crawl(site: str) -> dict[str, Visit]:
    """Visit every internal address that can be reached, addresses with parameters in samples; forms lead to the search."""
    visits: dict[str, Visit] = {}
    sampled: Counter[tuple[str, frozenset[str]]] = Counter()
    waiting = [Visit(f"{site}/{code}/{path}") for code in CODES for path in ("", "search/", f"search/?q={quote(WORDS[code])}")]
    visits.update({visit.url: visit for visit in waiting})
    with ThreadPoolExecutor(4) as pool:
        while waiting and len(visits) < MOST_ADDRESSES:
            list(pool.map(fetch, waiting))
            found: list[Visit] = []
            for visit in waiting:
                for url, fragment, muted in internal_links(site, visit):
                    known = visits.get(url)
                    if known is None:
                        if not worth_a_visit(url, sampled):
                            continue
                        known = visits[url] = Visit(url)
                        found.append(known)
                    known.linked_from.append((visit.url, muted))
                    if fragment:
                        known.fragments.setdefault(fragment, visit.url)
            waiting = found
    return visits


def fetch(visit: Visit) -> None:
    """Ask for the address and read the answer."""
    request = urllib.request.Request(visit.url, headers={"Accept-Language": "en"})  # noqa: S310  # our own addresses
    try:
        answer: http.client.HTTPResponse | urllib.error.HTTPError
        answer = urllib.request.urlopen(request, timeout=60)  # noqa: S310  # our own addresses
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        visit.status = answer.status or 0
        visit.landed = answer.url
        visit.media_type = answer.headers.get_content_type()
        visit.noindex = "noindex" in answer.headers.get("X-Robots-Tag", "")
        if visit.media_type == "text/html":
            visit.page = read_page(answer.read().decode("utf-8"))


def internal_links(site: str, visit: Visit) -> Iterable[tuple[str, str, bool]]:
    """Yield address, fragment and muteness of each link of a page to the site itself."""
    if visit.page is None:
        return
    for link in visit.page.links:
        url, fragment = urldefrag(urljoin(visit.url, link.address))
        if url.startswith(f"{site}/"):
            yield url, fragment, link.muted
    for address in visit.page.files:
        url = urljoin(visit.url, address)
        if url.startswith(f"{site}/"):
            yield url, "", False


def worth_a_visit(url: str, sampled: Counter[tuple[str, frozenset[str]]]) -> bool:
    """Tell whether to visit an address; of those that differ in the values of parameters only, a few are enough."""
    parts = urlsplit(url)
    if not parts.query:
        return True
    key = (parts.path, frozenset(name for name, _value in parse_qsl(parts.query, keep_blank_values=True)))
    sampled[key] += 1
    return sampled[key] <= MOST_WITH_SAME_PARAMETERS
