"""XLIFF 2.1; 2.0 is read too, which is the same as far as it is used here."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from exchange_formats import markup
from exchange_formats.errors import BadFileError
from exchange_formats.inline import Code, Place
from exchange_formats.units import NAME, State, Translation, Unit, identity, require_distinct
from exchange_formats.xml import SPACE, local_name, parse, written

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
SIZES = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
STATES = {
    State.UNTRANSLATED: "initial",
    State.TRANSLATED: "translated",
    State.QUESTIONED: "translated",
    State.REVIEWED: "reviewed",
    State.FINAL: "final",
}
KINDS = {"a": "link", "abbr": "other", "code": "other"}
SUBKINDS = {"b": "xlf:b", "strong": "xlf:b", "i": "xlf:i", "em": "xlf:i"}


def write(translation: Translation) -> bytes:
    """Return a translation as a file."""
    root = etree.Element(
        _tag("xliff"),
        {"version": "2.1", "srcLang": "en", "trgLang": translation.language},
        nsmap={None: NAMESPACE, "mda": METADATA, "slr": SIZES},
    )
    file = etree.SubElement(root, _tag("file"), {"id": "page", "original": translation.original})
    file.set(SPACE, "preserve")
    etree.SubElement(file, f"{{{SIZES}}}profiles", generalProfile="xliff:codepoints")
    notes = etree.SubElement(file, _tag("notes"))
    etree.SubElement(notes, _tag("note"), category="title").text = written(translation.title)
    for element in (root, file, notes):
        element.text = element.tail = "\n"
    for unit in translation.units:
        file.append(_unit(unit))
    root.tail = None
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _unit(unit: Unit) -> etree._Element:
    made = etree.Element(_tag("unit"), {"id": unit.id, "name": written(unit.path)})
    if unit.limit:
        made.set(f"{{{SIZES}}}sizeRestriction", str(unit.limit))
    if unit.digest:
        metadata = etree.SubElement(made, f"{{{METADATA}}}metadata")
        group = etree.SubElement(metadata, f"{{{METADATA}}}metaGroup", category=NAME)
        etree.SubElement(group, f"{{{METADATA}}}meta", type="digest").text = unit.digest
    remarks = [("context", text) for text in [unit.context] if text]
    remarks += [("author", text) for text in unit.notes] + [("term", text) for text in unit.hints]
    if remarks:
        notes = etree.SubElement(made, _tag("notes"))
        for category, text in remarks:
            etree.SubElement(notes, _tag("note"), category=category, appliesTo="source").text = written(text)
    segment = etree.SubElement(made, _tag("segment"), state=STATES[unit.state])
    if unit.state == State.QUESTIONED:
        segment.set("subState", f"{NAME}:flagged")
    markup.write(etree.SubElement(segment, _tag("source")), unit.pieces(unit.source), _code)
    if unit.target:
        markup.write(etree.SubElement(segment, _tag("target")), unit.pieces(unit.target), _code)
    made.tail = "\n"
    return made


def _code(code: Code, key: str) -> etree._Element:
    if code.place == Place.ALONE:
        return etree.Element(_tag("ph"), id=key, type="fmt", subType="xlf:lb", equiv=" ")
    subkind = SUBKINDS.get(code.element, f"{NAME}:{code.element}")
    return etree.Element(_tag("pc"), id=key, type=KINDS.get(code.element, "fmt"), subType=subkind)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def read(data: bytes) -> Translation:
    """Return the translation in a file. Raises BadFileError."""
    root = parse(data)
    files = [element for element in root if local_name(element) == "file"]
    if not files:
        raise BadFileError(_("There are no segments in this file."))
    if len(files) > 1:
        raise BadFileError(_("This file holds several translations. Send a file for each."))
    source = root.get("srcLang") or "en"
    if source.lower().split("-")[0] != "en":
        raise BadFileError(_("This file translates from “%(language)s”, not from English.") % {"language": source})
    key, code, number = identity(files[0].get("original") or "")
    units = require_distinct(_units(files[0]))
    return Translation(key, code, root.get("trgLang") or "", number, "", units, tool=markup.tool_of(root))


def _units(file: etree._Element) -> Iterator[Unit]:
    for element in file.iter(_tag("unit")):
        parts = [child for child in element if local_name(child) in {"segment", "ignorable"}]
        if not parts:
            raise BadFileError(_("This segment has no English."), line=element.sourceline)
        states = {part.get("state") or "initial" for part in parts if local_name(part) == "segment"}
        digests = [meta.text for meta in element.iter(f"{{{METADATA}}}meta") if meta.get("type") == "digest"]
        yield Unit(
            id=element.get("id") or "",
            source="".join(_text(part, "source") or "" for part in parts),
            target=_target(parts),
            state=State.UNTRANSLATED if "initial" in states else State.TRANSLATED,
            digest=next((text for text in digests if text), ""),
            line=element.sourceline,
        )


def _target(parts: list[etree._Element]) -> str:
    """Return the targets of a unit that a tool may have split, in the order of the translation; empty while one is missing."""
    found: list[tuple[int, str]] = []
    for position, part in enumerate(parts, start=1):
        text = _text(part, "target")
        if text is None:
            if local_name(part) == "segment":
                return ""
            text = _text(part, "source") or ""
        target = part.find(_tag("target"))
        order = target.get("order") if target is not None else None
        found.append((int(order) if order and order.isdecimal() else position, text))
    return "".join(text for _order, text in sorted(found, key=lambda pair: pair[0]))


def _text(part: etree._Element, name: str) -> str | None:
    element = part.find(_tag(name))
    return None if element is None else markup.read(element)
