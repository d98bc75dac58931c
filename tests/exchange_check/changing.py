"""Translates a file as tools do, with nothing of ours: every target becomes its English with another first sign."""

import re
import tempfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import lxml.html
import polib
from lxml import etree

FIRST_SIGN = re.compile(r"[^⟦⟧\s](?![^⟦]*⟧)")
"""The first sign that is not in a mark. In its place another makes another text, and none that is too long."""


def another(text: str) -> str:
    """Return a text with another first sign."""
    return FIRST_SIGN.sub("Ж", text, count=1)


def xliff(unit: str, inner: str, data: bytes) -> bytes:
    """Translate XLIFF of either version. Source and target stand in `inner`, which is `unit` or in it."""
    root = etree.fromstring(data)
    for element in root.iter(f"{{*}}{unit}"):
        holder = element if inner == unit else element.find(f"{{*}}{inner}")
        source, old = holder.find("{*}source"), holder.find("{*}target")
        target = deepcopy(source)
        target.tag, target.tail = source.tag.replace("source", "target"), None
        target.attrib.clear()
        if old is not None:
            holder.remove(old)
        source.addnext(target)
        (target if inner == unit else holder).set("state", "translated")
        _change(target)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def po(data: bytes) -> bytes:
    """Translate PO."""
    with tempfile.NamedTemporaryFile(suffix=".po") as kept:
        kept.write(data)
        kept.flush()
        file = polib.pofile(kept.name, encoding="utf-8")
    for entry in file:
        entry.msgstr, entry.flags = another(entry.msgid), []
    return str(file).encode()


def html(data: bytes) -> bytes:
    """Translate the table."""
    root = lxml.html.document_fromstring(data)
    for row in root.iterfind(".//tbody/tr"):
        row.attrib.pop("data-state")
        _number, english, target = row
        new = deepcopy(english)
        target[0].text, target[0][:] = new.text, list(new)
        _change(target[0])
    return lxml.html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>")


def _change(element: Any) -> None:
    for holder, name in _texts(element):
        text = getattr(holder, name) or ""
        if another(text) != text and "⟦" not in text:
            setattr(holder, name, another(text))
            return


def _texts(element: Any) -> Iterator[tuple[Any, str]]:
    yield element, "text"
    for child in element:
        yield from _texts(child)
        yield child, "tail"


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "xliff12": lambda data: xliff("trans-unit", "trans-unit", data),
    "xliff21": lambda data: xliff("unit", "segment", data),
    "po": po,
    "html": html,
}
