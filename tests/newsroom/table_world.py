"""People, an empty section of each kind, and tables as a person would send them."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from newsroom.models import TableImport
from newsroom.tables import importing
from newsroom.tables.registry import TABLES
from tests import factories
from tests.portal import six
from tests.translation_desk import desk
from translation_desk import roles

__all__ = ["made", "six", "staff"]

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(scope="module")
def made(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """The sections with their people, made once for a module."""
    with django_db_blocker.unblock(), factories.undone():
        roles.set_up_roles(six)
        staff = desk.people()
        staff.second = desk.person("second-approver", ("approver", "en"))
        english = {"en": six["en"]}
        world = SimpleNamespace(staff=staff, home=six)
        world.publications = factories.publication_index(english, ("en",))
        world.projects = factories.project_index(english, ("en",))
        world.courses = factories.course_index(english, ("en",))
        world.stories = factories.article_index(english, ("en",))
        world.sessions = factories.session_index(english, ("en",))
        world.links = factories.link_directory(english, ("en",))
        for code in ("manual", "paper"):
            factories.document_type(code)
        for code in ("tanning", "effluent"):
            factories.topic(code)
        factories.country("ETH")
        factories.person("buljan")
        factories.organisation("unido")
        factories.link_kind("research")
        yield world


@pytest.fixture
def staff(made: SimpleNamespace, db: None) -> SimpleNamespace:
    """One person for each part."""
    return made.staff


def sheet(rows: Iterable[Mapping[str, Any]], name: str = "table.csv", separator: str = ",") -> SimpleUploadedFile:
    """Return rows as a CSV whose first line names the columns."""
    rows = list(rows)
    heads = list(dict.fromkeys(head for row in rows for head in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, heads, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode())


def workbook(*rows: Iterable[Any]) -> SimpleUploadedFile:
    """Return rows as a workbook."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    output = io.BytesIO()
    book.save(output)
    return SimpleUploadedFile("table.xlsx", output.getvalue())


def packed(files: Mapping[str, bytes], name: str = "files.zip") -> SimpleUploadedFile:
    """Return files as a ZIP."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in files.items():
            archive.writestr(each, content)
    return SimpleUploadedFile(name, output.getvalue())


def publication(code: str, **cells: Any) -> dict[str, Any]:
    """Return a row of a publication that can be taken."""
    return {"code": code, "title": f"Title {code}", "summary": "About it.", "document_type": "manual", "year": 2004, **cells}


def done(row: Any) -> Any:
    """Do the work that waits, as the worker does once the request is over."""
    importing.run.func(row.pk)
    return TableImport.objects.get(pk=row.pk)


def received(user: Any, file: SimpleUploadedFile, table: str = "publications", files: Any = None) -> TableImport:
    """Send a table and have it read."""
    return done(importing.receive(user, TABLES[table], file, files))


def taken(
    user: Any, file: SimpleUploadedFile, table: str = "publications", files: Any = None, *, hand_in: bool = True
) -> TableImport:
    """Send a table, have it read and taken."""
    row = received(user, file, table, files)
    assert importing.takeable(row.report), row.report
    return done(importing.take(user, row, hand_in=hand_in))


def kinds(row: TableImport) -> dict[str, int]:
    """Return how many rows of each kind the report counts."""
    return dict(row.report["counts"])


def problems(row: TableImport) -> list[tuple[int, str, str]]:
    """Return what is wrong: number of the row, column, sentence."""
    return [(line["row"], column, said) for line in row.report.get("lines", []) for column, said in line["problems"]]
