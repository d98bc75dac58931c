"""Reads a page as a visitor meets it: its texts with their languages, its links, what it says about itself."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNREAD = {"script", "style"}
READ_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")
NAMES = Path(__file__).with_name("names.txt")


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text and the language of the nearest element that names one."""

    content: str
    tag: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link and whether it is the muted entry of a language in which the page does not exist."""

    address: str
    muted: bool


@dataclass
class ReadPage:
    """What was read."""

    language: str = ""
    direction: str = ""
    headings: int = 0
    canonical: str = ""
    alternates: dict[str, str] = field(default_factory=dict)
    robots: str = ""
    ids: set[str] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    """Addresses of images and style sheets."""
    texts: list[Text] = field(default_factory=list)


def read_page(html: str) -> ReadPage:
    """Read one page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = ReadPage()
        self.open: list[tuple[str, str]] = []

    @property
    def tag(self) -> str:
        """The language of the place that is being read."""
        return self.open[-1][1] if self.open else ""

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        tag = given.get("lang") or self.tag
        self._note(name, given)
        for key in READ_ATTRIBUTES:
            if given.get(key):
                self.page.texts.append(Text(given[key], tag))
        if name == "meta" and (
            given.get("name") == "description" or given.get("property") in {"og:title", "og:description", "og:site_name"}
        ):
            self.page.texts.append(Text(given.get("content", ""), tag))
        if name not in VOID:
            self.open.append((name, tag))

    def handle_endtag(self, name: str) -> None:
        names = [opened for opened, _tag in self.open]
        if name in names:
            del self.open[len(names) - 1 - names[::-1].index(name) :]

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self.open and self.open[-1][0] in UNREAD):
            self.page.texts.append(Text(" ".join(data.split()), self.tag))

    def _note(self, name: str, given: dict[str, str]) -> None:
        page = self.page
        if given.get("id"):
            page.ids.add(given["id"])
        if name == "html":
            page.language, page.direction = given.get("lang", ""), given.get("dir", "")
        elif name == "h1":
            page.headings += 1
        elif name == "meta" and given.get("name") == "robots":
            page.robots = given.get("content", "")
        elif name == "link" and given.get("rel") == "canonical":
            page.canonical = given.get("href", "")
        elif name == "link" and given.get("rel") == "alternate" and given.get("hreflang"):
            page.alternates[given["hreflang"]] = given.get("href", "")
        elif name == "link" and given.get("rel") in {"stylesheet", "icon"}:
            page.files.add(given.get("href", ""))
        elif name in {"img", "source"}:
            page.files.add(given.get("src", ""))
        elif name == "a" and given.get("href"):
            page.links.append(Link(given["href"], "missing" in given.get("class", "").split()))


def names() -> list[str]:
    """Return what may stand in Latin letters anywhere. Lines that begin with # give the reasons."""
    lines = (line.strip() for line in NAMES.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]
