"""Marks within a text, as pieces that each format writes in its own way.

A text as it is edited has a mark for each tag, `⟦1⟧hide⟦/1⟧`, numbered as in the English; emphasis that only the translation has
is named, `⟦sup⟧e⟦/sup⟧`. A line break is a line break.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

FORMATTING = ("b", "strong", "i", "em", "sup", "sub")
"""Tags that a translation may have although the English has not: French writes XIX<sup>e</sup>, English does not."""
MARK = re.compile(rf"⟦(?P<end>/?)(?P<name>\d{{1,3}}|{'|'.join(FORMATTING)})⟧")


class Place(StrEnum):
    """What a code does."""

    OPENS = "opens"
    CLOSES = "closes"
    ALONE = "alone"
    """A line break."""


@dataclass(frozen=True, slots=True)
class Code:
    """One mark. Both ends of a pair have the same name."""

    place: Place
    name: str = ""
    """The number in the English as digits, or the name of the tag where only the translation has it; empty for a line break."""
    element: str = "br"
    """The tag: `a`, `b`, `br` …"""

    @property
    def mark(self) -> str:
        """The code as it is edited."""
        if self.place == Place.ALONE:
            return "\n"
        return f"⟦{'/' if self.place == Place.CLOSES else ''}{self.name}⟧"


Piece = str | Code


def pieces(edited: str, elements: Mapping[str, str]) -> list[Piece]:
    """Return an edited text cut at its marks. `elements`: the tags of the English by number; what is no mark of it is text."""
    found: list[Piece] = []
    position = 0
    for match in re.finditer(rf"{MARK.pattern}|\n", edited):
        code = _code(match, elements)
        if code is None:
            continue
        if match.start() > position:
            found.append(edited[position : match.start()])
        found.append(code)
        position = match.end()
    if position < len(edited):
        found.append(edited[position:])
    return found


def _code(match: re.Match[str], elements: Mapping[str, str]) -> Code | None:
    if match[0] == "\n":
        return Code(Place.ALONE)
    name = str(int(match["name"])) if match["name"].isdigit() else match["name"]
    element = elements.get(name) or (name if name in FORMATTING else "")
    if not element:
        return None
    return Code(Place.CLOSES if match["end"] else Place.OPENS, name, element)


def edited(parts: Iterable[Piece]) -> str:
    """Return pieces as one text with marks."""
    return "".join(part if isinstance(part, str) else part.mark for part in parts)


def nested(parts: Sequence[Piece]) -> bool:
    """Tell whether each mark that opens is closed, in order: what formats with elements around text ask for."""
    opened: list[str] = []
    for part in codes(parts):
        if part.place == Place.OPENS:
            opened.append(part.name)
        elif part.place == Place.CLOSES and (not opened or opened.pop() != part.name):
            return False
    return not opened


def codes(parts: Iterable[Piece]) -> Iterator[Code]:
    """Yield the marks among pieces."""
    yield from (part for part in parts if isinstance(part, Code))
