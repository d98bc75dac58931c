"""What spreadsheet programs make of a table on its way."""

import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exchange_formats.errors import BadFileError
from newsroom.tables import body, importing, sheets
from newsroom.tables.registry import TABLES
from tests import factories
from tests.newsroom.table_world import kinds, made, problems, publication, received, sheet, six, staff, workbook

__all__ = ["made", "six", "staff"]

KNOWN = ("code", "title", "year", "body")


def read(data: bytes, name: str = "t.csv") -> list[dict[str, str]]:
    return [row.cells for row in sheets.read(name, data, KNOWN, ("code",))]


def book(change: Callable[[Workbook, Worksheet], None]) -> bytes:
    """Return a workbook of one row that somebody has changed."""
    made = Workbook()
    one = made.active
    assert isinstance(one, Worksheet)
    one.append(["code", "title"])
    one.append(["a", "b"])
    change(made, one)
    output = io.BytesIO()
    made.save(output)
    return output.getvalue()


def hidden_first(made: Workbook, one: Worksheet) -> None:
    made.create_sheet("Hidden", 0).append(["notes"])
    made.worksheets[0].sheet_state = "hidden"


def merged_elsewhere(made: Workbook, one: Worksheet) -> None:
    other = made.create_sheet("Notes")
    other.append(["Two words", ""])
    other.merge_cells("A1:B1")


def formatted_beyond(made: Workbook, one: Worksheet) -> None:
    for number in range(3, 40):
        one.cell(number, 9).number_format = "0.00"


@pytest.mark.parametrize("change", [hidden_first, merged_elsewhere, formatted_beyond])
def test_what_is_not_in_the_first_sheet_that_is_seen_does_not_matter(change: Callable[[Workbook, Worksheet], None]) -> None:
    assert read(book(change), "t.xlsx") == [{"code": "a", "title": "b"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_in_whatever_form(encoding: str) -> None:
    assert read("code\ttitle\na\t皮革 جلد кожа\n".encode(encoding)) == [{"code": "a", "title": "皮革 جلد кожа"}]


@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "gb18030", "utf-16-le"])
def test_other_encodings_are_refused_rather_than_guessed(encoding: str) -> None:
    text = {"cp1252": "é", "cp1251": "кожа", "gb18030": "皮革", "utf-16-le": "皮革"}[encoding]
    with pytest.raises(BadFileError, match="UTF-8"):
        read(f"code,title\na,{text}\n".encode(encoding))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("sep=;\ncode;title\na;b,c\n", "b,c"),
        ("code,title\ra,b\r", "b"),
        ("CODE, Title \na,\u00a0b\u00a0\n", "b"),
        ("code,title,,\na,b,,\n\n,,,\n", "b"),
        ('code,title\na,"“Smart”, she said"\n', "“Smart”, she said"),
    ],
)
def test_csv_of_spreadsheet_programs(text: str, title: str) -> None:
    assert read(text.encode()) == [{"code": "a", "title": title}]


def test_a_line_that_ends_early_says_nothing_of_the_other_columns() -> None:
    assert read(b"code,title,year\na,b\n") == [{"code": "a", "title": "b"}]


def test_a_comma_without_quotation_marks_is_noticed() -> None:
    with pytest.raises(BadFileError, match=r"Line 2: .*no name"):
        read(b"code,title\na,Hides, skins\n")


def test_ends_of_lines_of_other_systems_are_ends_of_lines() -> None:
    assert read(workbook(["code", "title"], ["a", "One_x000D_\ntwo"]).read(), "t.xlsx")[0]["title"] == "One\ntwo"


@pytest.mark.django_db
def test_what_a_formula_has_left_is_told_beside_its_column(staff: SimpleNamespace) -> None:
    cells = publication("one", edition="#N/A")
    assert problems(received(staff.editor, workbook(cells, cells.values())))[0][1] == "edition"


@pytest.mark.django_db
def test_numbers_and_words_of_spreadsheets_are_understood(staff: SimpleNamespace) -> None:
    row = received(staff.editor, sheet([publication("one", year="2004.0", files="", last_reviewed="2024-03-31 ")]))
    assert kinds(row) == {"new": 1}
    course = {"code": "c", "title": "C", "summary": "It.", "audience": "All", "certificate": "TRUE"}
    assert kinds(received(staff.editor, sheet([course]), "courses")) == {"new": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(("cells", "column"), [({"code": "-"}, "code"), ({"last_reviewed": "45382"}, "last_reviewed")])
def test_what_means_nothing_is_told(cells: dict[str, Any], column: str, staff: SimpleNamespace) -> None:
    assert problems(received(staff.editor, sheet([{**publication("one"), **cells}])))[0][1] == column


@pytest.mark.django_db
def test_codes_that_make_the_same_address_are_told(staff: SimpleNamespace) -> None:
    row = received(staff.editor, sheet([publication("One"), publication("one")]))
    assert [(number, column) for number, column, _said in problems(row)] == [(3, "code")]


@pytest.mark.django_db
def test_columns_of_other_tables_and_languages_are_refused(staff: SimpleNamespace) -> None:
    row = received(staff.editor, sheet([publication("one", locale="fr", titre="Un")]))
    assert row.is_refused and "locale" in row.report["error"] and "titre" in row.report["error"]


@pytest.mark.django_db
def test_a_body_that_a_workbook_would_cut_is_kept(staff: SimpleNamespace, made: SimpleNamespace) -> None:
    words = f"<p>{'word ' * 7000}end</p>"
    factories.publication(made.publications, "long", body=[("paragraph", words)])
    data = importing.exported(staff.editor, TABLES["publications"], "xlsx")
    assert sheets.read("x.xlsx", data, TABLES["publications"].names, ("code",))[0].cells["body"] == body.KEPT
    assert kinds(received(staff.editor, SimpleUploadedFile("x.xlsx", data))) == {"unchanged": 1}
