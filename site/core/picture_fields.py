"""The form fields that take pictures: Wagtail's, which fails at some damaged files instead of refusing them."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.images.fields import WagtailImageField

from core import picture_files


class PictureField(WagtailImageField):
    """Takes a picture for the library."""

    def check_image_pixel_size(self, f: Any) -> None:
        """Refuse a file that cannot be read far enough to be measured."""
        try:
            super().check_image_pixel_size(f)
        except picture_files.UNREADABLE as error:
            raise picture_files.damaged() from error


class ProfilePictureField(PictureField):
    """Takes what the library of pictures takes, but no drawings, which cannot be made smaller."""

    def check_image_file_format(self, f: Any) -> None:
        """Refuse drawings beside what Wagtail refuses."""
        super().check_image_file_format(f)
        if PurePath(f.name).suffix.lower() == ".svg":
            raise ValidationError(_("A drawing (SVG) cannot be a profile picture. Upload a photograph, or save it as PNG."))
