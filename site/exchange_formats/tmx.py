"""Writes translation memories as TMX 1.4b, so that any tool can read them, unit by unit.

Marks are codes in pairs: `bpt` and `ept` with the tag as it is in HTML, `x` the number that the tag has in the English, so that
both sides say which tag is which. A line break is a `ph`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from exchange_formats.inline import Code, Piece, Place
from exchange_formats.xml import written

TOOL = "Leather Panel"
VERSION = "1.4"
BEFORE, AFTER = "x-context-pre", "x-context-post"
"""Properties that hold the keys of the English before and after a unit."""
DATE = "%Y%m%dT%H%M%SZ"
AT_ONCE = 200
"""Units that go into one piece of what is sent."""

TYPES = {
    "a": "link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "sup": "x-sup",
    "sub": "x-sub",
    "code": "x-code",
    "abbr": "x-abbr",
}
"""What each tag is called in `type`: the standard's own words where it has one."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One translation of a unit."""

    tag: str
    """Of its language, as in `xml:lang`."""
    parts: Iterable[Piece]
    at: datetime
    author: str = ""
    approver: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One English text with its translations."""

    key: str
    english: Iterable[Piece]
    variants: Sequence[Variant]
    ids: Mapping[str, str] = field(default_factory=dict)
    """The ids of the English tags that have one, by number."""
    properties: Sequence[tuple[str, str]] = ()


def document(units: Iterable[Unit], *, source_tag: str, at: datetime) -> Iterator[str]:
    """Yield a whole TMX document piece by piece.

    A unit is what stands in one place of a page: a heading, a paragraph or a cell, hence `block` and not `sentence`.
    """
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<tmx version="{VERSION}">\n'
        f'<header creationtool="{TOOL}" creationtoolversion="{VERSION}" segtype="block" o-tmf="{TOOL}" adminlang="en"'
        f' srclang={quoteattr(source_tag)} datatype="html" creationdate="{_date(at)}"/>\n'
        "<body>\n"
    )
    some: list[str] = []
    for unit in units:
        some.append(_unit(unit, source_tag))
        if len(some) == AT_ONCE:
            yield "".join(some)
            some = []
    yield "".join([*some, "</body>\n</tmx>\n"])


def _date(at: datetime) -> str:
    return at.astimezone(UTC).strftime(DATE)


def _unit(unit: Unit, source_tag: str) -> str:
    dates = [variant.at for variant in unit.variants]
    people = {(variant.author, variant.approver) for variant in unit.variants}
    author, approver = people.pop() if len(people) == 1 else ("", "")
    properties = "".join(
        f"<prop type={quoteattr(name)}>{escape(written(value))}</prop>" for name, value in unit.properties if value
    )
    variants = "".join(
        f"<tuv xml:lang={quoteattr(variant.tag)}{_said(variant.at, variant.at, variant.author, variant.approver)}>"
        f"<seg>{segment(variant.parts, unit.ids)}</seg></tuv>\n"
        for variant in unit.variants
    )
    return (
        f"<tu tuid={quoteattr(unit.key)}{_said(min(dates), max(dates), author, approver)}>{properties}\n"
        f"<tuv xml:lang={quoteattr(source_tag)}><seg>{segment(unit.english, unit.ids)}</seg></tuv>\n"
        f"{variants}</tu>\n"
    )


def _said(created: datetime, changed: datetime, author: str, approver: str) -> str:
    """Return when and by whom, as attributes."""
    found = f' creationdate="{_date(created)}" changedate="{_date(changed)}"'
    for name, person in (("creationid", author), ("changeid", approver)):
        if person:
            found += f" {name}={quoteattr(written(person))}"
    return found


def segment(parts: Iterable[Piece], ids: Mapping[str, str]) -> str:
    """Return pieces as the content of a `seg`. Codes must be in pairs."""
    found: list[str] = []
    opened: list[tuple[str, int]] = []
    number = 0
    for part in parts:
        if isinstance(part, str):
            found.append(escape(written(part), {"\r": "&#13;"}))
        elif part.place == Place.ALONE:
            found.append('<ph type="lb">&lt;br&gt;</ph>')
        elif part.place == Place.OPENS:
            number += 1
            opened.append((part.name, number))
            found.append(_opening(part, number, ids.get(part.name, "")))
        else:
            place = next(place for place in range(len(opened) - 1, -1, -1) if opened[place][0] == part.name)
            found.append(f'<ept i="{opened.pop(place)[1]}">&lt;/{part.element}&gt;</ept>')
    return "".join(found)


def _opening(code: Code, number: int, key: str) -> str:
    at = f' x="{code.name}"' if code.name.isdigit() else ""
    tag = f'<{code.element} id="{key}">' if key else f"<{code.element}>"
    kind = TYPES.get(code.element, f"x-{code.element}")
    return f'<bpt i="{number}"{at} type={quoteattr(kind)}>{escape(tag)}</bpt>'
