"""What the codes within a segment of TMX stand for: pairs that we know become tags of ours, everything else is left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from exchange_formats import xml
from exchange_formats.inline import Place

TAGS = frozenset({"a", "b", "strong", "i", "em", "sup", "sub", "code", "abbr"})
TYPES = {
    "bold": "b",
    "strong": "strong",
    "italic": "i",
    "emphasis": "em",
    "superscript": "sup",
    "subscript": "sub",
    "link": "a",
    "hyperlink": "a",
    "ulink": "a",
}
"""What tools write into `type`, beside the names of tags; `x-` in front is left out."""

_TAG = re.compile(r"\s*<(?P<end>/?)\s*(?P<name>[a-z]+)\d*(?P<rest>\s[^<>]*?|)(?P<alone>/?)>\s*", re.IGNORECASE)
_ID = re.compile(r"""\sid\s*=\s*["']?([\w.-]+)""", re.ASCII)
_RICH_TEXT = re.compile(r"\{?\s*\\(b|i|super|sub)(?![a-z])")
_RICH_TEXT_TAGS = {"b": "b", "i": "i", "super": "sup", "sub": "sub"}
_CHARACTER_FORMAT = re.compile(r"<cf\b[^<>]*\b(bold|italic|superscript|subscript)\s*=\s*[\"']?(?:on|true|1)", re.IGNORECASE)
_OMEGAT = re.compile(r"<(/?)([a-z]{1,2})(\d+)(/?)>")
# A line of the file is no line of the text.
_LINE_END = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Mark:
    """One end of a tag, or a line break."""

    place: Place
    element: str = "br"
    number: int = 0
    """Of the tag in the order in which they open; both ends have it."""
    pair: str = ""
    """What connects both ends, and tells which pairs of two texts belong together where nothing else does."""
    other: str = ""
    """What says which pairs of two texts belong together."""
    key: str = ""
    """The id that stands for the attributes of the tag."""


def marks(segment: Any, *, omegat: bool = False) -> list[Mark | str]:
    """Return a segment as texts and marks, those in pairs that do not cross and in no link within a link. Spaces around it go."""
    return _stripped(_nested(_merged(_walk(segment, omegat))))


def _walk(element: Any, omegat: bool) -> Iterator[Mark | str]:
    yield from _words(element.text, omegat)
    for child in element:
        name = xml.local_name(child)
        if name == "hi":
            tag = _tag_of(child, "")
            pair = f"hi{id(child)}"
            yield from [Mark(Place.OPENS, tag, pair=pair)] if tag else []
            yield from _walk(child, omegat)
            yield from [Mark(Place.CLOSES, tag, pair=pair)] if tag else []
        elif mark := _mark(child, name):
            yield mark
        yield from _words(child.tail, omegat)


def _mark(code: Any, name: str) -> Mark | None:
    # What stands in a `sub` is a text of its own.
    content = "".join([code.text or "", *(child.tail or "" for child in code)])
    if name == "bpt":
        tag = _tag_of(code, content)
        found = _ID.search(content)
        key = found[1] if found and tag else ""
        return Mark(Place.OPENS, tag, pair=f"i{code.get('i')}", other=code.get("x", ""), key=key) if tag else None
    if name == "ept":
        return Mark(Place.CLOSES, "", pair=f"i{code.get('i')}")
    if name in {"ph", "ut"}:
        match = _TAG.fullmatch(content)
        if code.get("type") == "lb" or (match and match["name"].lower() == "br"):
            return Mark(Place.ALONE)
        if match and match["name"].lower() in TAGS and not match["alone"]:
            tag = match["name"].lower()
            return Mark(Place.CLOSES if match["end"] else Place.OPENS, tag, pair=f"<{tag}>")
    return None


def _tag_of(code: Any, content: str) -> str:
    """Return which tag of ours a code is, by what it holds, else by its type; empty where it is none."""
    match = _TAG.fullmatch(content)
    if match and match["name"].lower() in TAGS:
        return match["name"].lower()
    if match := _RICH_TEXT.match(content):
        return _RICH_TEXT_TAGS[match[1]]
    if match := _CHARACTER_FORMAT.search(content):
        return TYPES[match[1].lower()]
    kind = code.get("type", "").lower().removeprefix("x-")
    return kind if kind in TAGS else TYPES.get(kind, "")


def _words(text: str | None, omegat: bool) -> Iterator[Mark | str]:
    text = text or ""
    if not omegat:
        yield text
        return
    position = 0
    for match in _OMEGAT.finditer(text):
        yield text[position : match.start()]
        position = match.end()
        end, name, number, alone = match.groups()
        if name == "br":
            yield Mark(Place.ALONE)
        elif name in TAGS and not alone:
            yield Mark(Place.CLOSES if end else Place.OPENS, name, pair=f"{name}{number}")
    yield text[position:]


def _merged(found: Iterator[Mark | str]) -> list[Mark | str]:
    """Return texts that touch as one, with the lines of the file joined."""
    parts: list[Mark | str] = []
    for part in found:
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        elif part:
            parts.append(part)
    return [_LINE_END.sub(" ", part) if isinstance(part, str) else part for part in parts]


def _nested(found: list[Mark | str]) -> list[Mark | str]:
    """Return the marks that are pairs, numbered as they open."""
    opened: list[tuple[str, int]] = []
    ends: dict[int, int] = {}
    for place, part in enumerate(found):
        if isinstance(part, str) or part.place == Place.ALONE:
            continue
        if part.place == Place.OPENS:
            opened.append((part.pair, place))
            continue
        if part.pair not in {pair for pair, _start in opened}:
            continue
        # What opened later and is still open would cross.
        while opened[-1][0] != part.pair:
            opened.pop()
        ends[opened.pop()[1]] = place
    starts = {start for start in ends if not _within_a_link(start, found, ends)}
    numbers = {start: number for number, start in enumerate(sorted(starts), start=1)}
    closing = {ends[start]: start for start in starts}
    kept: list[Mark | str] = []
    for place, part in enumerate(found):
        if isinstance(part, str) or part.place == Place.ALONE:
            kept.append(part)
        elif place in starts:
            kept.append(replace(part, number=numbers[place]))
        elif place in closing:
            first = found[closing[place]]
            kept.append(replace(part, number=numbers[closing[place]], element=first.element if isinstance(first, Mark) else ""))
    return kept


def _within_a_link(start: int, found: list[Mark | str], ends: dict[int, int]) -> bool:
    """Tell whether a link would stand within another one."""

    def is_link(place: int) -> bool:
        part = found[place]
        return isinstance(part, Mark) and part.element == "a"

    return is_link(start) and any(other < start < end and is_link(other) for other, end in ends.items())


def _stripped(found: list[Mark | str]) -> list[Mark | str]:
    if found and isinstance(found[0], str):
        found[0] = found[0].lstrip()
    if found and isinstance(found[-1], str):
        found[-1] = found[-1].rstrip()
    return [part for part in found if part != ""]
