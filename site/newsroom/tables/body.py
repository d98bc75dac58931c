"""Running text as people type it in a cell, and the blocks of a page's body.

Paragraphs with an empty line between them, `## ` and `### ` before headings, `- ` and `1. ` before items of lists, `**bold**`,
`*italics*`, `[words](address)`. A body that says more is kept as it is: its cell holds `KEPT`, and nothing else is taken.
"""

import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from html import escape
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from newsroom.tables.names import CellError

KEPT = "[kept]"
LONGEST_HEADING = 150
LEVELS = {"## ": "2", "### ": "3"}
MARKS = {"b": "**", "i": "*"}
LISTS = {"ul": "- ", "ol": "1. "}

_INLINE = re.compile(r"\[([^\[\]\n]+)\]\(([^()\s]+)\)|\*\*(?=\S)(.+?)(?<=\S)\*\*|\*(?=\S)([^*]+?)(?<=\S)\*")
_INTERNAL = re.compile(r"(page|document):([0-9]+)")
_ITEM = re.compile(r"(- |[0-9]+\. )")

Blocks = list[dict[str, Any]]


class _BeyondTextError(Exception):
    """A body that cannot be written as text."""


def to_text(stored: str) -> str:
    """Return the text of a body as revisions keep it; `KEPT` where text cannot say all of it."""
    blocks: Blocks = json.loads(stored or "[]")
    try:
        text = "\n\n".join(_block_text(block) for block in blocks)
        return text if _same(_merged(blocks), _blocks(text)) else KEPT
    except (_BeyondTextError, CellError):
        return KEPT


def to_stored(text: str, before: str) -> str:
    """Return the body that a text makes. Blocks that stay keep their identity. Raises CellError."""
    made = _blocks(text)
    old = _merged(json.loads(before or "[]"))
    theirs, ours = ([json.dumps([block["type"], _compared(block)]) for block in blocks] for blocks in (old, made))
    for step, first, last, start, end in SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
        if step in {"equal", "replace"}:
            for block, earlier in zip(made[start:end], old[first:last], strict=False):
                if block["type"] == earlier["type"]:
                    block["id"] = earlier["id"]
    return json.dumps([{"id": str(uuid4()), **block} for block in made], ensure_ascii=False)


def rich_to_text(html: str) -> str:
    """Return a rich text as text; `KEPT` where text cannot say all of it."""
    try:
        text = _Reader.read(html)
        return text if _canonical(html) == _canonical(to_rich(text)) else KEPT
    except (_BeyondTextError, CellError):
        return KEPT


def to_rich(text: str) -> str:
    """Return the rich text that paragraphs and lists make. Raises CellError."""
    return "".join(_paragraphs(part) for part in re.split(r"\n\s*\n", text) if part.strip())


def _block_text(block: dict[str, Any]) -> str:
    if block["type"] == "paragraph":
        return _Reader.read(block["value"])
    if block["type"] == "heading":
        mark = {level: mark for mark, level in LEVELS.items()}[block["value"]["level"]]
        return f"{mark}{block['value']['text']}"
    raise _BeyondTextError


def _blocks(text: str) -> Blocks:
    """Return the blocks that a text makes, running text between two headings as one."""
    found: Blocks = []
    for part in re.split(r"\n\s*\n", text):
        lines = part.strip().split("\n")
        level = next((LEVELS[mark] for mark in LEVELS if lines[0].startswith(mark)), "")
        if level:
            if len(lines) > 1:
                raise CellError(_("An empty line is missing after the heading %(text)s.") % {"text": lines[0]})
            heading = lines[0].lstrip("#").strip()
            if len(heading) > LONGEST_HEADING:
                raise CellError(_("This heading is too long: %(text)s.") % {"text": heading[:60]})
            found.append({"type": "heading", "value": {"text": heading, "level": level}})
        elif lines[0]:
            found.append({"type": "paragraph", "value": _paragraphs("\n".join(lines))})
    return _merged(found)


def _merged(blocks: Blocks) -> Blocks:
    """Return blocks with paragraphs that follow each other as one."""
    found: Blocks = []
    for block in blocks:
        if block["type"] == "paragraph" and found and found[-1]["type"] == "paragraph":
            found[-1] = {**found[-1], "value": found[-1]["value"] + block["value"]}
        else:
            found.append(dict(block))
    return found


