"""Images and documents: the file is stored once, its title and description have a column per language."""

import secrets
from pathlib import Path
from typing import Any, ClassVar

from django.core.files import File
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image
from wagtail.search import index

from core import pictures, searching
from core.i18n import CODES, column_names, served

TITLE_SEARCH_FIELDS = [
    *(index.SearchField(column) for column in column_names("title")),
    *(index.AutocompleteField(column) for column in column_names("title")),
    index.AutocompleteField("title_keys"),
    # What was searched can be sorted by title.
    *(index.FilterField(column) for column in column_names("title")),
]


class TitledFile(models.Model):
    """A file that always has an English title, since every other language falls back to it.

    While the titles of a new file wait for approval it is called by the name of the file, which its address shows anyway.
    """

    class Meta:
        abstract = True

    @property
    def title_keys(self) -> str:
        """Words under which editors find the file, from its titles in all languages."""
        search = searching.search()
        if search is None:
            return ""
        titles = ((code, getattr(self, column)) for code, column in zip(CODES, column_names("title"), strict=True))
        return " ".join(search.title_keys(title, code) for code, title in titles if title)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Take the first title there is for the English one where that is empty.

        Code that sets `title` while another language is active fills only that language's column.
        """
        if not self.title_en:
            self.title_en = served(self, "title")[0] or Path(self.file.name or "").stem or None
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "title_en"}
        super().save(*args, **kwargs)


class CustomImage(TitledFile, AbstractImage):
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
    search_fields: ClassVar = [*AbstractImage.search_fields, *TITLE_SEARCH_FIELDS]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        """The description in the reader's language; nothing where there is none, since a title is no description."""
        return served(self, "description")[0]

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:  # noqa: A002  # Wagtail's name
        """Make the file of a size, at the best quality at which it is no heavier than a page may offer, else at the lowest."""
        for spec in pictures.qualities(filter.spec):
            file = super().generate_rendition_file(Filter(spec), source=source)
            if file.size <= pictures.BUDGETS.get(filter.spec, file.size):
                break
        # Sizes are made before a page with the picture is approved, and nobody asks who fetches them: no address can be guessed.
        name = Path(str(file.name))
        file.name = f"{name.stem}.{secrets.token_hex(8)}{name.suffix}"
        return file

    def create_rendition(self, filter: Filter) -> "CustomRendition":  # noqa: A002  # Wagtail's name
        """Make a size and note what it weighs."""
        return self.store_rendition(filter, self.generate_rendition_file(filter))

    def store_rendition(self, size: Filter, file: File) -> "CustomRendition":
        """Store the file of a size, unless somebody else has made it meanwhile."""
        return self.renditions.get_or_create(
            filter_spec=size.spec, focal_point_key=size.get_cache_key(self), defaults={"file": file, "file_size": file.size}
        )[0]

    def create_renditions(self, *filters: Filter) -> dict[Filter, "CustomRendition"]:
        """Make several sizes, one after the other: a worker of a small machine leaves the other core to readers."""
        return {each: self.create_rendition(each) for each in filters}


class CustomRendition(AbstractRendition):
    """An image in one size."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")
    file_size = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep whole pixels: a drawing just measured has decimals, which HTML does not allow."""
        super().save(*args, **kwargs)
        self.width, self.height = round(self.width), round(self.height)


class CustomDocument(TitledFile, AbstractDocument):
    """A file to download with title and description in six languages."""

    description = models.CharField(_("description"), max_length=300, blank=True)

    admin_form_fields = (
        "file",
        *column_names("title"),
        *column_names("description"),
        *(name for name in Document.admin_form_fields if name not in {"title", "file"}),
    )
    search_fields: ClassVar = [*AbstractDocument.search_fields, *TITLE_SEARCH_FIELDS]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        """Check the format, unless the file was refused already: it would be called a file without extension."""
        if self.file:
            super().clean()

    @property
    def format_name(self) -> str:
        """Format as readers know it: "PDF", "XLSX"."""
        return Path(self.file.name).suffix.lstrip(".").upper()
