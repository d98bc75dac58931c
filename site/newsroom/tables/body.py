"""The body of a page as people type it in a cell, and the blocks that it makes.

Running text as `rich` has it, `## ` and `### ` before headings, `![description](file "caption")` for a picture, and other blocks
as `fenced` has them, between a line `::: name` and a line `:::`. A body that cannot be written is kept: its cell holds `KEPT`.
"""

import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from core.pasted import clean_plain
from newsroom.tables import fenced, rich
from newsroom.tables.errors import CellError
from newsroom.tables.names import Names

KEPT = "[kept]"
BEGIN, END = "::: quote", ":::"
LONGEST = 32_000
"""Signs that a cell may have, since Excel cuts longer ones."""
LONGEST_HEADING = 150
LONGEST_CAPTION = 250
LEVELS = {"## ": "2", "### ": "3"}

_FENCE = re.compile(r"^::: *([a-z_]+)\n(?:(.*?)\n)?:::$", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r'!\[([^\[\]\n]*)\]\(([^()\s"]+)(?: "([^"\n]+)")?\)')

Blocks = list[dict[str, Any]]


def to_text(stored: str, names: Names) -> str:
    """Return the text of a body as revisions keep it; `KEPT` where a cell cannot say all of it."""
    blocks: Blocks = json.loads(stored or "[]")
    try:
        text = "\n\n".join(_block_text(block, names) for block in blocks)
        same = len(text) <= LONGEST and _compared(_merged(blocks), names) == _compared(_blocks(text, names), names)
    except (rich.BeyondTextError, CellError):
        return KEPT
    return text if same else KEPT


def to_stored(text: str, before: str, names: Names) -> str:
    """Return the body that a text makes. Blocks that stay keep their identity. Raises CellError."""
    made = _blocks(text, names)
    old = _merged(json.loads(before or "[]"))
    theirs, ours = (_compared(blocks, names) for blocks in (old, made))
    for step, first, last, start, end in SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
        if step in {"equal", "replace"}:
            for place, earlier in zip(range(start, end), old[first:last], strict=False):
                if step == "equal":
                    made[place] = earlier
                elif made[place]["type"] == earlier["type"]:
                    made[place] = _carried(made[place], earlier, names)
    return json.dumps(
        [{"id": block.get("id") or str(uuid4()), "type": block["type"], "value": block["value"]} for block in made],
        ensure_ascii=False,
    )


def rich_to_text(html: str, names: Names) -> str:
    """Return a rich text as text; `KEPT` where text cannot say all of it."""
    try:
        return rich.to_text(html, names)
    except rich.BeyondTextError:
        return KEPT


def _carried(block: dict[str, Any], earlier: dict[str, Any], names: Names) -> dict[str, Any]:
    """Return a block with the identity of the one in whose place it comes; the parts of what was fenced have theirs, too."""
    if "lines" in block:
        block["value"] = fenced.stored(block["type"], block["lines"], names, earlier["value"])
    return {**block, "id": earlier["id"]}


def _block_text(block: dict[str, Any], names: Names) -> str:
    kind, value = block["type"], block["value"]
    if kind == "paragraph":
        return rich.to_text(value, names)
    if kind == "heading":
        mark = {level: mark for mark, level in LEVELS.items()}[value["level"]]
        return f"{mark}{value['text']}"
    if kind == "image" and (picture := _picture_text(value, names)):
        return picture
    if kind not in fenced.KINDS:
        raise rich.BeyondTextError
    lines = fenced.written(kind, value, names)
    return f"::: {kind}\n{lines}\n:::" if lines else f"::: {kind}\n:::"


def _picture_text(value: dict[str, Any], names: Names) -> str:
    """Return the short form of a picture; empty where that cannot say all of it."""
    said = fenced.simple("image", value, names)
    image = said.get("image") or {}
    caption = f' "{said["caption"]}"' if said.get("caption") else ""
    text = f"![{image.get('alt_text', '')}]({image.get('image', '')}{caption})"
    found = _PICTURE.fullmatch(text)
    return text if found and fenced.simple("image", _picture(found, names), names) == said else ""


def _picture(found: re.Match[str], names: Names) -> dict[str, Any]:
    """Return the picture that a short form stands for. Raises CellError."""
    alt, name, caption = found.groups("")
    if len(caption) > LONGEST_CAPTION:
        raise CellError(_("This line is too long: %(text)s.") % {"text": caption[:60]})
    names.packed.images.describe(name, alt)
    image = {"image": names.packed.images.find(name), "decorative": not alt, "alt_text": alt}
    return {"image": image, "caption": clean_plain(caption)}


def _blocks(text: str, names: Names) -> Blocks:
    """Return the blocks that a text makes, running text between two others as one. Raises CellError."""
    return _merged(list(_read(text, names)))


def _read(text: str, names: Names) -> Iterator[dict[str, Any]]:
    position = 0
    for found in _FENCE.finditer(text):
        yield from _running(text[position : found.start()], names)
        kind, lines = found[1], found[2] or ""
        yield {"type": kind, "value": fenced.stored(kind, lines, names), "lines": lines}
        position = found.end()
    yield from _running(text[position:], names)


def _running(text: str, names: Names) -> Iterator[dict[str, Any]]:
    for part in re.split(r"\n\s*\n", text):
        lines = part.strip().split("\n")
        first = lines[0]
        level = next((LEVELS[mark] for mark in LEVELS if first.startswith(mark)), "")
        picture = _PICTURE.fullmatch(first) if len(lines) == 1 else None
        if any(line.startswith(":::") for line in lines):
            raise CellError(
                _("A block begins with a line such as “%(begin)s” and ends with a line “%(end)s”. One of them is missing.")
                % {"begin": BEGIN, "end": END}
            )
        if level:
            yield _heading(lines, level)
        elif picture:
            yield {"type": "image", "value": _picture(picture, names)}
        elif first:
            yield {"type": "paragraph", "value": rich.to_html("\n".join(lines), names)}


def _heading(lines: list[str], level: str) -> dict[str, Any]:
    if len(lines) > 1:
        raise CellError(_("An empty line is missing after the heading %(text)s.") % {"text": lines[0]})
    heading = lines[0].lstrip("#").strip()
    if len(heading) > LONGEST_HEADING:
        raise CellError(_("This heading is too long: %(text)s.") % {"text": heading[:60]})
    return {"type": "heading", "value": {"text": heading, "level": level}}


def _merged(blocks: Blocks) -> Blocks:
    """Return blocks with paragraphs that follow each other as one."""
    found: Blocks = []
    for block in blocks:
        if block["type"] == "paragraph" and found and found[-1]["type"] == "paragraph":
            found[-1] = {**found[-1], "value": found[-1]["value"] + block["value"]}
        else:
            found.append(dict(block))
    return found


def _compared(blocks: Blocks, names: Names) -> list[str]:
    """Return of each block one way of writing it, to be compared."""
    return [json.dumps([block["type"], _comparable(block, names)], sort_keys=True, default=str) for block in blocks]


def _comparable(block: dict[str, Any], names: Names) -> Any:
    if block["type"] == "paragraph":
        return rich.canonical(block["value"])
    if block["type"] not in fenced.KINDS:
        return block["value"]
    try:
        return fenced.simple(block["type"], block["value"], names)
    except rich.BeyondTextError:
        return block["value"]
