"""One answer of the site, read once for all rules: its texts with their languages, its links, what it says about itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html
from lxml.html import HtmlElement

from core.i18n import BY_CODE, LANGUAGES, Language, split_path

UNREAD = frozenset({"script", "style", "template"})
READ_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")
READ_PROPERTIES = frozenset({"og:title", "og:description", "og:site_name"})
BLOCKS = frozenset(
    "address article aside blockquote body dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header li main nav ol p"
    " section table td th tr ul".split()
)
UNCLOSED = frozenset({"source", "track", "wbr"})
"""Elements without an end, in which the parser, older than they are, puts what follows."""
ERROR = "error"
"""The role of an answer at an address where there is no page."""

_CODES_BY_TAG = {language.tag.casefold(): language.code for language in LANGUAGES}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a page beside its answer."""

    address: str
    """With scheme and host."""
    language: Language
    title: str = ""
    role: str = ""
    """One of `required_pages`, `ERROR`, or empty."""
    versions: frozenset[str] | None = None
    """The codes of the languages in which the page is live; None where nobody knows."""
    site_name: str = ""
    """The name of the site in the language; empty where nobody knows."""
    has_contact: bool = True
    """Whether the language has a contact page."""


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text, the language of the nearest element that names one, and where it stands."""

    content: str
    tag: str
    element: HtmlElement


@dataclass(eq=False)
class LivePage:
    """An answer and what was read from it."""

    facts: Facts
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    """By name in small letters."""

    @property
    def language(self) -> Language:
        """The language that the page is in."""
        return self.facts.language

    @property
    def path(self) -> str:
        """The path of the address."""
        return urlsplit(self.facts.address).path

    @cached_property
    def root(self) -> HtmlElement:
        """The element `html`."""
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True)
        text = self.body.decode("utf-8", "replace")
        return html.document_fromstring((text if text.strip() else "<html></html>").encode(), parser=parser)

    @cached_property
    def texts(self) -> list[Text]:
        """All texts, among them those of attributes and of the head, in their order."""
        return list(_texts(self.root, ""))

    @cached_property
    def banner(self) -> HtmlElement | None:
        """The top of the page."""
        return _first(self.root, "./body/header | ./body//*[@role='banner']")

    @cached_property
    def footer(self) -> HtmlElement | None:
        """The end of the page."""
        return _first(self.root, "./body/footer | ./body//*[@role='contentinfo']")

    @cached_property
    def main(self) -> HtmlElement | None:
        """What the page is about."""
        return _first(self.root, "./body//main | ./body//*[@role='main']")

    @cached_property
    def language_bar(self) -> list[HtmlElement]:
        """The links of the language bar; none where there is no bar.

        It is the first navigation with at least two links that name one of our languages by address and by text.
        """
        names = {name for language in LANGUAGES for name in (language.bar_name, language.own_name.capitalize())}
        for bar in self.root.iter("nav"):
            links = [link for link in bar.iter("a") if link.get("href")]
            named = [
                link for link in links if (link.get("hreflang") and code_of(link.get("hreflang"))) or own_text(link) in names
            ]
            if len(named) >= 2 and len(named) * 2 > len(links):
                return links
        return []

    @cached_property
    def home_links(self) -> list[HtmlElement]:
        """The links of the banner that lead home and stand in no menu: name and mark of the site."""
        if self.banner is None:
            return []
        home = f"/{self.language.code}/"
        links = [link for link in self.banner.iter("a") if self.path_of(link.get("href") or "") == home]
        return [link for link in links if not any(above.tag == "nav" for above in link.iterancestors())]

    def links(self, within: HtmlElement | None = None) -> Iterator[HtmlElement]:
        """Yield the links, if wanted those within an element, without those of the language bar."""
        bar = set(self.language_bar)
        for link in (self.root if within is None else within).iter("a"):
            if link.get("href") and link not in bar:
                yield link

    def path_of(self, href: str) -> str:
        """Return the path that a link leads to; empty where it leaves the site or names no place."""
        href = href.strip()
        try:
            target = urlsplit(urljoin(self.facts.address, href))
        except ValueError:
            return ""
        here = urlsplit(self.facts.address)
        own = target.netloc == here.netloc and target.scheme in {"http", "https"}
        return unquote(target.path) if own and href and not href.startswith("#") else ""

    def tag_of(self, element: HtmlElement) -> str:
        """Return the language that holds at an element, as it is written there."""
        for each in (element, *element.iterancestors()):
            if each.get("lang"):
                return str(each.get("lang"))
        return ""


def code_of(tag: str | None) -> str:
    """Return the code of the language of ours that a BCP 47 tag names; empty for another."""
    tag = (tag or "").casefold()
    return _CODES_BY_TAG.get(tag) or ({"zh": "zh-hans"} | {code: code for code in BY_CODE}).get(tag.split("-")[0], "")


def below_home(path: str) -> str:
    """Return the part of a path that all languages share."""
    return split_path(path)[1]


def text_of(element: HtmlElement) -> str:
    """Return all words of an element with single spaces."""
    pieces = [text for text in element.itertext() if isinstance(text, str)]
    return " ".join("".join(pieces).split())


def own_text(element: HtmlElement) -> str:
    """Return the words right in an element, without those of elements in it."""
    return " ".join(" ".join([element.text or "", *(child.tail or "" for child in element)]).split())


def block_of(element: HtmlElement) -> HtmlElement:
    """Return the nearest block that an element stands in."""
    return next((each for each in element.iterancestors() if each.tag in BLOCKS), element)


def shown(element: HtmlElement) -> str:
    """Return where an element stands, short enough for a line: `main > p.lead > a`."""
    steps: list[str] = []
    for each in (element, *element.iterancestors()):
        if each.tag in {"html", "body"} and steps:
            break
        name = str(each.tag)
        if name in UNCLOSED and steps:
            continue
        if each.get("id"):
            steps.append(f"{name}#{each.get('id')}")
            break
        first = re.split(r"\s+", (each.get("class") or "").strip())[0]
        steps.append(f"{name}.{first}" if first else name)
        if len(steps) == 4:
            break
    return " > ".join(reversed(steps))


def quoted(text: str) -> str:
    """Return the beginning of a text, to be quoted."""
    text = " ".join(text.split())
    return text if len(text) <= 100 else f"{text[:99].rstrip()}…"


def _first(root: HtmlElement, path: str) -> HtmlElement | None:
    found = root.xpath(path)
    return found[0] if found else None


def _texts(element: HtmlElement, tag: str) -> Iterator[Text]:
    if not isinstance(element.tag, str):
        return
    tag = element.get("lang") or tag
    for name in READ_ATTRIBUTES:
        if (element.get(name) or "").strip():
            yield Text(" ".join(element.get(name).split()), tag, element)
    if element.tag == "meta" and (element.get("name") == "description" or element.get("property") in READ_PROPERTIES):
        yield Text(" ".join((element.get("content") or "").split()), tag, element)
    if element.tag not in UNREAD:
        if (element.text or "").strip():
            yield Text(" ".join(element.text.split()), tag, element)
        for child in element:
            yield from _texts(child, tag)
            if (child.tail or "").strip():
                yield Text(" ".join(child.tail.split()), tag, element)
