"""The files that tables name: from a ZIP, from a folder on one's computer or on the server; pictures with descriptions."""

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Page

from core.models import CustomDocument, CustomImage
from exchange_formats.errors import BadFileError
from newsroom.models import TableImport
from newsroom.tables import importing, packed as packing, server_folder
from newsroom.tables.registry import TABLES
from tests import factories
from tests.newsroom.table_world import PDF, done, kinds, made, packed, problems, publication, received, sheet, six, staff, taken
from translation_desk.models import ColumnProposal

__all__ = ["made", "six", "staff"]

pytestmark = pytest.mark.django_db

PUBLICATIONS = TABLES["publications"]


def picture(colour: str = "red") -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(output, "PNG")
    return output.getvalue()


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """A folder of the server, with one below it, and a file beside it."""
    root = tmp_path / "import"
    (root / "manuals").mkdir(parents=True)
    (root / "manuals" / "a.pdf").write_bytes(PDF)
    (root / ".secret.pdf").write_bytes(PDF)
    (tmp_path / "outside.pdf").write_bytes(PDF)
    (root / "link.pdf").symlink_to(tmp_path / "outside.pdf")
    (root / "elsewhere").symlink_to(tmp_path)
    settings.IMPORT_FOLDER = str(root)
    return root


def draft(code: str) -> Any:
    return Page.objects.get(slug=code).get_latest_revision_as_object()


def test_a_folder_of_ones_computer_goes_with_the_table(staff: SimpleNamespace) -> None:
    files = [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile(".DS_Store", b"x"), SimpleUploadedFile("unused.pdf", PDF)]
    data = {"file": sheet([publication("one", files="a.pdf")]), "folder": files}
    signed_in(staff.editor).post(reverse("newsroom:table", args=["publications"]), data)
    row = done(TableImport.objects.get())
    assert kinds(row) == {"new": 1} and row.report["files"] == ["unused.pdf"]
    done(importing.take(staff.editor, row))
    assert draft("one").files.all()[0].document.filename.startswith("a")


def test_files_come_from_one_place_only(staff: SimpleNamespace) -> None:
    data = {"file": sheet([publication("one")]), "folder": [SimpleUploadedFile("a.pdf", PDF)], "archive": packed({"a.pdf": PDF})}
    html = signed_in(staff.editor).post(reverse("newsroom:table", args=["publications"]), data).text
    assert "Choose one: a ZIP or a folder." in html
    assert not TableImport.objects.exists()


@pytest.mark.parametrize("names", [["a.pdf", "a.pdf"], [f"{number}.pdf" for number in range(1001)]])
def test_a_folder_with_too_many_files_or_two_of_a_name_is_refused(names: list[str], staff: SimpleNamespace) -> None:
    with pytest.raises(BadFileError):
        packing.zipped([SimpleUploadedFile(name, b"x") for name in names])


def test_a_folder_of_the_server_is_offered_with_those_below_it(folder: Path, staff: SimpleNamespace, settings: Any) -> None:
    address = reverse("newsroom:table", args=["publications"])
    assert server_folder.folders() == [".", "manuals"]
    assert '<option value="manuals">' in signed_in(staff.editor).get(address).text
    settings.IMPORT_FOLDER = ""
    assert "folder on the server" not in signed_in(staff.editor).get(address).text


@pytest.mark.parametrize("name", [".", "manuals"])
def test_files_of_the_server_become_documents(name: str, folder: Path, staff: SimpleNamespace) -> None:
    row = done(importing.receive(staff.editor, PUBLICATIONS, sheet([publication("one", files="a.pdf")]), folder=name))
    row = done(importing.take(staff.editor, row))
    assert row.is_taken and draft("one").files.all()[0].document.file_hash


@pytest.mark.parametrize("name", ["..", "/etc", "manuals/..", "elsewhere", "../import", "nowhere"])
def test_no_other_folder_of_the_server_is_read(name: str, folder: Path, staff: SimpleNamespace) -> None:
    with pytest.raises(BadFileError):
        importing.receive(staff.editor, PUBLICATIONS, sheet([publication("one")]), folder=name)
    data = {"file": sheet([publication("one")]), "server_folder": name}
    signed_in(staff.editor).post(reverse("newsroom:table", args=["publications"]), data)
    assert not TableImport.objects.exists()


