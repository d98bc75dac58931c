"""TBX-Basic, version 3 of TermBase eXchange (ISO 30042) in its DCA style: what is said of a term stands in types of elements.

A term that is not translated is a concept of the project subset `do-not-translate`, since TBX-Basic has no better place for it.
Terms that differ from the agreed one are of the type `variant`. A term without any text is not written: TBX has no such concepts.
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from lxml import etree

from core.i18n import BY_CODE, CODES, SOURCE_CODE
from exchange_formats import concepts, xml
from exchange_formats.concepts import Concept, Variant
from exchange_formats.errors import BadFileError

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
DIALECT = "TBX-Basic"
_VERBATIM = "do-not-translate"
_STATUSES = {
    concepts.PREFERRED: "preferredTerm-admn-sts",
    concepts.ALLOWED: "admittedTerm-admn-sts",
    concepts.DEPRECATED: "deprecatedTerm-admn-sts",
}
_READ_STATUSES = {value: key for key, value in _STATUSES.items()} | {"supersededTerm-admn-sts": concepts.DEPRECATED}
_PARTS = {"noun": "noun", "verb": "verb", "adjective": "adjective", "adverb": "adverb", "name": "properNoun"}
_READ_PARTS = {value: key for key, value in _PARTS.items()}
_TYPES = {"abbreviation": "abbreviation", "phrase": "phrase"}
_READ_TYPES = {"abbreviation": "abbreviation", "acronym": "abbreviation", "phrase": "phrase"}


def write(found: Iterable[Concept], *, source: str) -> bytes:
    """Return terms as a file; `source` says where they come from."""
    root = etree.Element(_name("tbx"), {"type": DIALECT, "style": "dca", xml.LANG: SOURCE_CODE}, nsmap={None: NAMESPACE})
    header = _add(root, "tbxHeader")
    _add(_add(_add(header, "fileDesc"), "sourceDesc"), "p", source)
    body = _add(_add(root, "text"), "body")
    for concept in found:
        if concept.terms or concept.variants:
            _write_concept(body, concept)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _write_concept(body: etree._Element, concept: Concept) -> None:
    # An id begins with a letter or a low line; codes may begin with a digit.
    code = concept.code if concept.code[:1].isalpha() else f"_{concept.code}"
    entry = _add(body, "conceptEntry", id=code)
    if concept.subject:
        _add(entry, "descrip", concept.subject, type="subjectField")
    if concept.status == concepts.VERBATIM:
        _add(entry, "admin", _VERBATIM, type="projectSubset")
    if concept.source:
        _add(entry, "admin", concept.source, type="source")
    if concept.note:
        _add(entry, "note", concept.note)
    for language in CODES:
        variants = [variant for variant in concept.variants if variant.language == language]
        if language not in concept.terms and not variants:
            continue
        section = _add(entry, "langSec")
        section.set(xml.LANG, BY_CODE[language].tag)
        if definition := concept.definitions.get(language):
            _add(section, "descrip", definition, type="definition")
        if language in concept.terms:
            _write_term(section, concept, concept.terms[language])
        for variant in variants:
            term = _add(section, "termSec")
            _add(term, "term", variant.text)
            _add(term, "termNote", "variant", type="termType")
            _add(term, "termNote", _STATUSES[variant.status], type="administrativeStatus")
            if variant.note:
                _add(term, "note", variant.note)


def _write_term(section: etree._Element, concept: Concept, text: str) -> None:
    term = _add(section, "termSec")
    _add(term, "term", text)
    if concept.part_of_speech in _PARTS:
        _add(term, "termNote", _PARTS[concept.part_of_speech], type="partOfSpeech")
    if concept.part_of_speech in _TYPES:
        _add(term, "termNote", _TYPES[concept.part_of_speech], type="termType")
    if status := _STATUSES.get(concepts.PREFERRED if concept.status == concepts.VERBATIM else concept.status):
        _add(term, "termNote", status, type="administrativeStatus")


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _add(parent: etree._Element, local: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, _name(local), attributes)
    if text:
        element.text = xml.written(text)
    return element


def read(data: bytes) -> list[Concept]:
    """Return the terms of a file. Raises BadFileError where it is no TBX of version 3 in the DCA style."""
    root = xml.parse(data)
    if xml.local_name(root) == "martif":
        raise BadFileError(_("This is TBX of version 2. Only version 3 can be read: save the file anew as TBX-Basic, version 3."))
    if xml.local_name(root) != "tbx":
        raise BadFileError(_("This is no TBX file."))
    if root.get("style", "dca").casefold() != "dca":
        raise BadFileError(_("This TBX file is in the DCT style. Only the DCA style can be read."))
    return [_read_concept(element) for element in root.iter(etree.Element) if xml.local_name(element) == "conceptEntry"]


def _read_concept(entry: etree._Element) -> Concept:
    terms: dict[str, str] = {}
    definitions: dict[str, str] = {}
    variants: list[Variant] = []
    facts: dict[str, str] = {}
    left_out: list[str] = []
    for section in _children(entry, "langSec"):
        language = _language(section.get(xml.LANG, ""))
        if not language:
            left_out.append(section.get(xml.LANG, ""))
            continue
        found = [term for term in _children(section, "termSec") if _term_of(term)]
        agreed = _agreed(found)
        for term in found:
            if term is agreed and language not in terms:
                terms[language] = _term_of(term)
                if language == SOURCE_CODE or not facts:
                    facts = {"part_of_speech": _part_of_speech(term), "status": _status(term)}
            else:
                status = concepts.DEPRECATED if _status(term) == concepts.DEPRECATED else concepts.ALLOWED
                variants.append(Variant(language, _term_of(term), status, _joined(_children(term, "note"))))
        if definition := _said(section, "descrip", "definition"):
            definitions[language] = definition
    if _VERBATIM in _typed(entry, "admin", "projectSubset"):
        facts["status"] = concepts.VERBATIM
    return Concept(
        code=(entry.get("id") or "").removeprefix("_"),
        subject=_said(entry, "descrip", "subjectField"),
        note=_joined(_children(entry, "note")),
        source=_said(entry, "admin", "source"),
        terms=terms,
        definitions=definitions or _for_english(_said(entry, "descrip", "definition")),
        variants=tuple(sorted(variants)),
        line=entry.sourceline or 0,
        left_out=tuple(left_out),
        **facts,
    )


def _for_english(definition: str) -> dict[str, str]:
    """Return a definition of a whole concept as the English one: files that have one for all are written in English."""
    return {SOURCE_CODE: definition} if definition else {}


def _agreed(terms: list[etree._Element]) -> etree._Element | None:
    """Return the term that is agreed in a language: the preferred one, else the first that is no variant."""
    own = [term for term in terms if "variant" not in _typed(term, "termNote", "termType")]
    preferred = [term for term in own if _status(term) == concepts.PREFERRED]
    return next(iter([*preferred, *own]), None)


def _language(tag: str) -> str:
    """Return our code of a language tag: `zh-CN` is our Chinese, `fr-CA` our French; empty where it is none of ours."""
    wanted = tag.casefold()
    if wanted in BY_CODE:
        return wanted
    main = wanted.split("-")[0]
    if wanted.startswith("zh") and "hant" not in wanted and wanted not in {"zh-tw", "zh-hk", "zh-mo"}:
        return "zh-hans"
    return main if main in BY_CODE else ""


def _children(element: etree._Element, local: str) -> Iterator[etree._Element]:
    """Yield children of a name, also those in a group of theirs."""
    for child in element:
        if xml.local_name(child) == local:
            yield child
        elif xml.local_name(child) == f"{local}Grp":
            yield from _children(child, local)


def _typed(element: etree._Element, local: str, kind: str) -> list[str]:
    return [_text(child) for child in _children(element, local) if child.get("type") == kind]


def _said(element: etree._Element, local: str, kind: str) -> str:
    return next((text for text in _typed(element, local, kind) if text), "")


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()


def _term_of(term: etree._Element) -> str:
    return next((" ".join(_text(child).split()) for child in _children(term, "term")), "")


def _joined(notes: Iterable[etree._Element]) -> str:
    return "\n".join(filter(None, map(_text, notes)))


def _status(term: etree._Element) -> str:
    return _READ_STATUSES.get(_said(term, "termNote", "administrativeStatus"), "")


def _part_of_speech(term: etree._Element) -> str:
    kind = _READ_TYPES.get(_said(term, "termNote", "termType"), "")
    return kind or _READ_PARTS.get(_said(term, "termNote", "partOfSpeech"), "")
