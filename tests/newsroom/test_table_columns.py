"""Cells: what pages store as text and back, files in their formats, and that a round trip changes nothing."""

import io
import json
import zipfile
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook
from wagtail.models import Page

from core.models import CustomDocument, CustomImage
from exchange_formats.errors import BadFileError
from newsroom.tables import body, importing, rich, sheets
from newsroom.tables.errors import CellError
from newsroom.tables.names import Names
from newsroom.tables.registry import TABLES
from tests.newsroom.table_pages import RICH, TEXT, rich_pages, stored
from tests.newsroom.table_world import (
    PDF,
    kinds,
    made,
    packed,
    problems as told,
    publication,
    received,
    sheet,
    six,
    staff,
    taken,
    workbook,
)

__all__ = ["made", "six", "staff"]


@pytest.mark.django_db
def test_running_text_comes_back_as_it_was() -> None:
    before = stored(
        ("heading", {"text": "Soaking", "level": "2"}), ("paragraph", RICH), ("heading", {"text": "More", "level": "3"})
    )
    text = body.to_text(before, Names())
    assert text == f"## Soaking\n\n{TEXT}\n\n### More"
    assert body.to_text(body.to_stored(text, "[]", Names()), Names()) == text


def test_blocks_that_stay_keep_their_identity() -> None:
    before = stored(("heading", {"text": "Soaking", "level": "2"}), ("paragraph", "<p>Water.</p>"))
    after = json.loads(body.to_stored("## Liming\n\nLime.\n\n## Soaking\n\nWater.", before, Names()))
    assert [block["id"] for block in after][2:] == ["id-0", "id-1"]


@pytest.mark.parametrize(
    "block",
    [
        ("unknown", {"text": "x"}),
        ("paragraph", "<p>a<br/>b</p>"),
        ("paragraph", "<p>2~3~4</p>"),
        ("paragraph", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("paragraph", "<p>a * b * c [d](e)</p>"),
        ("paragraph", "<p>- no list</p>"),
    ],
)
def test_what_text_cannot_say_is_kept(block: tuple[str, Any]) -> None:
    assert body.to_text(stored(block), Names()) == body.KEPT


def test_a_link_is_a_web_or_mail_address() -> None:
    with pytest.raises(CellError):
        rich.to_html("[x](javascript:alert)", Names())


@pytest.mark.parametrize("cell", ["=1+1", "'=1+1", "''-a", "- item", "'quoted'", "plain", "@x"])
def test_what_looks_like_a_formula_comes_back_as_it_was(cell: str) -> None:
    assert sheets.plain(sheets.guarded(cell)) == cell
    assert not sheets.guarded(cell).startswith(("=", "-", "@"))


def read(file: SimpleUploadedFile) -> list[sheets.Row]:
    return sheets.read(file.name or "", file.read(), ("code", "title", "year"), ("code",))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_of_whatever_separator(separator: str) -> None:
    text = f'\ufeffcode{separator}title\r\n\r\na{separator}"Two\r\nlines"\r\nb{separator}\r\n'
    rows = read(SimpleUploadedFile("t.csv", text.encode()))
    assert [(row.number, row.cells) for row in rows] == [
        (3, {"code": "a", "title": "Two\nlines"}),
        (4, {"code": "b", "title": ""}),
    ]


def test_a_workbook_gives_text() -> None:
    rows = read(workbook(["code", "title", "year"], [None], ["a", True, 2004.0]))
    assert [(row.number, row.cells) for row in rows] == [(3, {"code": "a", "title": "yes", "year": "2004"})]


def bomb() -> bytes:
    """Return a workbook whose parts unpack to more than is sensible."""
    output = io.BytesIO(workbook(["code"], ["a"]).read())
    with zipfile.ZipFile(output, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.xml", b"0" * 110_000_000)
    return output.getvalue()


def merged() -> bytes:
    book = Workbook()
    book.active.append(["code", "title"])
    book.active.append(["a", "b"])
    book.active.merge_cells("A2:B2")
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("t.csv", "code\nä".encode("latin-1"), "not in UTF-8"),
        ("t.csv", b'code\n"a', "quotation mark"),
        ("t.csv", b"title\na", "is missing: code"),
        ("t.csv", b"code,titel\na,b", "no columns with these names"),
        ("t.csv", b"code,code\na,b", "twice: code"),
        ("t.csv", b"code\n", "no rows"),
        ("t.csv", b"code\n" + b"a\n" * 5001, "up to 5000 rows"),
        ("t.pdf", PDF, "as CSV in UTF-8"),
        ("t.xlsx", b"code\na", "not what its name says"),
        ("t.xlsx", bomb, "unpacks to more"),
        ("t.xlsx", merged, "merged cells"),
    ],
)
def test_files_that_are_no_table_are_refused(name: str, data: Any, said: str) -> None:
    with pytest.raises(BadFileError, match=said):
        sheets.read(name, data() if callable(data) else data, ("code", "title"), ("code",))


