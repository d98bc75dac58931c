"""The whole site by its own links: nothing broken, every page says what it is, one language on each page."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from config.languages import BY_CODE, LANGUAGES
from newsroom.standards.wording import Untranslated, Wording
from tests.browser.crawl import Visit, crawl
from tests.browser.reading import ReadPage, names

Pages = list[tuple[Visit, ReadPage]]


@pytest.fixture(scope="session")
def visits(site: str) -> dict[str, Visit]:
    return crawl(site)


@pytest.fixture(scope="session")
def pages(visits: dict[str, Visit]) -> Pages:
    return [(visit, visit.page) for visit in visits.values() if visit.page is not None]


def code_of(visit: Visit) -> str:
    return urlsplit(visit.url).path.split("/")[1]


def report(found: list[str]) -> None:
    assert not found, f"{len(found)} in all\n" + "\n".join(found[:200])


def content_pages(pages: Pages) -> Iterator[tuple[Visit, ReadPage]]:
    """Pages of the site that exist, each at its plain address."""
    return ((visit, page) for visit, page in pages if visit.status == 200 and not urlsplit(visit.url).query)


def test_the_crawl_reaches_the_site(pages: Pages) -> None:
    reached = {code: sum(code_of(visit) == code for visit, _page in content_pages(pages)) for code in BY_CODE}
    assert min(reached.values()) >= 60, reached


def test_no_link_is_broken(visits: dict[str, Visit]) -> None:
    """Only a muted entry of the language bar may lead to a page that does not exist, and search engines leave that page out."""
    found = []
    for visit in visits.values():
        openly = [source for source, muted in visit.linked_from if not muted and source != visit.url]
        if visit.status >= 400 and (visit.status != 404 or openly or not visit.noindex):
            found.append(f"{visit.status} {visit.url} from {(openly or visit.linked_from)[:2]}")
    report(found)


def test_no_link_leads_over_a_redirect(visits: dict[str, Visit]) -> None:
    report(
        [f"{visit.url} -> {visit.landed} from {visit.linked_from[:1]}" for visit in visits.values() if visit.landed != visit.url]
    )


def test_every_fragment_exists(pages: Pages) -> None:
    report(
        [
            f"{visit.url}#{fragment} from {source}"
            for visit, page in pages
            for fragment, source in visit.fragments.items()
            if fragment not in page.ids
        ]
    )


def test_missing_languages_are_said_and_versions_offered(pages: Pages) -> None:
    found = []
    for visit, page in pages:
        if visit.status == 404:
            offered = {source for source, _muted in visit.linked_from if source != visit.url}
            here = {urlsplit(link.address).path for link in page.links if not link.muted}
            if not any(urlsplit(source).path in here for source in offered) or "noindex" not in page.robots:
                found.append(visit.url)
    report(found)


def test_each_page_has_one_heading_and_its_language(pages: Pages) -> None:
    found = []
    for visit, page in pages:
        language = BY_CODE[code_of(visit)]
        if page.headings != 1 or page.language != language.tag or page.direction != language.direction:
            found.append(f"{visit.url}: {page.headings} h1, lang {page.language}, dir {page.direction}")
    report(found)


def test_each_page_names_its_own_address(pages: Pages) -> None:
    report([f"{visit.url}: {page.canonical}" for visit, page in content_pages(pages) if page.canonical != visit.url])


def test_versions_point_at_each_other(pages: Pages) -> None:
    by_url = {visit.url: page for visit, page in content_pages(pages)}
    found = []
    for url, page in by_url.items():
        own_tag = page.language
        if page.alternates.get(own_tag) != url or page.alternates.get("x-default") not in page.alternates.values():
            found.append(f"{url}: not among its own versions, or no default")
        for tag, other in page.alternates.items():
            if other not in by_url:
                found.append(f"{url}: {tag} version {other} was not reached")
            elif by_url[other].alternates != page.alternates:
                found.append(f"{url}: {other} names other versions")
        if set(page.alternates) - {language.tag for language in LANGUAGES} != {"x-default"}:
            found.append(f"{url}: versions {sorted(page.alternates)}")
    report(found)


def test_no_text_of_another_language(pages: Pages) -> None:
    """Letters of another script, or a sentence of another Latin language, outside an element that names the language."""
    wording = Wording(names())
    found: dict[str, str] = {}
    checked: dict[tuple[str, str], list[str]] = {}
    for visit, page in pages:
        for text in page.texts:
            key = (text.content, text.tag)
            if key not in checked:
                checked[key] = wording.foreign(text.content, text.tag)
            if checked[key]:
                found.setdefault(f"[{text.tag}] {', '.join(checked[key])} in “{text.content[:120]}”", urlsplit(visit.url).path)
    report([f"{path} {finding}" for finding, path in found.items()])


def test_no_sentence_left_in_english(pages: Pages) -> None:
    """A text of several words that reads the same on an English page and on another one has not been translated."""
    wording = Wording(names())
    english = {text.content for visit, page in pages if code_of(visit) == "en" for text in page.texts if text.tag == "en"}
    found: dict[str, str] = {}
    for visit, page in pages:
        for text in page.texts:
            if text.tag not in {"en", ""} and text.tag == page.language and text.content in english:
                words = [word for word in wording.allowed.sub(" ", text.content).split() if word.isalpha() and word.islower()]
                if len(words) > 1:
                    found.setdefault(f"[{text.tag}] {text.content[:120]}", urlsplit(visit.url).path)
    report([f"{path} {finding}" for finding, path in found.items()])


def test_no_interface_text_left_in_english(pages: Pages) -> None:
    untranslated = {code: Untranslated(code) for code in BY_CODE if code != "en"}
    found: dict[str, str] = {}
    for visit, page in pages:
        code = code_of(visit)
        if code in untranslated:
            for text in page.texts:
                if text.tag == page.language and untranslated[code].shown(text.content):
                    found.setdefault(f"[{code}] {text.content[:120]}", urlsplit(visit.url).path)
    report([f"{path} {finding}" for finding, path in found.items()])
