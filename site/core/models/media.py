"""Images and documents: the file is stored once, its title and description have a column per language."""

from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from core.i18n import column_names, served


class CustomImage(AbstractImage):
    """An image with title and description in six languages."""

    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who made it, as printed. Not translated."))

    admin_form_fields = (
        "file",
        *column_names("title"),
        *column_names("description"),
        "credit",
        "collection",
        "tags",
        *(name for name in Image.admin_form_fields if name.startswith("focal_point")),
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        """The description in the reader's language; nothing where there is none, since a title is no description."""
        return served(self, "description")[0]


class CustomRendition(AbstractRendition):
    """An image in one size."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class CustomDocument(AbstractDocument):
    """A file to download with title and description in six languages."""

    description = models.CharField(_("description"), max_length=300, blank=True)

    admin_form_fields = (
        "file",
        *column_names("title"),
        *column_names("description"),
        *(name for name in Document.admin_form_fields if name not in {"title", "file"}),
    )

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def format_name(self) -> str:
        """Format as readers know it: "PDF", "XLSX"."""
        return Path(self.file.name).suffix.lstrip(".").upper()
