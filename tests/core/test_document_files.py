"""What uploads of documents must be: what their names say, without programs, and no bigger inside than they look."""

import io
import zipfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from core import document_files

MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
DOCUMENT, TABLE, SLIDES = (
    MAIN.format(kind) for kind in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
)
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


def archive(parts: dict[str, str | bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return output.getvalue()


def office(kind: str, before: str = "", **parts: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    types = f'{before}<Types xmlns="{namespace}"><Override ContentType="{kind}"/></Types>'
    return archive({"[Content_Types].xml": types, **parts})


def open_document(kind: str, **parts: str) -> bytes:
    return archive({"mimetype": f"application/{kind}", "content.xml": "<a/>", **parts})


ODT = "vnd.oasis.opendocument.text"
GOOD: dict[str, bytes] = {
    "paper.pdf": b"%PDF-1.7\n",
    "Paper.PDF": b"%PDF-1.4\n",
    "film.mp4": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom",
    "film.webm": b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm",
    "paper.docx": office(DOCUMENT),
    "table.xlsx": office(TABLE),
    "slides.pptx": office(SLIDES),
    "paper.odt": open_document(ODT, **{"Basic/script-lc.xml": "<a/>"}),
    "table.ods": open_document("vnd.oasis.opendocument.spreadsheet"),
    "slides.odp": open_document("vnd.oasis.opendocument.presentation"),
    "book.epub": open_document("epub+zip"),
    "data.zip": archive({"a.csv": "a,b"}),
    "table.csv": "a;b\nصيد;皮革\n".encode(),
    "old.csv": "кожа;дубление".encode("cp1251"),
    "notes.txt": b"BMI < html is a language of pages",
    "empty.csv": b"",
}
OTHER: dict[str, bytes] = {
    "paper.pdf": b"<html><script>alert(1)</script>",
    "late.pdf": b" " * 20_000 + b"%PDF-1.7",
    "film.mp4": b"%PDF-1.7",
    "film.webm": b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska",
    "paper.docx": office(TABLE),
    "table.xlsx": b"PK\x03\x04 cut off",
    "table2.xlsx": archive({"a.txt": "a"}),
    "paper.odt": open_document("epub+zip"),
    "book.epub": archive({"a.txt": "a"}),
    "data.zip": b"%PDF-1.7",
    "entities.docx": office(DOCUMENT, before='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'),
    "broken.docx": archive({"[Content_Types].xml": "<Types>"}),
    "page.txt": b"\xef\xbb\xbf \n<!DOCTYPE HTML><p>",
    "page.csv": b"a,b\n<script>alert(1)</script>",
    "drawing.txt": b'<?xml version="1.0"?><svg/>',
    "paper.txt": b"%PDF-1.7",
    "paper.exe": b"MZ",
    "paper": b"MZ",
}
PROGRAMS: dict[str, bytes] = {
    "paper.docx": office(MACROS),
    "hidden.docx": office(DOCUMENT, **{"word/vbaProject.bin": "a"}),
    "named.xlsx": office(TABLE, **{"xl/activeX/activeX1.xml": "a"}),
    "paper.zip": office(DOCUMENT, **{"word/VBAPROJECT.BIN": "a"}),
    "paper.odt": open_document(ODT, **{"Basic/Standard/Module1.xml": "<a/>"}),
    "python.ods": open_document("vnd.oasis.opendocument.spreadsheet", **{"Scripts/python/a.py": "a"}),
}


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        document_files.check_upload(SimpleUploadedFile(name, content))
    (sentence,) = refused.value.messages
    return sentence


@pytest.mark.parametrize("name", GOOD)
def test_what_a_file_says_it_is_is_taken(name: str) -> None:
    file = SimpleUploadedFile(name, GOOD[name])
    document_files.check_upload(file)
    assert file.read() == GOOD[name]


@pytest.mark.parametrize("name", OTHER)
def test_another_content_is_refused(name: str) -> None:
    assert "not what its name says" in refusal(name, OTHER[name])


@pytest.mark.parametrize("name", PROGRAMS)
def test_macros_are_refused(name: str) -> None:
    assert "macros" in refusal(name, PROGRAMS[name])


def test_text_with_nul_bytes_is_refused_wherever_they_stand() -> None:
    assert "UTF-8" in refusal("table.csv", "a;b".encode("utf-16"))
    assert "UTF-8" in refusal("notes.txt", b"a" * 20_000 + b"\x00")


def test_what_swells_is_refused_by_what_it_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_files, "LARGEST_UNPACKED", 100_000)
    assert "unpacks to more than 97.7" in refusal("data.zip", archive({"zeros": bytes(100_001)}))
    assert "unpacks" in refusal("paper.docx", office(DOCUMENT, zeros="0" * 100_001))


def test_very_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_files, "MOST_PARTS", 3)
    assert "very many parts" in refusal("data.zip", archive({str(number): "" for number in range(4)}))


def test_parts_that_lie_over_each_other_are_refused() -> None:
    content = bytearray(archive({"a": "a" * 1000}))
    directory = content.index(b"PK\x01\x02")
    content[directory + 20 : directory + 24] = (5000).to_bytes(4, "little")
    assert "damaged" in refusal("data.zip", bytes(content))


def test_a_large_upload_on_disk_is_checked_too() -> None:
    file: Any = TemporaryUploadedFile("paper.docx", "", 0, None)
    file.write(office(TABLE))
    file.size = file.tell()
    with pytest.raises(ValidationError):
        document_files.check_upload(file)


def test_a_rule_is_known_for_every_format_that_is_taken(settings: Any) -> None:
    known = {*document_files.TEXTS, *document_files.WHOLE, *document_files.OFFICE, *document_files.OPEN, "zip"}
    assert set(settings.WAGTAILDOCS_EXTENSIONS) <= known
