"""Reads translation memories in TMX 1.1 to 1.4, as the tools of translators write them, unit by unit."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from config.languages import BY_CODE, SOURCE_CODE
from core.pasted import clean_characters
from exchange_formats import tmx, xml
from exchange_formats.errors import BadFileError
from exchange_formats.inline import FORMATTING, Code, Piece, Place, edited
from exchange_formats.tmx_codes import Mark, marks

VERSIONS = ("1.1", "1.2", "1.3", "1.4", "1.4a", "1.4b")
CHINESE = frozenset({"", "cn", "sg", "chs", "hans"})
"""What may follow `zh` where the short characters are meant."""
SAME = {"strong": "b", "em": "i"}

_KEY = re.compile(r"[0-9a-f]{32}")
_ID = re.compile(r"[A-Za-z][\w.-]{0,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of itself."""

    tool: str
    version: str


@dataclass(slots=True)
class Unit:
    """One English text with its translations; `english` is empty where the unit has none."""

    line: int
    english: str = ""
    """As it is stored: a fragment of HTML, attributes replaced by ids."""
    translations: list[tuple[str, str]] = field(default_factory=list)
    """Code of the language and text as it is edited, with marks for the tags of the English."""
    others: int = 0
    """Translations into languages that are none of those wanted."""
    at: datetime | None = None
    before: str = ""
    after: str = ""
    excerpt: str = ""
    """Words by which a person finds the unit in the file."""


def code_of(tag: str) -> str:
    """Return the code of the language of ours that a tag means, whatever its letters and region; empty for others."""
    first, *rest = tag.strip().lower().replace("_", "-").split("-")
    if first == "zh":
        return "zh-hans" if (rest[0] if rest else "") in CHINESE else ""
    return first if first in BY_CODE else ""


def units(data: bytes, codes: Collection[str]) -> Iterator[Head | Unit]:
    """Yield what a file says of itself, then its units, with the translations into some languages. Needs little memory.

    Raises BadFileError where the file is no TMX of these versions or is broken, at the latest there.
    """
    elements = xml.elements(data, "tu")
    root = next(elements, None)
    if root is None:
        raise BadFileError(_("This is not an XML file."))
    _require_tmx(root)
    head = None
    for element in elements:
        if head is None:
            head = _head(root)
            yield head
        yield _unit(element, codes, _is_omegat(head))
    if head is None:
        yield _head(root)


def _require_tmx(root: Any) -> None:
    name, version = xml.local_name(root), root.get("version", "")
    if name != "tmx":
        raise BadFileError(_("This is not a TMX file: its first element is <%(name)s>, not <tmx>.") % {"name": name[:50]})
    if version not in VERSIONS:
        if not version:
            raise BadFileError(_("The file does not say which version of TMX it is."))
        raise BadFileError(_("This is TMX %(version)s. Versions 1.1 to 1.4 can be read.") % {"version": version[:20]})


def _head(root: Any) -> Head:
    """Return what the header says. By the first unit it must be there."""
    names = [xml.local_name(child) for child in root]
    if "header" not in names:
        raise BadFileError(_("The file has no <header>, which every TMX file must have."))
    if "body" not in names:
        raise BadFileError(_("The file has no <body>, so there are no units in it."))
    header = root[names.index("header")]
    return Head(header.get("creationtool", "").strip(), header.get("creationtoolversion", "").strip())


def _is_omegat(head: Head) -> bool:
    """Tell whether tags may stand in the text as words, such as `<b0>`."""
    return "omegat" in head.tool.lower()


def _unit(element: Any, codes: Collection[str], omegat: bool) -> Unit:
    unit = Unit(element.sourceline or 0)
    english: list[Mark | str] = []
    found: list[tuple[str, list[Mark | str]]] = []
    for variant in _children(element, "tuv"):
        code = code_of(variant.get(xml.LANG) or variant.get("lang") or "")
        segment = next(iter(_children(variant, "seg")), None)
        read = marks(segment, omegat=omegat) if segment is not None else []
        unit.excerpt = unit.excerpt or _excerpt(read)
        if code == SOURCE_CODE:
            english = english or read
        elif code in codes:
            found.append((code, read))
            unit.at = unit.at or _date(variant)
        else:
            unit.others += 1
    unit.excerpt = _excerpt(english) or unit.excerpt
    unit.english = _stored(english)
    unit.translations = [(code, _edited(read, english)) for code, read in found]
    unit.at = unit.at or _date(element)
    for prop in _children(element, "prop"):
        if prop.get("type") in {tmx.BEFORE, tmx.AFTER} and _KEY.fullmatch(prop.text or ""):
            setattr(unit, "before" if prop.get("type") == tmx.BEFORE else "after", prop.text)
    return unit


def _children(element: Any, name: str) -> list[Any]:
    return [child for child in element if xml.local_name(child) == name]


def _excerpt(read: list[Mark | str]) -> str:
    words = "".join(part for part in read if isinstance(part, str)).split()
    text = " ".join(words)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _date(element: Any) -> datetime | None:
    for name in ("changedate", "creationdate"):
        try:
            return datetime.strptime(element.get(name, ""), tmx.DATE).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def _stored(english: list[Mark | str]) -> str:
    """Return the English as it is stored, each link with an id of its own."""
    parts: list[str] = []
    ids: set[str] = set()
    for part in english:
        if isinstance(part, str):
            parts.append(escape(clean_characters(part), quote=False))
        elif part.place == Place.ALONE:
            parts.append("<br>")
        elif part.place == Place.CLOSES:
            parts.append(f"</{part.element}>")
        elif part.element == "a" or part.key:
            key = part.key if _ID.fullmatch(part.key) and part.key not in ids else f"{part.element}{part.number}"
            ids.add(key)
            parts.append(f'<{part.element} id="{key}">')
        else:
            parts.append(f"<{part.element}>")
    return "".join(parts).strip()


def _edited(translation: list[Mark | str], english: list[Mark | str]) -> str:
    """Return a translation as it is edited: each pair is the one of the English that it says it is, else the first of its kind.

    Emphasis that the English has not stays; a link that it has not is left out.
    """
    free = [mark for mark in english if isinstance(mark, Mark) and mark.place == Place.OPENS]
    names: dict[int, str] = {}
    opening = [mark for mark in translation if isinstance(mark, Mark) and mark.place == Place.OPENS]
    for test in (_says_so, _same_pair, _same_kind):
        for mark in opening:
            twin = None if mark.number in names else next((other for other in free if test(mark, other)), None)
            if twin is not None:
                free.remove(twin)
                names[mark.number] = str(twin.number)
    parts: list[Piece] = []
    for part in translation:
        if isinstance(part, str):
            parts.append(part)
        elif part.place == Place.ALONE:
            parts.append(Code(Place.ALONE))
        elif name := names.get(part.number) or (part.element if part.element in FORMATTING else ""):
            parts.append(Code(part.place, name, part.element))
    return edited(parts)


def _same_kind(one: Mark, other: Mark) -> bool:
    return SAME.get(one.element, one.element) == SAME.get(other.element, other.element)


def _says_so(one: Mark, other: Mark) -> bool:
    return bool(one.other) and one.other == other.other and _same_kind(one, other)


def _same_pair(one: Mark, other: Mark) -> bool:
    return bool(one.pair) and one.pair == other.pair and _same_kind(one, other)
