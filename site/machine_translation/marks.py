"""Marks as elements around the words they belong to: engines leave elements in their place, but would translate or lose marks."""

import re
from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser

MARK = re.compile(r"⟦(?P<end>/?)(?P<name>\d{1,3})⟧")
ELEMENT = "x"


class BrokenError(ValueError):
    """A text whose elements are not those that were sent."""


def to_elements(edited: str) -> str:
    """Return a text with marks as a fragment that is XML and HTML alike: `⟦1⟧hide⟦/1⟧` as `<x id="1">hide</x>`.

    Raises BrokenError where marks are not closed in order.
    """
    parts: list[str] = []
    opened: list[str] = []
    position = 0
    for match in MARK.finditer(edited):
        parts.append(_escaped(edited[position : match.start()]))
        position = match.end()
        if not match["end"]:
            opened.append(match["name"])
            parts.append(f'<{ELEMENT} id="{match["name"]}">')
        elif opened and opened.pop() == match["name"]:
            parts.append(f"</{ELEMENT}>")
        else:
            raise BrokenError
    if opened:
        raise BrokenError
    return "".join([*parts, _escaped(edited[position:])])


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br/>")


def from_elements(fragment: str, edited: str) -> str:
    """Return the translation of an edited text with its marks.

    Raises BrokenError where it has other marks than `edited`, or elements that nobody sent.
    """
    reader = _Reader()
    reader.feed(fragment)
    reader.close()
    if reader.opened:
        raise BrokenError
    found = "".join(reader.parts).strip()
    if _marks(found) != _marks(edited):
        raise BrokenError
    return found


def _marks(edited: str) -> Sequence[str]:
    return sorted(match[0] for match in MARK.finditer(edited))


class _Reader(HTMLParser):
    """Reads a fragment into texts and marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts.append("\n")
            return
        name = dict(attrs).get("id") or ""
        if tag != ELEMENT or not MARK.fullmatch(f"⟦{name}⟧"):
            raise BrokenError
        self.opened.append(name)
        self.parts.append(f"⟦{name}⟧")

    def handle_endtag(self, tag: str) -> None:
        if tag == "br":
            return
        if tag != ELEMENT or not self.opened:
            raise BrokenError
        self.parts.append(f"⟦/{self.opened.pop()}⟧")

    def handle_data(self, data: str) -> None:
        # A mark in words would become a tag.
        if "⟦" in data and MARK.search(data):
            raise BrokenError
        self.parts.append(data)
