"""Marks as elements around text, as both versions of XLIFF have them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable

from lxml import etree

from exchange_formats.inline import FORMATTING, Code, Piece, Place
from exchange_formats.xml import local_name, written

BREAK = "lb"
"""Begins the ids of line breaks."""
_ID = re.compile(rf"(?P<name>\d{{1,3}}|{'|'.join(FORMATTING)})(?:-\d+)?")

Make = Callable[[Code, str], etree._Element]
"""Makes the element of a code with an id."""


def write(parent: etree._Element, parts: Iterable[Piece], make: Make) -> None:
    """Put pieces, whose marks are nested, into an element."""
    used: Counter[str] = Counter()
    opened = [parent]
    for part in parts:
        inner = opened[-1]
        if isinstance(part, str):
            _add_text(inner, written(part))
        elif part.place == Place.CLOSES:
            opened.pop()
        else:
            name = BREAK if part.place == Place.ALONE else part.name
            used[name] += 1
            # The first of a number has the number of the English alone, so that tools know it for the same code.
            plain = name.isdigit() and used[name] == 1
            made = make(part, name if plain else f"{name}-{used[name]}")
            inner.append(made)
            if part.place == Place.OPENS:
                opened.append(made)


def _add_text(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


PAIRS = {"g", "pc"}
OPENING, CLOSING = {"bpt", "bx", "sc"}, {"ept", "ex", "ec"}


def read(element: etree._Element) -> str:
    """Return what stands in an element as an edited text. Codes of others go, with what they hold of other programs' markup."""
    parts = [element.text or ""]
    for child in element:
        parts += [_read_code(child), child.tail or ""]
    return "".join(parts)


def _read_code(child: etree._Element) -> str:
    kind = local_name(child)
    if kind in PAIRS:
        name = _name(child.get("id"))
        inner = read(child)
        return f"⟦{name}⟧{inner}⟦/{name}⟧" if name else inner
    if kind in OPENING or (kind == "it" and child.get("pos") == "open"):
        name = _name(child.get("id"))
        return f"⟦{name}⟧" if name else ""
    if kind in CLOSING or (kind == "it" and child.get("pos") == "close"):
        name = _name(child.get("startRef") or child.get("rid") or child.get("id"))
        return f"⟦/{name}⟧" if name else ""
    if kind in {"x", "ph"}:
        return "\n" if (child.get("id") or "").startswith(BREAK) or child.get("ctype") == "lb" else ""
    if kind == "cp":
        return _character(child.get("hex") or "")
    # Marks of other programs around a text, and what they know of it.
    return read(child)


def _name(key: str | None) -> str:
    found = _ID.fullmatch(key or "")
    if not found:
        return ""
    return str(int(found["name"])) if found["name"].isdigit() else found["name"]


def _character(digits: str) -> str:
    try:
        return written(chr(int(digits, 16)))
    except (ValueError, OverflowError):
        return ""


def tool_of(root: etree._Element) -> str:
    """Return the program whose namespace a file has, where it does not name it itself."""
    names = " ".join(str(name) for element in root.iter() for name in element.nsmap.values())
    return next((tool for sign, tool in TOOLS.items() if sign in names), "")


TOOLS = {"sdl.com": "Trados Studio", "MQXliff": "memoQ", "okapi": "Okapi", "memsource.com": "Phrase"}
