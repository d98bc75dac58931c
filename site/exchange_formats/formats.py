"""The formats in which translations leave and come back, by name; and which of them a file is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from exchange_formats import bilingual_html, po, xliff2, xliff12
from exchange_formats.errors import BadFileError
from exchange_formats.units import Translation
from exchange_formats.xml import local_name, parse


@dataclass(frozen=True, slots=True)
class Format:
    """One format."""

    name: str
    label: Any
    ending: str
    content_type: str
    write: Callable[[Translation], bytes]
    read: Callable[[bytes], Translation]


FORMATS = {
    found.name: found
    for found in (
        Format(
            "xliff12",
            gettext_lazy("XLIFF 1.2, for most tools"),
            "xlf",
            "application/x-xliff+xml",
            xliff12.write,
            xliff12.read,
        ),
        Format("xliff21", "XLIFF 2.1", "xliff", "application/xliff+xml", xliff2.write, xliff2.read),
        Format("po", "PO (gettext)", "po", "text/x-gettext-translation", po.write, po.read),
        Format(
            "html",
            gettext_lazy("HTML table of both languages, to read and correct"),
            "html",
            "text/html",
            bilingual_html.write,
            bilingual_html.read,
        ),
    )
}
ENDINGS = ".xlf,.xliff,.po,.html,.htm"


def recognised(data: bytes) -> Format:
    """Return the format of a file, by what is in it. Raises BadFileError where it is none of these."""
    beginning = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    lowered = beginning.lower()
    if lowered.startswith(b"<!doctype html") or b"<html" in lowered:
        return FORMATS["html"]
    if beginning.startswith(b"<") or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return FORMATS[_version(data)]
    if b"msgid" in beginning or b"msgctxt" in beginning:
        return FORMATS["po"]
    raise BadFileError(_("This is neither XLIFF nor PO nor one of our HTML tables."))


def _version(data: bytes) -> str:
    root = parse(data)
    version = root.get("version") or ""
    if local_name(root) != "xliff" or version[:2] not in {"1.", "2."}:
        raise BadFileError(_("This is XML, but not XLIFF 1.2, 2.0 or 2.1."))
    return "xliff12" if version.startswith("1.") else "xliff21"
