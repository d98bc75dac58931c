"""Blocks of images, files and video."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from core.blocks.text import LineBlock, ParagraphBlock
from core.languages_of_files import LANGUAGE_CHOICES
from core.versions import looked_up


class FigureImageBlock(blocks.StructBlock):
    """An image with its description and caption."""

    image = ImageBlock(label=_("Image"))
    caption = LineBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("An image with its description for those who cannot see it, and a caption")
        template = "core/blocks/image.html"
        # Drawn in the template: a value would need an object of this site.
        preview_template = "core/blocks/previews/image.html"


class DownloadBlock(blocks.StructBlock):
    """One file to download."""

    document = DocumentChooserBlock(label=_("File"))
    language = blocks.ChoiceBlock(label=_("Language of the file"), choices=LANGUAGE_CHOICES)


class DownloadsBlock(blocks.StructBlock):
    """Files to download, each with language, format and size."""

    title = LineBlock(label=_("Title"), max_length=150)
    files = blocks.ListBlock(DownloadBlock(label=_("File")), label=_("Files"), min_num=1)

    class Meta:
        icon = "download"
        label = _("Files to download")
        description = _("A list of files with language, format and size")
        template = "core/blocks/downloads.html"
        # Drawn in the template: a value would need an object of this site.
        preview_template = "core/blocks/previews/downloads.html"


class VideoBlock(blocks.StructBlock):
    """A video kept on this site, or a labelled link to one elsewhere. Never an embed: it would call another host."""

    title = LineBlock(label=_("Title"), max_length=150)
    file = DocumentChooserBlock(label=_("Video file"), required=False, help_text=_("MP4 or WebM, kept on this site."))
    url = blocks.URLBlock(label=_("Address of a video elsewhere"), required=False)
    language = blocks.ChoiceBlock(label=_("Language of the video"), choices=LANGUAGE_CHOICES)
    transcript = ParagraphBlock(label=_("Transcript"), help_text=_("What is said and shown, in words."))

    def clean(self, value: dict[str, Any]) -> dict[str, Any]:
        """Ask for a file or an address, not both."""
        cleaned = super().clean(value)
        if bool(cleaned["file"]) == bool(cleaned["url"]):
            raise StructBlockValidationError(block_errors={"url": ValidationError(_("Give either a video file or an address."))})
        return cleaned

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A video with its transcript")
        template = "core/blocks/video.html"
        preview_value = {
            "title": "How a hide is graded",
            "url": "https://example.org/video",
            "language": "en",
            "transcript": "<p>A hide lies on a table. The grader marks the area.</p>",
        }


class LinkedPageBlock(blocks.PageChooserBlock):
    """A page to link to. While a page is shown its links are looked up together, so the chosen pages are not read once more."""

    def bulk_to_python(self, values: list[int | None]) -> list[Page | None]:
        """Return the pages; those that are looked up already come with their fields left to be read when asked for."""
        known = looked_up()
        if all(value is None or value in known for value in values):
            return [None if value is None else Page.from_db(None, ["id"], [value]) for value in values]
        return super().bulk_to_python(values)


class RelatedPagesBlock(blocks.StructBlock):
    """Pages of this site, shown in the reader's language where they exist."""

    title = LineBlock(label=_("Title"), max_length=150)
    pages = blocks.ListBlock(LinkedPageBlock(label=_("Page")), label=_("Pages"), min_num=1)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Related pages")
        description = _("Hand-picked pages of this site")
        template = "core/blocks/related_pages.html"
        # Drawn in the template: a value would need an object of this site.
        preview_template = "core/blocks/previews/related_pages.html"
