"""Rules on links to another language: they say so, and a page is not made of them."""

import re
from collections.abc import Iterator
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lxml.html import HtmlElement

from core.i18n import BY_CODE, SCRIPT_RANGES, Language, folded, language_name, split_path
from newsroom.standards.pages import LivePage, block_of, code_of, text_of
from newsroom.standards.rule import Finding, PageRule

FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|epub|zip|csv)$", re.IGNORECASE)
HAN = re.compile(f"[{SCRIPT_RANGES['han']}]")
FILES = "/documents/"
FEWEST_LINKS = 5
"""Links to other languages that a page may have whatever else is on it."""
LARGEST_SHARE = 0.5
"""Part of the words of a page that may be such links."""
ENDING = 3
"""Letters at the end of a language's name that other forms of the word may have otherwise: английский, английскую."""


def is_file(page: LivePage, link: HtmlElement) -> bool:
    """Tell whether a link leads to a file."""
    href = link.get("href").split("?")[0].split("#")[0]
    return page.path_of(href).startswith(FILES) or bool(FILE.search(href))


def target(page: LivePage, link: HtmlElement) -> str:
    """Return the code of the language that a link leads to, where it or its address says so; any language, ours or not."""
    tag = link.get("hreflang")
    if tag:
        return code_of(tag) or tag.casefold()
    language, _rest = split_path(page.path_of(link.get("href")))
    return language.code if language else ""


def names_language(text: str, code: str, reader: Language) -> bool:
    """Tell whether a text names a language, in the reader's language or in its own."""
    names = {language_name(code, reader)}
    if code in BY_CODE:
        names |= {BY_CODE[code].bar_name, BY_CODE[code].own_name}
    words = folded(text)
    return any(_stem(folded(name)) in words for name in names)


def _weight(text: str) -> int:
    """Return how much a text says: a Chinese character says as much as three letters."""
    return len(text) + 2 * len(HAN.findall(text))


def _stem(name: str) -> str:
    return name[:1] if HAN.match(name) else name[: max(ENDING, len(name) - ENDING)]


class LabelledLinks(PageRule):
    """Links and files in another language say in which."""

    code = "labelled-links"
    number = "5"
    title = _("Links to another language say so")
    why = _("Whoever follows a link or opens a file knows beforehand that it is in another language.")
    cure = _("Print the name of the language beside the link, and set hreflang. For a file, enter its language in the page.")
    sentences: ClassVar[dict[str, Promise]] = {
        "unmarked": _("The link leads to another language (%(language)s) without hreflang."),
        "unsaid": _("The link leads to another language (%(language)s), and no words say so."),
        "file": _("The link to a file does not say its language (hreflang)."),
        "file-unsaid": _("No words beside the link to a file name its language (%(language)s)."),
    }

    def check(self, page: LivePage) -> Iterator[Finding]:
        """Look at each link but those of the language bar."""
        for link in page.links():
            code, own = target(page, link), page.language.code
            words = text_of(link) or link.get("href")
            if is_file(page, link):
                if not link.get("hreflang"):
                    yield self.finding(page, "file", words)
                elif not self._is_named(page, link, code):
                    yield self.finding(page, "file-unsaid", words, language=code)
            elif code and code != own:
                if not link.get("hreflang"):
                    yield self.finding(page, "unmarked", words, language=code)
                if not self._is_named(page, link, code):
                    yield self.finding(page, "unsaid", words, language=code)

    @staticmethod
    def _is_named(page: LivePage, link: HtmlElement, code: str) -> bool:
        return names_language(f"{text_of(block_of(link))} {link.get('title') or ''}", code, page.language)


class EmptyFrame(PageRule):
    """A page is more than a list of links to other languages."""

    code = "empty-frame"
    number = "5"
    title = _("No page of links to other languages")
    why = _("Links to other languages are few, so that a page is not an empty frame around them.")
    cure = _("Translate what the links lead to, or say on the page itself what they hold.")
    sentences: ClassVar[dict[str, Promise]] = {
        "frame": _("%(share)s per cent of the words of the page are links to other languages (%(number)s links)."),
    }
    on_errors = False

    def check(self, page: LivePage) -> Iterator[Finding]:
        """Weigh the words of such links against all words of the main part."""
        if page.main is None:
            return
        foreign = [link for link in page.links(page.main) if target(page, link) not in {"", page.language.code}]
        everything = _weight(text_of(page.main))
        linked = sum(_weight(text_of(link)) for link in foreign)
        if len(foreign) > FEWEST_LINKS and linked > everything * LARGEST_SHARE:
            share = str(round(100 * linked / everything))
            yield self.finding(page, "frame", page.main, share=share, number=str(len(foreign)))
