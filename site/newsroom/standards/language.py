"""Rules on the languages of a page: the bar that leads from one to the other, and one language on each page."""

from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lxml.html import HtmlElement

from core.i18n import LANGUAGES, SOURCE_CODE, Language, split_path
from core.verbatim import LATIN_EVERYWHERE
from newsroom.standards.pages import ERROR, LivePage, Text, below_home, code_of, own_text, quoted
from newsroom.standards.required_pages import LEGAL
from newsroom.standards.rule import Finding, PageRule, Place
from newsroom.standards.wording import Wording, interface

FEEDS = frozenset({"application/atom+xml", "application/rss+xml"})


class LanguageBar(PageRule):
    """The bar of six languages."""

    code = "language-bar"
    number = "3"
    title = _("Language bar")
    why = _(
        "Every page has a bar that leads to the same page in the other languages: Arabic, Chinese, English, French, Russian,"
        " Spanish, in this order, each under its own name."
    )
    cure = _("Build the bar from the table of languages, and give it the versions of the page that it stands on.")
    sentences: ClassVar[dict[str, Promise]] = {
        "missing": _("The page has no language bar."),
        "order": _("The bar does not name the six languages in the order of the United Nations: it reads “%(text)s”."),
        "marking": _("The entry for %(language)s does not say its language and direction to browsers (lang, hreflang, dir)."),
        "target": _("The entry for %(language)s does not lead to the same page in this language."),
        "current": _("The entry of the page’s own language is not marked as the current one."),
        "unsaid": _("The page does not exist in %(language)s, and the bar does not say so."),
        "exists": _("The page exists in %(language)s, and the bar says that it does not."),
    }
    place = Place.PROGRAM

    def check(self, page: LivePage) -> Iterator[Finding]:
        """Compare the bar with the table of languages, and its links with the page."""
        links = page.language_bar
        if not links:
            yield self.finding(page, "missing")
            return
        names = [own_text(link) for link in links]
        if len(names) != len(LANGUAGES) or any(
            name.casefold() not in {language.bar_name.casefold(), language.own_name.casefold()}
            for name, language in zip(names, LANGUAGES, strict=True)
        ):
            yield self.finding(page, "order", links[0].getparent(), text=quoted(" ".join(names)))
            return
        for link, language in zip(links, LANGUAGES, strict=True):
            yield from self._entry(page, link, language)

    def _entry(self, page: LivePage, link: HtmlElement, language: Language) -> Iterator[Finding]:
        direction = link.get("dir") or "ltr"
        if (code_of(link.get("lang")), code_of(link.get("hreflang")), direction) != (
            language.code,
            language.code,
            language.direction,
        ):
            yield self.finding(page, "marking", link, language=language.code)
        if page.path_of(link.get("href")) != f"/{language.code}/{below_home(page.path)}":
            yield self.finding(page, "target", link, language=language.code)
        own = language.code == page.language.code
        if own and link.get("aria-current") is None:
            yield self.finding(page, "current", link)
        if own or page.facts.versions is None:
            return
        says_missing = bool(link.get("title")) and "nofollow" in (link.get("rel") or "")
        if says_missing == (language.code in page.facts.versions):
            yield self.finding(page, "exists" if says_missing else "unsaid", link, language=language.code)


class DeclaredLanguage(PageRule):
    """What a page says about its own language."""

    code = "declared-language"
    number = "4"
    title = _("Declared language")
    why = _("Every page tells browsers and screen readers which language it is in and in which direction it runs.")
    cure = _("Set lang and dir of the element html, and the header Content-Language, from the language of the address.")
    sentences: ClassVar[dict[str, Promise]] = {
        "lang": _("The page does not declare its language, %(language)s: it says “%(text)s”."),
        "dir": _("The page declares another direction of writing than that of its language: “%(text)s”."),
        "header": _("The header Content-Language names another language: “%(text)s”."),
    }
    place = Place.PROGRAM

    def check(self, page: LivePage) -> Iterator[Finding]:
        """Compare the declarations with the address."""
        language = page.language
        if page.root.get("lang") != language.tag:
            yield self.finding(page, "lang", page.root, language=language.code, text=page.root.get("lang") or "–")
        if (page.root.get("dir") or "ltr") != language.direction:
            yield self.finding(page, "dir", page.root, text=page.root.get("dir") or "–")
        header = page.headers.get("content-language")
        if header and code_of(header) != language.code:
            yield self.finding(page, "header", f"Content-Language: {header}", text=header)


