"""The text of uploaded files: what is read, what cannot be, and that neither does harm."""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from django.urls import reverse

from core.models import CustomDocument
from demo.placeholders import placeholder
from search import indexing, reading_files
from search.models import FileText, SearchDocument
from tests import factories

pytestmark = pytest.mark.django_db

State = FileText.State


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    yield


def upload(data: bytes, name: str = "file.pdf") -> CustomDocument:
    document = CustomDocument(title_en=name)
    document.file.save(name, ContentFile(data), save=False)
    document._set_document_file_metadata()
    document.save()
    return document


def scanned() -> bytes:
    """Return a file of one page without any text."""
    pdf, target = pypdfium2.PdfDocument.new(), io.BytesIO()
    pdf.new_page(200, 200)
    pdf.save(target)
    return target.getvalue()


def test_text_is_read_and_clean() -> None:
    document = upload(placeholder("Manual of dyes", "en", 2))
    assert reading_files.read([document.pk]) == [document.pk]
    found = FileText.objects.get()
    assert (found.state, found.file_hash, found.error) == (State.READ, document.file_hash, "")
    assert "Manual of dyes" in found.text
    assert len(found.text.splitlines()) == 2


def test_the_same_content_is_read_once() -> None:
    document = upload(placeholder("A", "en"))
    reading_files.read([document.pk])
    assert reading_files.read([document.pk]) == []


@pytest.mark.parametrize(
    ("data", "state"),
    [
        (b"not a file of this kind", State.FAILED),
        (b"", State.FAILED),
        (placeholder("A", "en")[:200], State.FAILED),
        (scanned(), State.EMPTY),
    ],
)
def test_what_cannot_be_read_gets_a_state(data: bytes, state: str) -> None:
    document = upload(data)
    reading_files.read([document.pk])
    assert FileText.objects.get().state == state


def test_other_formats_are_not_read() -> None:
    assert reading_files.read([upload(b"a,b", "table.csv").pk]) == []


def test_a_file_that_is_not_there_is_left_for_another_time() -> None:
    assert reading_files.read([factories.document().pk]) == []
    assert not FileText.objects.exists()


def no_path(_file: Any) -> str:
    raise NotImplementedError


def test_a_store_that_is_elsewhere_is_copied_from(monkeypatch: pytest.MonkeyPatch) -> None:
    document = upload(placeholder("Kept elsewhere", "en"))
    monkeypatch.setattr(FieldFile, "path", property(no_path))
    reading_files.read([document.pk])
    assert "Kept elsewhere" in FileText.objects.get().text


def child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str) -> None:
    """Let another program take the place of the one that reads."""
    program = tmp_path / "child.py"
    program.write_text(f"import json, os, signal, sys\nfor line in sys.stdin:\n    name = line.strip()\n{body}")
    monkeypatch.setattr(reading_files, "CHILD", program)


def test_a_file_that_ends_the_process_stops_no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    body = (
        "    if name == 'bad': os.kill(os.getpid(), signal.SIGSEGV)\n"
        "    print(json.dumps({'texts': [name * 3], 'pages': 1}), flush=True)\n"
    )
    child(monkeypatch, tmp_path, body)
    readings = reading_files.texts_of(["one", "bad", "two"])
    assert [reading.state for reading in readings] == [State.READ, State.FAILED, State.READ]
    assert readings[1].error == "The program that reads files ended with code -11."


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child(monkeypatch, tmp_path, "    os.kill(os.getpid(), signal.SIGALRM)\n")
    assert reading_files.texts_of(["slow"])[0].error == "Reading it took too long."


def test_the_process_limits_itself_in_time() -> None:
    limited = (
        "import pdf_child; pdf_child.SECONDS = 1; pdf_child.read = lambda path: __import__('time').sleep(9); pdf_child.main()"
    )
    done = subprocess.run([sys.executable, "-c", limited], input=b"x\n", cwd=reading_files.CHILD.parent, check=False)
    assert done.returncode == -14


def test_too_little_memory_is_a_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child(monkeypatch, tmp_path, "    print(json.dumps({'error': 'MemoryError: '}), flush=True)\n")
    assert reading_files.texts_of(["big"])[0] == (State.FAILED, "", "MemoryError: ")


def test_a_locked_file_is_said_to_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child(monkeypatch, tmp_path, "    print(json.dumps({'locked': True, 'error': 'x'}), flush=True)\n")
    assert reading_files.texts_of(["locked"])[0].state == State.LOCKED


def test_a_cut_file_is_said_to_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child(monkeypatch, tmp_path, "    print(json.dumps({'texts': ['Many words'], 'pages': 9}), flush=True)\n")
    assert reading_files.texts_of(["long"])[0] == (State.READ, "Many words", "Only 1 of 9 pages were read.")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("the indus\x02\r\ntry of lea-\r\nther", "the industry of leather"),
        ("wet-blue\r\nhides", "wet-blue hides"),
        ("制革\r\n废水", "制革废水"),
        ("half \ud800 a\x00 character", "half a character"),
    ],
)
def test_text_of_a_page_is_one_clean_line(text: str, clean: str) -> None:
    assert reading_files.clean(text) == clean


def test_an_uploaded_file_is_read_and_then_found_with_its_page(publications: factories.Pages, settled: Any) -> None:
    with settled():
        document = upload(placeholder("Zirconium", "en"))
        page = factories.publication(publications, "a", files=[("en", document)])["en"]
        indexing.later([page.translation_key])
    assert "zirconium" in SearchDocument.objects.get(page=page).body_tokens


def test_a_replaced_file_is_read_again(publications: factories.Pages, settled: Any) -> None:
    document = upload(placeholder("Zirconium", "en"))
    page = factories.publication(publications, "a", files=[("en", document)])["en"]
    with settled():
        indexing.later([page.translation_key])
    with settled():
        document.file.save("new.pdf", ContentFile(placeholder("Vanadium", "en")), save=False)
        document._set_document_file_metadata()
        document.save()
        assert not SearchDocument.objects.filter(page=page).exists()
    tokens = SearchDocument.objects.get(page=page).body_tokens.split()
    assert ("vanadium" in tokens, "zirconium" in tokens) == (True, False)


def test_a_publication_that_carries_an_unread_file_has_it_read(publications: factories.Pages, settled: Any) -> None:
    document = upload(placeholder("Zirconium", "en"))
    page = factories.publication(publications, "a", files=[("en", document)])["en"]
    with settled():
        page.save_revision(clean=False).publish()
    assert "zirconium" in SearchDocument.objects.get(page=page).body_tokens


def test_staff_see_beside_a_file_that_its_text_could_not_be_read(client: Any, admin_user: Any) -> None:
    document = upload(b"broken")
    client.force_login(admin_user)
    address = reverse("wagtaildocs:edit", args=[document.pk])
    assert "Text of a file" not in client.get(address).content.decode()
    reading_files.read([document.pk])
    html = client.get(address).content.decode()
    assert "<dt>Text of a file</dt>" in html
    assert "Could not be read<br>" in html
