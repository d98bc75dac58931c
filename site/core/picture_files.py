"""Which picture files are taken, and what is taken out of them: rules of the upload beyond format, bytes and pixels.

Wagtail refuses by its settings what is too big, has too many pixels or another format than its name says. Here damaged files,
moving pictures and unsafe drawings are refused. Photographs lose what the camera wrote into them (place, time, device), since the
sizes made of them would carry it to every reader; they are turned upright first, as the camera noted.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from core import drawings

SAVING: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92, "progressive": True, "optimize": True},
    "WEBP": {"quality": 92},
    "AVIF": {"quality": 85},
    "PNG": {"optimize": True},
    "GIF": {},
}
"""By Pillow's format: how a picture is stored anew."""
COLOURS = frozenset({"icc_profile", "transparency", "background", "gamma", "srgb", "chromaticity"})
PACKING = frozenset(
    "dpi jfif jfif_version jfif_unit jfif_density progressive progression adobe adobe_transform version duration loop timestamp"
    " interlace extension".split()
)
"""What Pillow reports of a file and is no trace of whoever made it."""
UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)
"""What Pillow raises for damaged files."""
ORIENTATION = 0x0112
UPRIGHT = 1


def check_upload(file: Any) -> None:
    """Refuse an upload that is damaged, moves or is an unsafe drawing, else take out what readers are not to get.

    The upload itself is written anew, since Wagtail keeps it by another way where other fields of the form are wrong. Raises
    ValidationError with a sentence for whoever uploads it.
    """
    if is_drawing(file):
        drawings.check(file)
        return
    with _decoded(file) as image:
        # Phones store a small preview or a map of depths beside a photograph (MPO), which is no movement.
        if getattr(image, "is_animated", False) and image.format != "MPO":
            sentence = _("This picture moves. Moving pictures cost readers a lot of data: upload a video, or a still picture.")
            raise ValidationError(sentence)
        content = _bare(image) if traces(image) else b""
    if content:
        file.seek(0)
        file.truncate()
        file.write(content)
        file.size = len(content)
    file.seek(0)


def faults(file: Any) -> list[str]:
    """Return what is wrong with a stored picture by today's rules, as sentences."""
    try:
        if is_drawing(file):
            drawings.check(file)
            return []
        with _decoded(file) as image:
            found = traces(image)
    except ValidationError as error:
        return list(error.messages)
    return [f"It holds what readers are not to get: {', '.join(found)}."] if found else []


def is_drawing(file: Any) -> bool:
    """Tell whether a file is called a drawing; Wagtail has compared its content with its name."""
    return PurePath(file.name or "").suffix.lower() == ".svg"


def traces(image: Image.Image) -> list[str]:
    """Return the names of what a camera or a program left in a photograph."""
    return sorted({str(name) for name in image.info} - COLOURS - PACKING)


@contextmanager
def _decoded(file: Any) -> Iterator[Image.Image]:
    """Read a picture to its end, since a damaged one opens like any other. Raises ValidationError."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            # Wagtail has counted the pixels already.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(file)
            image.load()
    except UNREADABLE as error:
        raise damaged() from error
    yield image


def damaged() -> ValidationError:
    """Return the refusal of a picture that cannot be read."""
    return ValidationError(_("This picture is damaged or incomplete. Open it on your computer, save it anew and upload that."))


def _bare(image: Image.Image) -> bytes:
    """Return a picture upright, with its pixels and colours and nothing else."""
    kind = "JPEG" if image.format == "MPO" else str(image.format)
    options = dict(SAVING[kind])
    if image.format == "JPEG" and image.getexif().get(ORIENTATION, UPRIGHT) == UPRIGHT:
        # The very same pixels: a JPEG loses nothing but the traces.
        options = {"quality": "keep", "subsampling": "keep", "optimize": True}
    else:
        image = ImageOps.exif_transpose(image)
    image.info = {name: value for name, value in image.info.items() if name in COLOURS}
    output = io.BytesIO()
    image.save(output, kind, exif=b"", icc_profile=image.info.get("icc_profile"), **options)
    return output.getvalue()
