"""The column of what a project achieved, in figures."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _, gettext_lazy

from core.blocks.data import QUALIFIERS
from newsroom.tables.columns import Content, chosen, whole
from newsroom.tables.errors import CellError
from newsroom.tables.names import Names
from newsroom.tables.special import TranslatedRowsColumn, barred, lines, unbarred
from projects.models import ProjectOutcome

FIELDS = ("value", "high", "qualifier", "unit", "label", "source", "year", "source_url")
ASKED = ("value", "label", "source", "year")


@dataclass(frozen=True, kw_only=True)
class ResultsColumn(TranslatedRowsColumn):
    """Results in figures, one on each line, each with its source."""

    usual_help: ClassVar[Any] = format_lazy(
        gettext_lazy(
            "One on each line of the cell, with bars between: number, upper end of a range, qualifier ({qualifiers}), unit, what "
            "it measures, source, year of the figure, address of the source."
        ),
        qualifiers=", ".join(code for code, _name in QUALIFIERS),
    )
    example: str = "40|50|about|%|less salt in the effluent|Final report|2009|https://leatherpanel.org/"

    def parts(self, text: str) -> list[str]:
        """Return the lines."""
        return lines(text)

    def joined(self, texts: list[str]) -> str:
        """Return the lines, each by itself."""
        return "\n".join(texts)

    def row_text(self, row: Content, names: Names) -> str:
        """Return the figure with what belongs to it."""
        values = {**row, "value": _digits(row["value"]), "high": _digits(row.get("high"))}
        return barred(str(values.get(name) or "") for name in FIELDS)

    def row(self, text: str, names: Names) -> Content:
        """Return the row."""
        values: Content = dict(zip(FIELDS, unbarred(text, len(FIELDS)), strict=True))
        if not all(values[name] for name in ASKED):
            raise CellError(_("Number, what it measures, source and year are needed: %(text)s.") % {"text": text[:60]})
        values["value"], values["high"] = _decimal(values["value"]), _decimal(values["high"])
        values["qualifier"] = chosen(values["qualifier"], QUALIFIERS) if values["qualifier"] else ""
        values["year"] = whole(values["year"], 1950, 2100)
        try:
            ProjectOutcome(**values).clean_fields(exclude=["page", "locale", "translation_key", "sort_order"])
        except ValidationError as error:
            name, (sentence, *_more) = next(iter(error.message_dict.items()))
            label = ProjectOutcome._meta.get_field(name).verbose_name
            raise CellError(_("%(title)s: %(message)s") % {"title": label, "message": sentence}) from error
        return values


def _digits(value: Any) -> str:
    return "" if value in (None, "") else f"{Decimal(str(value)).normalize():f}"


def _decimal(text: str) -> str | None:
    """Return a number as revisions keep it. Raises CellError."""
    if not text:
        return None
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,4})?", text):
        raise CellError(_("%(text)s is no number such as 12.5.") % {"text": f"\u2068{text[:60]}\u2069"})
    return f"{Decimal(text):.4f}"