def _same(first: Blocks, second: Blocks) -> bool:
    return [(one["type"], _compared(one)) for one in first] == [(one["type"], _compared(one)) for one in second]


def _compared(block: dict[str, Any]) -> Any:
    return _canonical(block["value"]) if block["type"] == "paragraph" else block["value"]


def _paragraphs(text: str) -> str:
    """Return the HTML of lines without an empty one between them: a paragraph, a list, or both."""
    made: list[tuple[str, list[str]]] = []
    for line in text.strip().split("\n"):
        mark = _ITEM.match(line)
        kind = "p" if mark is None else "ul" if mark[0] == "- " else "ol"
        if not made or made[-1][0] != kind:
            made.append((kind, []))
        made[-1][1].append(_inline(line[mark.end() :] if mark else line))
    return "".join(
        f"<p>{' '.join(lines)}</p>" if kind == "p" else f"<{kind}>{''.join(f'<li>{line}</li>' for line in lines)}</{kind}>"
        for kind, lines in made
    )


def _inline(text: str) -> str:
    made, position = [], 0
    for found in _INLINE.finditer(text):
        made.append(escape(text[position : found.start()], quote=False))
        words, address, bold, italic = found.groups()
        if address:
            made.append(f"<a {_target(address)}>{_inline(words)}</a>")
        else:
            made.append(f"<b>{_inline(bold)}</b>" if bold else f"<i>{_inline(italic)}</i>")
        position = found.end()
    return "".join([*made, escape(text[position:], quote=False)])


def _target(address: str) -> str:
    if internal := _INTERNAL.fullmatch(address):
        return f'linktype="{internal[1]}" id="{internal[2]}"'
    if not re.match(r"https?://|mailto:", address):
        raise CellError(_("The link %(address)s is no web or mail address.") % {"address": f"\u2068{address}\u2069"})
    return f'href="{escape(address)}"'


class _Reader(HTMLParser):
    """Writes stored rich text as text. Raises _BeyondTextError for what text cannot say."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[str] = []
        self.links: list[str] = []

    @classmethod
    def read(cls, html: str) -> str:
        """Return the text."""
        reader = cls()
        reader.feed(html)
        reader.close()
        return re.sub(r"\n{3,}", "\n\n", "".join(reader.parts)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write what stands in the place of a tag."""
        values = {name: value or "" for name, value in attrs if name != "data-block-key"}
        if tag == "a":
            self.links.append(values.get("href") or f"{values.get('linktype', '')}:{values.get('id', '')}")
            self.parts.append("[")
        elif tag in MARKS:
            self.parts.append(MARKS[tag])
        elif tag == "li" and self.open and self.open[-1] in LISTS:
            self.parts.append(f"\n{LISTS[self.open[-1]]}")
        elif tag in {"p", *LISTS} and not self.open:
            self.parts.append("\n\n")
        else:
            raise _BeyondTextError
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Write what stands in the place of the end of a tag."""
        if not self.open or self.open.pop() != tag:
            raise _BeyondTextError
        if tag == "a":
            self.parts.append(f"]({self.links.pop()})")
        elif tag in MARKS:
            self.parts.append(MARKS[tag])

    def handle_data(self, data: str) -> None:
        """Write words."""
        if not self.open and data.strip():
            raise _BeyondTextError
        self.parts.append(data if self.open and self.open[-1] not in LISTS else "")


def _canonical(html: str) -> str:
    """Return rich text in one way of writing, to be compared."""
    return "".join(_Canonical.pieces(html))


class _Canonical(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[str] = []

    @classmethod
    def pieces(cls, html: str) -> Iterator[str]:
        reader = cls()
        reader.feed(html)
        reader.close()
        yield from reader.made

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = sorted((name, value or "") for name, value in attrs if name != "data-block-key")
        self.made.append(f"<{tag} {kept}>")

    def handle_endtag(self, tag: str) -> None:
        self.made.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.made.append(escape(data) if data.strip() or "\n" not in data else "")
