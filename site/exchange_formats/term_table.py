"""Terms as a table in CSV: a line for each, a column for the term and the definition of each language."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.i18n import LANGUAGES, SOURCE_CODE
from core.spreadsheets import harmless
from exchange_formats import concepts
from exchange_formats.concepts import Concept, Variant
from exchange_formats.errors import BadFileError
from exchange_formats.xml import require_size

FACTS = ("code", "subject", "status", "part_of_speech", "note", "source")
_BETWEEN = "|"
_LONGEST_CELL = 1_000_000


def _columns(name: str) -> dict[str, str]:
    """Return the columns of the languages, English first."""
    ordered = sorted(LANGUAGES, key=lambda language: language.code != SOURCE_CODE)
    return {language.code: f"{name}_{language.field_suffix}" for language in ordered}


TERMS, DEFINITIONS = _columns("term"), _columns("definition")
VARIANTS = {concepts.ALLOWED: _columns("allowed"), concepts.DEPRECATED: _columns("deprecated")}
COLUMNS = (*FACTS, *(column for group in (TERMS, DEFINITIONS, *VARIANTS.values()) for column in group.values()))
_REQUIRED = ("code", TERMS[SOURCE_CODE])


def write(found: Iterable[Concept]) -> bytes:
    """Return terms as a file. Variants of a language share a cell, with a bar between them; their notes are not written.

    The mark at the beginning tells Excel that the file is UTF-8.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for concept in found:
        row = {name: getattr(concept, name) for name in FACTS}
        row |= {column: concept.terms.get(code, "") for code, column in TERMS.items()}
        row |= {column: concept.definitions.get(code, "") for code, column in DEFINITIONS.items()}
        for status, columns in VARIANTS.items():
            for code, column in columns.items():
                own = (one.text for one in concept.variants if (one.language, one.status) == (code, status))
                row[column] = f" {_BETWEEN} ".join(own)
        writer.writerow({name: harmless(cell) for name, cell in row.items()})
    return text.getvalue().encode("utf-8-sig")


def read(data: bytes) -> list[Concept]:
    """Return the terms of a file, also of one with semicolons or tabs. Columns that it has not say nothing.

    Raises BadFileError where it is no such table.
    """
    require_size(len(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFileError(_("This file is not in UTF-8. Save it as “CSV UTF-8”.")) from error
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        names = [name.strip().casefold() for name in next(reader, [])]
        lacking = [name for name in _REQUIRED if name not in names]
        if lacking:
            raise BadFileError(
                _("The first line has to name the columns; this is missing: %(names)s.") % {"names": ", ".join(lacking)}
            )
        found = []
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append(_concept(dict(zip(names, map(_plain, cells), strict=False)), line))
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadFileError(_("Here the table cannot be read: a quotation mark is not closed."), line=reader.line_num) from error
    return found


def _plain(cell: str) -> str:
    """Return a cell without the sign that keeps programs from reading a formula into it."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) != cell[1:] else cell


def _concept(row: dict[str, str], line: int) -> Concept:
    variants = [
        Variant(code, text.strip(), status)
        for status, columns in VARIANTS.items()
        for code, column in columns.items()
        for text in row.get(column, "").split(_BETWEEN)
        if text.strip()
    ]
    return Concept(
        code=row.get("code", ""),
        subject=row.get("subject", ""),
        status=row.get("status", ""),
        part_of_speech=row.get("part_of_speech", ""),
        note=row.get("note", ""),
        source=row.get("source", ""),
        terms={code: " ".join(row[column].split()) for code, column in TERMS.items() if row.get(column)},
        definitions={code: row[column] for code, column in DEFINITIONS.items() if row.get(column)},
        variants=tuple(sorted(variants)),
        line=line,
    )
