"""Blocks that show figures: numbers are held as data and formatted in the reader's language."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from core import formatting
from core.blocks.text import LineBlock
from core.translatable import TranslatableTable

QUALIFIERS = [
    ("about", _("about")),
    ("more_than", _("more than")),
    ("up_to", _("up to")),
    ("planned", _("planned")),
]


class FigureValue(blocks.StructValue):
    """One figure with its number ready to show."""

    @cached_property
    def text(self) -> str:
        """The number with its range, qualifier and unit, in the active language."""
        return formatting.figure(self["value"], self.get("high"), self.get("qualifier") or "", self.get("unit") or "")


class FigureBlock(blocks.StructBlock):
    """A measured figure with source and year."""

    value = blocks.DecimalBlock(label=_("Number"), max_digits=16, decimal_places=4)
    high = blocks.DecimalBlock(
        label=_("Upper end"), required=False, max_digits=16, decimal_places=4, help_text=_("Only for a range.")
    )
    qualifier = blocks.ChoiceBlock(label=_("Qualifier"), choices=QUALIFIERS, required=False)
    unit = LineBlock(label=_("Unit"), required=False, max_length=60, help_text=_("For example %, kg, m³ a day."))
    label = LineBlock(label=_("What it measures"), max_length=200)
    source = LineBlock(label=_("Source"), max_length=200, help_text=_("No figure without a source."))
    source_url = blocks.URLBlock(label=_("Address of the source"), required=False)
    year = blocks.IntegerBlock(label=_("Year of the figure"), min_value=1900, max_value=2100)

    def clean(self, value: dict[str, Any]) -> dict[str, Any]:
        """Refuse a range that runs backwards."""
        cleaned = super().clean(value)
        if cleaned["high"] is not None and cleaned["high"] <= cleaned["value"]:
            raise StructBlockValidationError(
                block_errors={"high": ValidationError(_("The upper end must be larger than the number."))}
            )
        return cleaned

    class Meta:
        icon = "decimal"
        value_class = FigureValue


class KeyFiguresBlock(blocks.StructBlock):
    """A row of figures."""

    figures = blocks.ListBlock(FigureBlock(label=_("Figure")), label=_("Figures"), min_num=1, max_num=8)

    class Meta:
        icon = "order"
        label = _("Key figures")
        description = _("Large numbers, each with what it measures, its source and its year")
        template = "core/blocks/key_figures.html"
        preview_value = {
            "figures": [
                {
                    "value": 250,
                    "qualifier": "more_than",
                    "unit": "plants",
                    "label": "designed, built or upgraded",
                    "source": "Leather Panel",
                    "year": 2019,
                }
            ]
        }


class WordsAndNumbersBlock(TranslatableTable, TypedTableBlock):
    """A table whose words are translated and whose numbers are data."""


class DataTableBlock(blocks.StructBlock):
    """A table with a caption and a source."""

    caption = LineBlock(label=_("Caption"), max_length=200)
    table = WordsAndNumbersBlock(
        [
            ("text", LineBlock(label=_("Text"), required=False)),
            ("number", blocks.DecimalBlock(label=_("Number"), required=False)),
        ],
        label=_("Table"),
    )
    source = LineBlock(label=_("Source"), required=False, max_length=200)

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns of text or numbers, with a caption")
        template = "core/blocks/table.html"
        preview_value = {
            "caption": "Steps and their liquors",
            "table": {
                "columns": [{"type": "text", "heading": "Step"}, {"type": "number", "heading": "Days"}],
                "rows": [{"values": ["Soaking", 1]}, {"values": ["Liming", 2]}],
            },
            "source": "Example",
        }
