"""Markers that tell wagtail-localize how a field travels to the other languages.

The only module of `core` that knows wagtail-localize. Reasons: slugs are the same in every language so that one path serves
all of them; whatever holds no words is copied from English and cannot be changed per language.
"""

from typing import Any

from wagtail_localize.fields import SynchronizedField, TranslatableField
from wagtail_localize.segments import StringSegmentValue


def synchronized(*names: str) -> list[SynchronizedField]:
    """Mark fields that follow English and cannot differ per language."""
    return [SynchronizedField(name, overridable=False) for name in names]


def replaceable(*names: str) -> list[SynchronizedField]:
    """Mark fields that follow English but may be replaced per language, such as an image."""
    return [SynchronizedField(name, overridable=True) for name in names]


def translated(*names: str) -> list[TranslatableField]:
    """Mark fields whose text is translated."""
    return [TranslatableField(name) for name in names]


class TranslatableTable:
    """Makes the headings and text cells of a typed table translatable; wagtail-localize passes such tables over.

    Paths are `columns.<number>` and `rows.<row>.<column>`, counted from 0. Number cells are data and follow English.
    """

    def get_translatable_segments(self, value: Any) -> list[StringSegmentValue]:
        """Return the texts of a table, row by row."""
        if value is None:
            return []
        found = [(f"columns.{number}", column["heading"]) for number, column in enumerate(value.columns)]
        for row_number, row in enumerate(value.row_data):
            found += [
                (f"rows.{row_number}.{number}", cell)
                for number, (column, cell) in enumerate(zip(value.columns, row["values"], strict=True))
                if column["block"].name == "text"
            ]
        return [StringSegmentValue(path, text) for path, text in found if text]

    def restore_translated_segments(self, value: Any, segments: list[StringSegmentValue]) -> Any:
        """Put texts back into a table."""
        for segment in segments:
            kind, row, *cell = segment.path.split(".")
            if kind == "columns":
                value.columns[int(row)]["heading"] = segment.render_text()
            else:
                value.row_data[int(row)]["values"][int(cell[0])] = segment.render_text()
        return value
