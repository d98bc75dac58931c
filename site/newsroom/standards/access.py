"""Rules on what every reader's program has to get: letters of all scripts, and words for pictures."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import ClassVar
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsroom.standards.pages import LivePage
from newsroom.standards.rule import Finding, PageRule

CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
FILE_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|tiff?|bmp|heic)$|^(?:img|dsc|image|photo|picture)[-_ ]?\d+$", re.IGNORECASE
)
META = 1024
"""Bytes within which HTML wants the encoding named."""


class Encoding(PageRule):
    """UTF-8 throughout."""

    code = "encoding"
    title = _("Encoding")
    why = _("Pages are encoded in UTF-8, so that every script can stand on every page.")
    cure = _("Name UTF-8 in the header Content-Type and at the beginning of the head, and store texts as UTF-8.")
    sentences: ClassVar[dict[str, Promise]] = {
        "header": _("The header Content-Type does not say UTF-8: “%(text)s”."),
        "meta": _("The head of the page does not name UTF-8."),
        "bytes": _("The page holds letters that are not UTF-8 or were lost."),
    }
    of_program = frozenset({"header", "meta"})

    def check(self, page: LivePage) -> Iterator[Finding]:
        """Look at header, head and bytes."""
        header = page.headers.get("content-type", "")
        found = CHARSET.search(header)
        if not found or found[1].casefold() != "utf-8":
            yield self.finding(page, "header", f"Content-Type: {header}", text=header or "–")
        named = CHARSET.search(page.body[:META].decode("ascii", "replace"))
        if not named or named[1].casefold() != "utf-8":
            yield self.finding(page, "meta")
        if "\ufffd" in page.body.decode("utf-8", "replace"):
            yield self.finding(page, "bytes")


class AlternativeTexts(PageRule):
    """Words in the place of pictures."""

    code = "alternative-texts"
    title = _("Descriptions of pictures")
    why = _("Every picture has a description in the language of the page, or is marked as decoration.")
    cure = _("Describe the picture in the image library, in each language, or tick that it is decoration.")
    sentences: ClassVar[dict[str, Promise]] = {
        "missing": _("The picture has no description: %(text)s"),
        "file": _("The description of the picture is the name of a file: “%(text)s”."),
        "drawing": _("The drawing has no name for screen readers."),
    }
    of_program = frozenset({"drawing"})

    def check(self, page: LivePage) -> Iterator[Finding]:
        """Look at pictures, buttons that are pictures, and drawings that stand for something."""
        for image in page.root.iter("img", "area", "input"):
            if image.tag == "input" and image.get("type") != "image":
                continue
            name = PurePosixPath(urlsplit(image.get("src") or "").path).name
            alt = image.get("alt")
            if alt is None:
                yield self.finding(page, "missing", image, text=name or "–")
            elif alt.strip() and (FILE_NAME.search(alt.strip()) or alt.strip() in {name, PurePosixPath(name).stem}):
                yield self.finding(page, "file", image, text=alt)
        for drawing in page.root.xpath("//svg[@role='img']"):
            if not (drawing.get("aria-label") or drawing.get("aria-labelledby") or drawing.xpath("./title[normalize-space()]")):
                yield self.finding(page, "drawing", drawing)
