"""Cells and sheets of exported tables."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import get_language_bidi
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet program read a text as a formula."""
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31


def harmless(value: Any) -> Any:
    """Return a value that no spreadsheet program takes for a formula: the texts are written by many people."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def add_sheet(book: Any, name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int] = ()) -> None:
    """Add a sheet to a workbook of openpyxl that is written row by row, in the direction of the active language.

    `widths` are those of the first columns, in characters; the others are as wide as Excel makes them.
    """
    sheet = book.create_sheet(title=NOT_IN_A_NAME.sub(" ", name)[:LONGEST_NAME])
    sheet.sheet_view.rightToLeft = get_language_bidi()
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append(headings)
    for row in rows:
        sheet.append([_cell(value) for value in row])


def _cell(value: Any) -> Any:
    return harmless(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value
