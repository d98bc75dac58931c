"""Which documents are taken: a file must be what its name says, run nothing, and not swell when it is opened.

Wagtail looks at the extension and the bytes only. Whoever opens a document from this site trusts it, so here its content is
compared with its name. Formats that are archives inside (Office, OpenDocument, EPUB) say in a part of their own what they are.
"""

import re
import zlib
from collections.abc import Callable
from pathlib import PurePath
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile, ZipInfo

import filetype
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

HEAD = 8192
"""Bytes that say what a file is."""
LARGEST_UNPACKED = 500 * 1024 * 1024
"""Bytes that the parts of an archive may have together once it is unpacked."""
MOST_PARTS = 10_000
LARGEST_INDEX = 1024 * 1024
"""Bytes of the part in which an archive says what it is."""

OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
OPEN = {
    "epub": b"application/epub+zip",
    "odp": b"application/vnd.oasis.opendocument.presentation",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odt": b"application/vnd.oasis.opendocument.text",
}
WHOLE = {"mp4": {"video/mp4", "video/x-m4v"}, "pdf": {"application/pdf"}, "webm": {"video/webm"}}
TEXTS = frozenset({"csv", "tsv", "txt"})
MACROS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|activeX/.+|Scripts/.+|Basic/.+(?<!/script-l[bc])\.xml)$", re.IGNORECASE)
"""Names of parts that hold programs; the last two are OpenDocument's, whose empty list of macros every old file has."""
PAGE = re.compile(rb"<(!doctype|html|head|body|script|iframe|svg|\?xml)\b", re.IGNORECASE)
OTHER_FORMATS = (b"%PDF-", b"PK\x03\x04", b"{\\rtf")
"""How files begin that may have no NUL byte and are no plain text."""


def check_upload(file: Any) -> None:
    """Refuse an upload whose content is not what its name says, that holds macros or that swells when it is unpacked.

    Leaves the file at its beginning. Extensions that no rule is known for are refused. Raises ValidationError with a sentence for
    whoever uploads it.
    """
    extension = PurePath(file.name or "").suffix.lower().removeprefix(".")
    check: Callable[[Any, str], None] = (
        _check_text if extension in TEXTS else _check_whole if extension in WHOLE else _check_archive
    )
    file.seek(0)
    check(file, extension)
    file.seek(0)


def _check_whole(file: Any, extension: str) -> None:
    if filetype.guess_mime(file.read(HEAD)) not in WHOLE[extension]:
        raise _other_content(extension)


def _check_text(file: Any, extension: str) -> None:
    head = file.read(HEAD)
    if PAGE.search(head[:1024]) or head.startswith(OTHER_FORMATS):
        raise _other_content(extension)
    while head:
        if b"\x00" in head:
            raise ValidationError(_("This file is not plain text. Save it as text in the encoding UTF-8 and upload that."))
        head = file.read(1024 * 1024)


def _check_archive(file: Any, extension: str) -> None:
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
            _check_size(parts, file.size)
            if any(MACROS.search(part.filename) for part in parts):
                raise _macros()
            if extension in OFFICE:
                _check_office(archive, extension)
            elif extension in OPEN:
                if _index(archive, "mimetype").strip() != OPEN[extension]:
                    raise _other_content(extension)
            elif extension != "zip":
                raise _other_content(extension)
    except BadZipFile as error:
        raise _other_content(extension) from error
    except (KeyError, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, zlib.error) as error:
        # The part is missing, cut off, packed in an unknown way or behind a password.
        raise _other_content(extension) from error


def _check_size(parts: list[ZipInfo], size: int) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        sentence = _("This file unpacks to more than %(size)s or to very many parts. Upload its parts one by one.")
        raise ValidationError(sentence % {"size": filesizeformat(LARGEST_UNPACKED)})
    if sum(part.compress_size for part in parts) > size:
        # Parts that lie over each other unpack to more than they declare.
        raise ValidationError(_("This file is damaged. Save it anew and upload that."))


def _check_office(archive: ZipFile, extension: str) -> None:
    try:
        root = fromstring(_index(archive, "[Content_Types].xml"), forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise _other_content(extension) from error
    types = {element.get("ContentType", "") for element in root}
    if any("macroenabled" in each.lower() or "vbaproject" in each.lower() for each in types):
        raise _macros()
    if OFFICE[extension] not in types:
        raise _other_content(extension)


def _index(archive: ZipFile, name: str) -> bytes:
    """Return the part in which an archive says what it is, read no further than such a part may reach."""
    with archive.open(name) as part:
        return part.read(LARGEST_INDEX)


def _other_content(extension: str) -> ValidationError:
    sentence = _("The content of this file is not what its name says (“.%(extension)s”). Save it anew in this format.")
    return ValidationError(sentence % {"extension": extension})


def _macros() -> ValidationError:
    return ValidationError(_("This file holds macros or other programs. Save it without them and upload that."))
