"""Blocks of running text."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

from core.pasted import clean_plain, clean_rich

TEXT_FEATURES = ["bold", "italic", "superscript", "subscript", "ol", "ul", "link", "document-link"]
"""What a paragraph may hold. Headings, images and tables are blocks of their own, so that each has its fields and its rules."""

SHORT_FEATURES = ["bold", "italic", "superscript", "subscript", "link"]


class LineBlock(blocks.CharBlock):
    """One line of text, cleaned when it was pasted from a word processor."""

    def clean(self, value: str) -> str:
        """Clean, then validate."""
        return super().clean(clean_plain(value or ""))


class ParagraphBlock(blocks.RichTextBlock):
    """Paragraphs, lists and links."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(**kwargs)

    def clean(self, value: RichText) -> RichText:
        """Clean, then validate."""
        return super().clean(RichText(clean_rich(value.source)))

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        description = _("Running text with lists and links")
        template = "core/blocks/paragraph.html"
        preview_value = "<p>Soaking gives the hide back the water it lost in salting. <b>Time</b> and temperature decide.</p>"


class HeadingBlock(blocks.StructBlock):
    """A heading of a section or of a part of it."""

    text = LineBlock(label=_("Text"), max_length=150)
    level = blocks.ChoiceBlock(label=_("Level"), choices=[("2", _("Section")), ("3", _("Part of a section"))], default="2")

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Starts a section, or a part of one")
        template = "core/blocks/heading.html"
        preview_value = {"text": "What the figures say", "level": "2"}


class CalloutBlock(blocks.StructBlock):
    """A note set apart from the text."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("info", _("Information")), ("warning", _("Caution")), ("safety", _("Safety notice"))],
        default="info",
        help_text=_("A safety notice is for dangers to life and health only."),
    )
    title = LineBlock(label=_("Title"), max_length=120)
    text = ParagraphBlock(label=_("Text"), template="core/blocks/paragraph.html")

    class Meta:
        icon = "warning"
        label = _("Note or safety notice")
        description = _("A short text set apart: information, a caution or a safety notice")
        template = "core/blocks/callout.html"
        preview_value = {
            "kind": "safety",
            "title": "Never enter alone",
            "text": "<p>Gas collects in pits, drums and covered channels.</p>",
        }


class StepBlock(blocks.StructBlock):
    """One step of a sequence."""

    title = LineBlock(label=_("Title"), max_length=120)
    text = ParagraphBlock(label=_("Text"), required=False)

    class Meta:
        icon = "list-ol"


class StepsBlock(blocks.StructBlock):
    """A numbered sequence."""

    title = LineBlock(label=_("Title"), max_length=150, required=False)
    items = blocks.ListBlock(StepBlock(label=_("Step")), label=_("Steps"), min_num=2)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("A procedure in numbered steps")
        template = "core/blocks/steps.html"
        preview_value = {
            "title": "From hide to wet blue",
            "items": [
                {"title": "Soaking", "text": "<p>Water returns to the fibres.</p>"},
                {"title": "Liming", "text": "<p>Hair is loosened, fibres open.</p>"},
            ],
        }


class QuoteBlock(blocks.StructBlock):
    """Words of a person or a document."""

    text = blocks.TextBlock(label=_("Text"))
    attribution = LineBlock(label=_("Source"), help_text=_("Who said or wrote it, and where."), max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("Words of a person or a document, with their source")
        template = "core/blocks/quote.html"
        preview_value = {"text": "Prevention first; treatment deals with the rest.", "attribution": "Course notes"}
