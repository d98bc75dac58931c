"""Files of tables: CSV and Excel workbooks, read into rows of text and written from them."""

import codecs
import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _, ngettext
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from core import document_files
from core.spreadsheets import FORMULA_STARTS
from exchange_formats.errors import BadFileError
from exchange_formats.xml import require_size
from newsroom.tables.columns import NO, YES

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What is written, by ending, and what browsers call it."""
MOST_ROWS = 5000
MOST_COLUMNS = 60
LONGEST_CELL = 100_000
LARGEST_UNPACKED = 100 * 1024 * 1024
"""Bytes of the parts of a workbook."""
EXCEL = (".xlsx",)
TEXT = (".csv", ".tsv", ".txt")
WIDTH = 22
"""Of the columns of a workbook, in characters."""

_SEPARATOR = re.compile(r"\Asep=(.)\r?\n", re.IGNORECASE)
"""The line before the first with which Excel says what stands between its cells."""
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s")


@dataclass(slots=True)
class Row:
    """One row of a file, with the number that the spreadsheet shows beside it."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    formulas: list[str] = field(default_factory=list)
    """Columns in which a formula stands, or the error that one has left."""


def read(name: str, data: bytes, known: Sequence[str], required: Sequence[str]) -> list[Row]:
    """Return the rows of a file; empty ones are left out. Raises BadFileError where it is no such table.

    `known` are the names of the columns that there may be, `required` of those that there must be.
    """
    require_size(len(data))
    if name.casefold().endswith(EXCEL):
        lines = _workbook_lines(name, data)
    elif name.casefold().endswith(TEXT):
        lines = _text_lines(data)
    else:
        raise BadFileError(_("Send a table as CSV in UTF-8 or as XLSX."))
    _first, heads = next(lines, (1, []))
    names = [str(head or "").strip().casefold() for head in heads]
    _require_columns([name for name in names if name], known, required)
    found = []
    for number, cells in lines:
        if row := _row(number, names, cells):
            found.append(row)
            if len(found) > MOST_ROWS:
                raise BadFileError(
                    ngettext("A table may have up to %(limit)s row.", "A table may have up to %(limit)s rows.", MOST_ROWS)
                    % {"limit": MOST_ROWS}
                )
    if not found:
        raise BadFileError(_("There are no rows in this table, only the names of its columns."))
    return found


def guarded(text: str) -> str:
    """Return a text that no program takes for a formula, and of which `plain` makes the same again."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def plain(cell: str) -> str:
    """Return a cell without the sign that keeps programs from reading a formula into it, with plain ends of lines."""
    cell = ILLEGAL_CHARACTERS_RE.sub("", cell.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_STARTS) else cell


def csv_file(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as CSV. The mark at the beginning tells Excel that it is UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def workbook(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], explained: Iterable[Sequence[str]]) -> bytes:
    """Return a table as a workbook, with a second sheet that explains the columns. Every cell is text."""
    book = Workbook(write_only=True)
    for name, first, lines in ((title, heads, rows), (_("Columns"), (), explained)):
        sheet: Any = book.create_sheet(title=re.sub(r"[\[\]:*?/\\]", " ", name)[:31])
        sheet.freeze_panes = "A2" if first else None
        for number in range(max(len(first), 4)):
            sheet.column_dimensions[chr(65 + number) if number < 26 else f"A{chr(39 + number)}"].width = WIDTH
        if first:
            sheet.append([_bold(sheet, head) for head in first])
        for line in lines:
            sheet.append([guarded(ILLEGAL_CHARACTERS_RE.sub("", cell)) for cell in line])
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _require_columns(names: list[str], known: Sequence[str], required: Sequence[str]) -> None:
    lacking = [name for name in required if name not in names]
    if lacking:
        raise BadFileError(
            _("The first line has to name the columns; this is missing: %(names)s.") % {"names": ", ".join(lacking)}
        )
    strange = [name for name in names if name not in known]
    if strange:
        raise BadFileError(
            _("This table has no columns with these names: %(names)s. Take the names of the template.")
            % {"names": ", ".join(f"\u2068{name[:60]}\u2069" for name in strange[:MOST_COLUMNS])}
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadFileError(_("These columns stand in the table twice: %(names)s.") % {"names": ", ".join(twice)})


def _row(number: int, names: list[str], cells: Sequence[Any]) -> Row | None:
    row = Row(number)
    # A line that ends early says nothing of the columns behind its end.
    for name, cell in zip([*names, *[""] * len(cells)], cells, strict=False):
        if not name and str(cell or "").strip():
            raise BadFileError(_("Something stands in a column that has no name in the first line."), line=number)
        if name:
            row.cells[name] = plain(str(cell))
            if isinstance(cell, Formula):
                row.formulas.append(name)
            if len(row.cells[name]) > LONGEST_CELL:
                raise BadFileError(_("A cell of this row is too long to be taken."), line=number)
    return row if any(row.cells.values()) else None


class Formula(str):
    """What stands in a cell that computes its value."""

    __slots__ = ()


def _text_lines(data: bytes) -> Any:
    try:
        # What Excel calls Unicode text says at its beginning that it is UTF-16.
        text = data.decode("utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFileError(_("This file is not in UTF-8. Save it as “CSV UTF-8”.")) from error
    if "\0" in text:
        raise BadFileError(_("Send a table as CSV in UTF-8 or as XLSX."))
    said = _SEPARATOR.match(text)
    separator = said[1] if said else max(",;\t", key=text.partition("\n")[0].count)
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text[said.end() :] if said else text, newline=""), delimiter=separator, strict=True)
    try:
        # Spreadsheets give a row one number, however many lines its cells have.
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        raise BadFileError(_("Here the table cannot be read: a quotation mark is not closed."), line=reader.line_num) from error


def _workbook_lines(name: str, data: bytes) -> Any:
    file = ContentFile(data, name=name)
    try:
        document_files.check_upload(file)
        _require_small(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        sheet: Any = next(each for each in book.worksheets if each.sheet_state == "visible")
        _require_single_cells(data, sheet._worksheet_path)
        # What the sheet says of its own size is not believed.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
            yield number, [_cell(cell) for cell in cells]
    except ValidationError as error:
        raise BadFileError(str(error.messages[0])) from error
    except (
        AttributeError,
        EOFError,
        IndexError,
        InvalidFileException,
        KeyError,
        SyntaxError,
        TypeError,
        ValueError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        # What openpyxl raises of workbooks that are broken inside.
        raise BadFileError(_("This workbook cannot be read; it may be damaged. Save it anew.")) from error


def _require_small(data: bytes) -> None:
    """Refuse a workbook that swells when it is unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
            raise BadFileError(_("This workbook unpacks to more than %(size)s.") % {"size": filesizeformat(LARGEST_UNPACKED)})


def _require_single_cells(data: bytes, part: str) -> None:
    """Refuse a sheet with merged cells, of which nobody knows whose text it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if _MERGED.search(archive.read(part.lstrip("/"))):
            raise BadFileError(_("This sheet has merged cells. Split them, so that every row has its own cells."))


def _cell(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in {"e", "f"}:
        return Formula(value)
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # How workbooks write the end of a line that another system has made.
    return str(value).replace("_x000D_", "\r")