@pytest.mark.django_db
def test_a_formula_is_told_beside_its_column(staff: SimpleNamespace) -> None:
    cells = publication("one", title='="a"&"b"')
    row = received(staff.editor, workbook(cells, cells.values()))
    assert told(row) == [(2, "title", "A formula stands here. Paste its value in its place.")]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("table", list(TABLES))
def test_a_round_trip_changes_nothing(table: str, kind: str, staff: SimpleNamespace, made: SimpleNamespace) -> None:
    rich_pages(made)
    data = importing.exported(staff.editor, TABLES[table], kind)
    row = received(staff.editor, SimpleUploadedFile(f"back.{kind}", data), table)
    assert row.report["lines"] == []
    assert kinds(row) == {"unchanged": TABLES[table].number()}


@pytest.mark.django_db
def test_every_column_can_be_written(staff: SimpleNamespace, made: SimpleNamespace) -> None:
    rich_pages(made)
    picture = CustomImage.objects.first()
    assert picture is not None
    cells = {
        **publication("new", month=5, files="a.pdf|fr|3|scanned", people="buljan; buljan:translator", publishers="unido"),
        **{"original_title": "Neu", "original_language": "de", "edition": "2nd", "editing": "edited", "pages": 48},
        **{"session": "session-14", "project": "aid", "project_number": "US/1", "symbol": "A/1", "countries": "ETH"},
        **{
            "related": "one; two",
            "topics": "tanning; effluent",
            "last_reviewed": "2024-03-31",
            "lead_image": picture.filename,
            "search_title": "Found",
            "body": TEXT.replace("page:7", "page:/"),
        },
    }
    taken(staff.editor, sheet([cells]), files=packed({"a.pdf": PDF}), hand_in=False)
    data = importing.exported(staff.editor, TABLES["publications"], "csv")
    found = {row.cells["code"]: row.cells for row in sheets.read("x.csv", data, TABLES["publications"].names, ("code",))}
    # The storage gives a file another name where it has one of this name already.
    cells["files"] = cells["files"].replace("a.pdf", CustomDocument.objects.latest("pk").filename)
    assert found["new"] == {name: str(value) for name, value in cells.items()}


@pytest.mark.django_db
def test_a_body_that_is_kept_stays_when_other_cells_change(staff: SimpleNamespace, made: SimpleNamespace) -> None:
    rich_pages(made)
    rows = [{"code": "one", "title": "Other", "body": "[kept]"}]
    taken(staff.editor, sheet(rows), hand_in=False)
    draft = Page.objects.get(slug="one").get_latest_revision_as_object()
    assert (draft.title, draft.body[-1].block_type) == ("Other", "paragraph")
    row = received(staff.editor, sheet([{"code": "one", "body": "Words"}]))
    assert told(row)[0][1] == "body"


@pytest.mark.django_db
def test_rows_in_other_words_stay_the_same_rows(staff: SimpleNamespace, made: SimpleNamespace) -> None:
    rich_pages(made)
    taken(staff.editor, sheet([{"code": "session-14", "themes": "Salt\nWater"}]), "sessions", hand_in=False)
    session = Page.objects.get(slug="session-14")
    keys = [theme.translation_key for theme in session.get_latest_revision_as_object().themes.all()]
    taken(staff.editor, sheet([{"code": "session-14", "themes": "Salt and hides\nWater"}]), "sessions", hand_in=False)
    saved = Page.objects.get(pk=session.pk).get_latest_revision_as_object().themes.all()
    assert [theme.text for theme in saved] == ["Salt and hides", "Water"]
    assert [theme.translation_key for theme in saved] == keys


@pytest.mark.django_db
@pytest.mark.parametrize("table", list(TABLES))
def test_the_template_explains_its_columns(table: str, staff: SimpleNamespace) -> None:
    data = importing.exported(staff.editor, TABLES[table], "xlsx", empty=True)
    book = load_workbook(io.BytesIO(data))
    assert [cell.value for cell in book.worksheets[0][1]] == list(TABLES[table].names)
    assert [row[0].value for row in book.worksheets[1].iter_rows()] == list(TABLES[table].names)
