"""The text of a page's body as plain lines, in the order of reading.

Works on what is stored: no image, file or page that the body names is read from the database.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from html import unescape
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from core import formatting
from core.blocks.data import FigureBlock
from core.blocks.media import DownloadBlock

Lines = Iterator[str]

_BREAKS = re.compile(r"<br\s*/?>|</?(?:p|li|ul|ol|h[1-6]|blockquote|hr)\b[^>]*>", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]*>")


def rich_lines(html: str) -> Lines:
    """Yield the paragraphs and items of a rich text without their tags."""
    for part in _BREAKS.split(html):
        text = " ".join(unescape(_TAGS.sub("", part)).split())
        if text:
            yield text


def block_lines(block: blocks.Block, value: Any) -> Lines:
    """Yield the lines of a block's stored value; numbers are written as the active language writes them."""
    if value is None or value == "":
        return
    for kind, lines in _KINDS:
        if isinstance(block, kind):
            yield from lines(block, value)
            return


def downloads(block: blocks.Block, value: Any) -> Iterator[tuple[int, str]]:
    """Yield id and language of each file that a block's stored value offers for download."""
    if isinstance(block, DownloadBlock):
        if value.get("document"):
            yield int(value["document"]), str(value.get("language") or "")
    else:
        for child, part in parts(block, value):
            yield from downloads(child, part)


def parts(block: Any, value: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """Yield the blocks directly inside a block with their stored values; none for a block that holds no others."""
    if isinstance(block, blocks.BaseStreamBlock):
        for item in value or ():
            if item["type"] in block.child_blocks:
                yield block.child_blocks[item["type"]], item["value"]
    elif isinstance(block, blocks.BaseStructBlock) and isinstance(value, Mapping):
        for name, child in block.child_blocks.items():
            yield child, value.get(name)
    elif isinstance(block, blocks.ListBlock):
        for item in value or ():
            # Lists that were stored long ago hold their values bare.
            yield block.child_block, item["value"] if isinstance(item, Mapping) and item.get("type") == "item" else item


def _inside(block: blocks.Block, value: Any) -> Lines:
    for child, part in parts(block, value):
        yield from block_lines(child, part)


def _line(_block: blocks.Block, value: Any) -> Lines:
    for line in str(value).splitlines():
        if line.strip():
            yield line.strip()


def _rich(_block: blocks.Block, value: Any) -> Lines:
    return rich_lines(str(value))


def _number(_block: blocks.Block, value: Any) -> Lines:
    number = _decimal(value)
    if number is not None:
        yield formatting.number(number)


def _figure(_block: blocks.Block, value: Any) -> Lines:
    number = _decimal(value.get("value"))
    if number is not None:
        text = formatting.figure(number, _decimal(value.get("high")), value.get("qualifier") or "", value.get("unit") or "")
        yield f"{text} {value.get('label') or ''}".strip()
    if value.get("source"):
        yield str(value["source"])


def _table(block: Any, value: Any) -> Lines:
    columns = [column for column in value.get("columns", ()) if column["type"] in block.child_blocks]
    rows = [[str(column.get("heading") or "") for column in columns]]
    for row in value.get("rows", ()):
        pairs = zip(columns, row["values"], strict=False)
        rows.append([" ".join(block_lines(block.child_blocks[column["type"]], cell)) for column, cell in pairs])
    for cells in [[str(value.get("caption") or "")], *rows]:
        line = " | ".join(cell for cell in cells if cell)
        if line:
            yield line


def _decimal(value: Any) -> Decimal | None:
    try:
        return None if value in (None, "") else Decimal(str(value))
    except InvalidOperation:
        return None


# The first kind that a block is of counts, so a kind stands before those that it builds on.
_KINDS: tuple[tuple[type[blocks.Block], Callable[[Any, Any], Lines]], ...] = (
    (FigureBlock, _figure),
    (TypedTableBlock, _table),
    (blocks.BaseStreamBlock, _inside),
    (blocks.BaseStructBlock, _inside),
    (blocks.ListBlock, _inside),
    (blocks.RichTextBlock, _rich),
    (blocks.DecimalBlock, _number),
    (blocks.CharBlock, _line),
    (blocks.TextBlock, _line),
)