class OneLanguage(PageRule):
    """No text of another language, but where the page says so."""

    code = "one-language"
    number = "4"
    title = _("One language on each page")
    why = _("A page does not mix languages. A name or title that stays in its own language is marked as such.")
    cure = _(
        "Translate the text. If it has to stay as it is, have its language marked; if it is a name, enter it among the persons,"
        " organisations or terms that are not translated."
    )
    sentences: ClassVar[dict[str, Promise]] = {
        "foreign": _("Text that is not in the language of its place: %(text)s"),
        "interface": _("A text of the interface that was left in English: %(text)s"),
    }
    of_program = frozenset({"interface"})

    def __init__(self, names: frozenset[str] = frozenset()) -> None:
        self.foreign = ForeignTexts(names)

    def check(self, page: LivePage) -> Iterator[Finding]:
        """Look at all texts, but for the footer, legal pages and error pages, which the rule on those has."""
        around = page.footer
        legal = page.main if is_legal(page) else None
        for sentence, text in self.foreign.among(page.texts, page.language):
            inside = {text.element, *text.element.iterancestors()}
            if around not in inside and legal not in inside:
                yield self.finding(page, sentence, text.element, text=quoted(text.content))


class Feeds(PageRule):
    """Feeds that a page names are in its language."""

    code = "feeds"
    number = "4"
    title = _("Feeds in the language of the page")
    why = _("A page does not offer feeds in another language.")
    cure = _(
        "Let the page name the feed below the prefix of its own language, and let the feed hold pages of this language only."
    )
    sentences: ClassVar[dict[str, Promise]] = {
        "other": _("The page names a feed in another language: %(text)s"),
        "content": _("The feed says that it is in another language: “%(text)s”."),
    }
    place = Place.PROGRAM

    def check(self, page: LivePage) -> Iterator[Finding]:
        """Look at the feeds of the head; of a feed itself, at the language that it declares."""
        if page.headers.get("content-type", "").split(";")[0] in FEEDS:
            tag = page.root.xpath("string(//feed/@*[local-name()='lang' or name()='xml:lang'] | //language)")
            if tag and code_of(tag) != page.language.code:
                yield self.finding(page, "content", text=tag)
            return
        for link in feed_links(page):
            language, _rest = split_path(urlsplit(link.get("href")).path)
            given = link.get("hreflang")
            if (language and language.code != page.language.code) or (given and code_of(given) != page.language.code):
                yield self.finding(page, "other", link, text=link.get("href"))


class Versions(PageRule):
    """What a page tells search engines about its versions."""

    code = "versions"
    number = "3"
    title = _("Versions named for search engines")
    why = _("Every page names all its versions, itself among them, and one for readers of other languages (hreflang, x-default).")
    cure = _("Build the list from the live versions of the page; both sides have to name each other.")
    sentences: ClassVar[dict[str, Promise]] = {
        "self": _("The page does not name itself among its versions."),
        "default": _("The page names no version for readers of other languages (x-default)."),
        "missing": _("The page does not name its version in %(language)s."),
        "extra": _("The page names a version in %(language)s that is not live."),
    }
    place = Place.PROGRAM
    on_errors = False

    def check(self, page: LivePage) -> Iterator[Finding]:
        """Compare the links of the head with what is live."""
        if page.root.xpath("./head/meta[@name='robots'][contains(@content, 'noindex')]"):
            return
        named = {link.get("hreflang"): link.get("href") for link in page.root.xpath("./head/link[@rel='alternate'][@hreflang]")}
        codes = {code_of(tag) for tag in named}
        if page.path_of(named.get(page.language.tag) or "") != page.path:
            yield self.finding(page, "self")
        if "x-default" not in named:
            yield self.finding(page, "default")
        if page.facts.versions is not None:
            for language in LANGUAGES:
                if language.code == page.language.code or (language.code in codes) == (language.code in page.facts.versions):
                    continue
                sentence = "extra" if language.code in codes else "missing"
                yield self.finding(page, sentence, language=language.code)


def feed_links(page: LivePage) -> Iterator[HtmlElement]:
    """Yield the links of the head to feeds."""
    for link in page.root.xpath("./head/link[@rel='alternate'][@href]"):
        if link.get("type") in FEEDS:
            yield link


def is_legal(page: LivePage) -> bool:
    """Tell whether the rule on footers, legal pages and error pages has to do with the main part of a page."""
    return page.facts.role in LEGAL or page.facts.role == ERROR


class ForeignTexts:
    """Finds texts that are not in the language of their place. Remembers what it has found, as most texts stand on many pages."""

    def __init__(self, names: frozenset[str]) -> None:
        self.wording = Wording(LATIN_EVERYWHERE | names, unknown_names=True)
        self.problem = lru_cache(maxsize=20_000)(self._problem)

    def among(self, texts: list[Text], language: Language) -> Iterator[tuple[str, Text]]:
        """Yield what is wrong with each text, and the text."""
        for text in texts:
            if text.element.tag != "code" and (problem := self.problem(text.content, text.tag or language.tag)):
                yield problem, text

    def _problem(self, content: str, tag: str) -> str:
        """Return what is wrong with a text in its place; empty where nothing is, or nobody can tell.

        A single word may be English of the interface and of another language too.
        """
        if self.wording.foreign(content, tag):
            return "foreign"
        code = code_of(tag)
        in_english = code not in {"", SOURCE_CODE} and " " in content and interface(code).shown(content)
        return "interface" if in_english else ""