@pytest.mark.parametrize("name", ["link.pdf", ".secret.pdf", "../outside.pdf", "manuals/a.pdf"])
def test_no_other_file_of_the_server_is_read(name: str, folder: Path, staff: SimpleNamespace) -> None:
    row = done(importing.receive(staff.editor, PUBLICATIONS, sheet([publication("one", files=name)]), folder="."))
    assert problems(row)[0][1] == "files"


def test_a_file_that_went_away_meanwhile_stops_the_table_as_a_whole(folder: Path, staff: SimpleNamespace) -> None:
    row = done(importing.receive(staff.editor, PUBLICATIONS, sheet([publication("one", files="a.pdf")]), folder="."))
    (folder / "manuals" / "a.pdf").unlink()
    row = done(importing.take(staff.editor, row))
    assert row.is_refused and "Row 2" in row.report["error"]
    assert not Page.objects.filter(slug="one").exists()


def test_a_new_picture_brings_its_description_for_somebody_else_to_accept(staff: SimpleNamespace) -> None:
    cells = publication("one", lead_image="drum.png|A drum|UNIDO", body='Words.\n\n![A hide](hide.png "Salted")')
    files = packed({"drum.png": picture(), "hide.png": picture("blue")})
    row = taken(staff.editor, sheet([cells]), files=files, hand_in=False)
    page = draft("one")
    assert (page.lead_image.credit, page.lead_image.description_en) == ("UNIDO", "")
    assert set(ColumnProposal.objects.values_list("text", flat=True)) == {"A drum", "A hide"}
    image = page.body[1].value
    assert (image["image"].contextual_alt_text, image["caption"]) == ("A hide", "Salted")
    done(importing.undo(staff.editor, row))
    assert not CustomImage.objects.exists()
    assert not ColumnProposal.objects.filter(decision=ColumnProposal.Decision.WAITING).exists()


def test_a_picture_that_is_there_is_used_again(staff: SimpleNamespace) -> None:
    taken(staff.editor, sheet([publication("one", lead_image="a.png")]), files=packed({"a.png": picture()}), hand_in=False)
    taken(staff.editor, sheet([publication("two", lead_image="b.png|Other words")]), files=packed({"b.png": picture()}))
    assert CustomImage.objects.count() == 1
    assert draft("two").lead_image == draft("one").lead_image


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"lead_image": "a.pdf"}, "lead_image", "valid image"),
        ({"lead_image": "broken.png"}, "lead_image", "damaged"),
        ({"lead_image": "a|b|c|d"}, "lead_image", "More than 3 values"),
        ({"body": "![x](nowhere.png)"}, "body", "came neither with the table"),
        ({"body": "::: image\nimage:\n  image: ok.png\n:::"}, "body", "words for those who cannot see it"),
    ],
)
def test_pictures_that_cannot_be_taken_are_told(cells: dict[str, str], column: str, said: str, staff: SimpleNamespace) -> None:
    files = packed({"a.pdf": PDF, "broken.png": picture()[:60], "ok.png": picture()})
    ((_row, where, sentence),) = problems(received(staff.editor, sheet([publication("one", **cells)]), files=files))
    assert where == column and said in sentence


def test_documents_of_a_block_stay_when_a_table_is_taken_back(staff: SimpleNamespace, made: SimpleNamespace) -> None:
    block = "::: downloads\ntitle: More\nfiles:\n- document: a.pdf\n  language: en\n:::"
    row = taken(staff.editor, sheet([publication("one", body=block)]), files=packed({"a.pdf": PDF}), hand_in=False)
    document = CustomDocument.objects.get()
    other = factories.publication(made.publications, "other")["en"]
    other = Page.objects.get(pk=other.pk).specific
    value = {"title": "T", "files": [{"document": document, "language": "en"}]}
    other.body = [("downloads", value)]
    other.save_revision()
    done(importing.undo(staff.editor, row))
    assert CustomDocument.objects.exists()
