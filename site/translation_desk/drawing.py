"""Draws the segments of the editor from their templates without rendering these a thousand times.

Segments differ in their texts, but there are few kinds of them: with or without comments, a suggestion, a warning and so on. A
template is rendered once for each kind, with a placeholder for each text; all segments of that kind are filled into the result.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from html import escape
from operator import attrgetter, itemgetter
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from translation_desk.segment_rows import Row, Section

# Characters for private use, which stand in no template and no catalogue.
PLACEHOLDER = re.compile("\ue000(\\d+)\ue001")

READY = frozenset({SafeString, bool})
"""Classes of what is not escaped."""


@dataclass(frozen=True, slots=True)
class Mould:
    """The HTML of one kind as a format, and how the texts that go into it are picked."""

    html: str
    pick: Callable[[list[Any]], Any]


class Moulds:
    """The kinds of what one template shows: a dataclass, of which it may print texts and ask whether texts and flags are there.

    It cannot look into a text, since it sees a placeholder; what is neither text nor flag it does not see at all.
    """

    def __init__(self, template: str, name: str, shown: type[Any], context: Mapping[str, Any]) -> None:
        self.template = get_template(template)
        self.name = name
        self.shown = shown
        self.context = context
        self.fields = [field for field in fields(shown) if field.type in {str, SafeString, bool}]
        self.values = attrgetter(*(field.name for field in self.fields))
        self.known: dict[tuple[bool, ...], Mould] = {}

    def rendered(self, thing: Any) -> str:
        """Return the HTML as the template makes it."""
        return self.template.render({**self.context, self.name: thing})

    def filled(self, thing: Any) -> str:
        """Return the same HTML from a mould."""
        values = self.values(thing)
        kind = tuple(map(bool, values))
        mould = self.known.get(kind)
        if mould is None:
            mould = self.known[kind] = self._mould(kind)
        return mould.html % mould.pick([value if not value or value.__class__ in READY else escape(value) for value in values])

    def _mould(self, kind: tuple[bool, ...]) -> Mould:
        specimen: dict[str, Any] = {
            field.name: there if field.type is bool else f"\ue000{number}\ue001" if there else ""
            for number, (field, there) in enumerate(zip(self.fields, kind, strict=True))
        }
        html = self.rendered(self.shown(**specimen))
        picked = map(int, PLACEHOLDER.findall(html))
        return Mould(PLACEHOLDER.sub("%s", html.replace("%", "%%")), itemgetter(*picked))


class Drawing:
    """Draws segments for one screen. `context` is what the templates need beside them."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self._rows = Moulds("translation_desk/editor/segment.html", "row", Row, context)
        self._sections = Moulds("translation_desk/editor/section.html", "section", Section, context)

    def row(self, row: Row) -> str:
        """Return the HTML of a row."""
        # The template looks into what was chosen of images, files and addresses; there are few of these.
        return self._rows.rendered(row) if row.choice else self._rows.filled(row)

    def sections(self, sections: Iterable[Section]) -> SafeString:
        """Return the HTML of sections with their rows."""
        drawn = []
        for section in sections:
            section.drawn = mark_safe("".join(map(self.row, section.rows)))  # noqa: S308  # rendered, or escaped when filled in
            drawn.append(self._sections.filled(section))
        return mark_safe("".join(drawn))  # noqa: S308  # likewise
