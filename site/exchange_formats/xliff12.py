"""XLIFF 1.2, strict: what most translators' tools read."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from exchange_formats import markup
from exchange_formats.errors import BadFileError
from exchange_formats.inline import Code, Place
from exchange_formats.units import NAME, State, Translation, Unit, identity, require_distinct
from exchange_formats.xml import LANG, SPACE, local_name, parse, written

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
STATES = {
    State.UNTRANSLATED: "needs-translation",
    State.TRANSLATED: "translated",
    State.QUESTIONED: "needs-review-translation",
    State.REVIEWED: "signed-off",
    State.FINAL: "final",
}
UNTRANSLATED = {None, "new", "needs-translation"}
CTYPES = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "a": "link"}


def write(translation: Translation) -> bytes:
    """Return a translation as a file."""
    root = _made("xliff", version="1.2", namespaces=True)
    file = etree.SubElement(
        root,
        _tag("file"),
        {
            "original": translation.original,
            "source-language": "en",
            "target-language": translation.language,
            "datatype": "html",
        },
    )
    header = etree.SubElement(file, _tag("header"))
    etree.SubElement(header, _tag("tool"), {"tool-id": NAME, "tool-name": "Leather Panel"})
    etree.SubElement(header, _tag("note")).text = written(translation.title)
    body = etree.SubElement(file, _tag("body"))
    for element in (root, file, header, body):
        element.text = element.tail = "\n"
    for unit in translation.units:
        body.append(_unit(unit, translation.language))
    root.tail = None
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _unit(unit: Unit, language: str) -> etree._Element:
    made = _made("trans-unit", id=unit.id, resname=written(unit.path))
    made.set(SPACE, "preserve")
    if unit.state == State.FINAL:
        made.set("approved", "yes")
    if unit.digest:
        made.set("extradata", unit.digest)
    if unit.limit:
        made.set("maxwidth", str(unit.limit))
        made.set("size-unit", "char")
    source = etree.SubElement(made, _tag("source"))
    source.set(LANG, "en")
    markup.write(source, unit.pieces(unit.source), _code)
    target = etree.SubElement(made, _tag("target"), {"state": STATES[unit.state]})
    target.set(LANG, language)
    markup.write(target, unit.pieces(unit.target), _code)
    if unit.context:
        group = etree.SubElement(made, _tag("context-group"), purpose="location")
        etree.SubElement(group, _tag("context"), {"context-type": "x-place"}).text = written(unit.context)
    for origin, texts in (("author", unit.notes), ("terms", unit.hints)):
        for text in texts:
            etree.SubElement(made, _tag("note"), {"from": origin, "annotates": "source"}).text = written(text)
    made.tail = "\n"
    return made


def _code(code: Code, key: str) -> etree._Element:
    if code.place == Place.ALONE:
        return _made("x", id=key, ctype="lb")
    return _made("g", id=key, ctype=CTYPES.get(code.element, f"x-{code.element}"))


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _made(name: str, *, namespaces: bool = False, **attributes: str) -> etree._Element:
    return etree.Element(_tag(name), attributes, nsmap={None: NAMESPACE} if namespaces else None)


def read(data: bytes) -> Translation:
    """Return the translation in a file. Raises BadFileError."""
    root = parse(data)
    files = [element for element in root if local_name(element) == "file"]
    if not files:
        raise BadFileError(_("There are no segments in this file."))
    if len(files) > 1:
        raise BadFileError(_("This file holds several translations. Send a file for each."))
    file = files[0]
    source = file.get("source-language") or "en"
    if source.lower().split("-")[0] != "en":
        raise BadFileError(_("This file translates from “%(language)s”, not from English.") % {"language": source})
    key, code, number = identity(file.get("original") or "")
    return Translation(
        key,
        code,
        file.get("target-language") or "",
        number,
        "",
        require_distinct(_units(file)),
        tool=_tool(file) or markup.tool_of(root),
    )


def _units(file: etree._Element) -> Iterator[Unit]:
    for element in file.iter(etree.Element):
        if local_name(element) != "trans-unit":
            continue
        # Suggestions of tools hold sources and targets of their own, one level below.
        parts = {local_name(child): child for child in reversed(element)}
        source, target = parts.get("source"), parts.get("target")
        if source is None:
            raise BadFileError(_("This segment has no English."), line=element.sourceline)
        state = target.get("state") if target is not None else None
        yield Unit(
            id=element.get("id") or "",
            source=markup.read(source),
            target=markup.read(target) if target is not None else "",
            state=State.UNTRANSLATED if state in UNTRANSLATED else State.TRANSLATED,
            digest=element.get("extradata") or "",
            line=element.sourceline,
        )


def _tool(file: etree._Element) -> str:
    tools = [element for element in file.iter(etree.Element) if local_name(element) == "tool" and element.get("tool-id") != NAME]
    return next((" ".join(filter(None, (tool.get("tool-name"), tool.get("tool-version")))) for tool in reversed(tools)), "")
