"""A table of both texts as one HTML file: to read, to print, to correct in a browser or a word processor, and to send back."""

import re
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_bidi, gettext as _, pgettext

from core.i18n import language_name
from exchange_formats.errors import BadFileError
from exchange_formats.inline import MARK
from exchange_formats.plain_text import decoded
from exchange_formats.units import NAME, State, Translation, Unit, identity, require_distinct

_PREFIX, _ANCHOR = "unit-", "u_"
"""Begin the id of a row, and the name of the anchor in it: word processors drop the one and keep the other."""
_STYLE = """
:root { color-scheme: light dark; --line: #8886; --quiet: #666; }
@media (prefers-color-scheme: dark) { :root { --quiet: #aaa; } }
body { margin: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; }
table { inline-size: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { padding: 0.5rem 0.75rem; border: 1px solid var(--line); text-align: start; vertical-align: top; }
th, td { overflow-wrap: anywhere; }
td { white-space: pre-wrap; }
td div { min-block-size: 1.5rem; }
col.place { inline-size: 20%; }
tbody th { font-weight: normal; font-size: 0.875rem; }
small { display: block; color: var(--quiet); }
.mark { color: var(--quiet); }
thead { display: table-header-group; }
tr { break-inside: avoid; }
@media (max-width: 40rem) {
  thead { position: absolute; clip-path: inset(50%); }
  table, tbody, tr, th, td { display: block; }
  tr { margin-block-end: 1.5rem; }
}
@media print { body { margin: 0; font-size: 10pt; } }
"""


def write(translation: Translation) -> bytes:
    """Return a translation as a file."""
    rows = format_html_join(
        "\n",
        '<tr id="{}{}" data-digest="{}" data-state="{}"><th scope="row"><a name="{}{}"></a>{}{}</th>'
        '<td lang="en" dir="ltr">{}</td><td lang="{}" dir="{}">'
        '<div contenteditable="true" role="textbox" aria-multiline="true" aria-label="{}">{}</div></td></tr>',
        (
            (
                _PREFIX,
                unit.id,
                unit.digest,
                unit.state,
                _ANCHOR,
                unit.id.replace("-", ""),
                number,
                _remarks(unit),
                _marked(unit.source),
                translation.language,
                translation.direction,
                _("Translation of %(number)s") % {"number": number},
                _marked(unit.target),
            )
            for number, unit in enumerate(translation.units, start=1)
        ),
    )
    page = format_html(
        '<!DOCTYPE html>\n<html lang="{lang}" dir="{dir}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="{name}" content="{original}">\n'
        '<meta name="target-language" content="{language}">\n'
        "<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        '<h1 lang="en" dir="ltr">{title}</h1>\n<p>{help}</p>\n<table>\n<colgroup><col class="place"><col><col></colgroup>\n'
        '<thead><tr><th scope="col">{number}</th><th scope="col">{english}</th><th scope="col">{translation}</th></tr></thead>\n'
        "<tbody>\n{rows}\n</tbody>\n</table>\n</main>\n</body>\n</html>\n",
        lang=get_language() or "en",
        dir="rtl" if get_language_bidi() else "ltr",
        name=NAME,
        original=translation.original,
        language=translation.language,
        title=translation.title,
        style=mark_safe(_STYLE),  # noqa: S308  # our own, above
        help=_(
            "Correct the last column, keep the marks in brackets such as %(mark)s, save the file, and send it back. "
            "Leave the first two columns as they are."
        )
        % {"mark": "⟦1⟧"},
        number=pgettext("in a table of both languages", "Place"),
        english=capfirst(language_name("en")),
        translation=pgettext("in a table of both languages", "Translation"),
        rows=rows,
    )
    return page.encode()


def _remarks(unit: Unit) -> SafeString:
    limit = [_("Characters at most: %(limit)s") % {"limit": unit.limit}] if unit.limit else []
    texts = [text for text in (unit.context, *unit.notes, *unit.hints, *limit) if text]
    return format_html_join("", '<small dir="auto">{}</small>', ((text,) for text in texts))


def _marked(text: str) -> SafeString:
    """Return an edited text as HTML in which marks stand back."""
    shown = MARK.sub(lambda match: f'<span class="mark" translate="no">{match[0]}</span>', str(escape(text)))
    return mark_safe(shown.replace("\n", "<br>"))  # noqa: S308  # escaped above


class _Table(HTMLParser):
    """Collects the cells of the rows that have an id of ours."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.original = self.language = self.tool = ""
        self.rows: list[dict[str, Any]] = []
        self.row: dict[str, Any] | None = None
        self.cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self._read_meta(values.get("name", "").lower(), values.get("content", ""))
        elif tag == "tr":
            self._end_cell()
            key = values.get("id", "")
            self.row = {**values, "cells": [], "line": self.getpos()[0], "id": ""}
            if key.startswith(_PREFIX):
                self._name_row(key.removeprefix(_PREFIX))
        elif tag == "a" and self.row is not None and not self.row["id"]:
            self._name_row(_as_id(values.get("name", "") or values.get("id", "")))
        elif tag in {"td", "th"}:
            self._end_cell()
            self.cell = [] if self.row is not None else None
        elif self.cell is not None and (tag == "br" or (tag in {"p", "div"} and "".join(self.cell).strip())):
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._end_cell()
        if tag in {"tr", "table"}:
            self.row = None

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            # We write no line into the file's text; a line that ends there was broken by a program.
            self.cell.append(re.sub(r"[ \t]*[\r\n]+[ \t]*", " ", data))

    def _name_row(self, key: str) -> None:
        if key and self.row is not None:
            self.row["id"] = key
            self.rows.append(self.row)

    def _end_cell(self) -> None:
        if self.cell is not None and self.row is not None:
            self.row["cells"].append("".join(self.cell))
        self.cell = None

    def _read_meta(self, name: str, content: str) -> None:
        if name == NAME:
            self.original = content
        elif name == "target-language":
            self.language = content
        elif name == "generator":
            self.tool = content[:100]


def _as_id(anchor: str) -> str:
    """Return the id that an anchor stands for, empty for an anchor that is none of ours."""
    try:
        return str(UUID(hex=anchor.removeprefix(_ANCHOR))) if anchor.startswith(_ANCHOR) else ""
    except ValueError:
        return ""


def read(data: bytes) -> Translation:
    """Return the translation in a file. Raises BadFileError."""
    table = _Table()
    table.feed(decoded(data))
    table.close()
    units = require_distinct(_unit(row) for row in table.rows)
    key, code, number = identity(table.original)
    return Translation(key, code, table.language, number, "", units, tool=table.tool)


def _unit(row: dict[str, Any]) -> Unit:
    if len(row["cells"]) < 3:
        raise BadFileError(_("This row has lost its cells."), line=row["line"])
    return Unit(
        id=row["id"],
        source=row["cells"][1].strip(),
        target=row["cells"][2].strip(),
        state=State.UNTRANSLATED if row.get("data-state") == State.UNTRANSLATED else State.TRANSLATED,
        digest=row.get("data-digest", ""),
        line=row["line"],
    )
