"""Blocks of a body that are no running text, as a few lines of YAML between two lines of colons.

A block is written by the names of its fields, so that whoever knows the editor knows the cell. What it names lies in its cell by
name too: files by theirs, pages by their paths. Lists carry on the identity of their items, by which translations find them.
"""

from collections.abc import Callable
from copy import copy
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from uuid import uuid4

import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from core.blocks import BodyBlock
from core.blocks.text import LineBlock
from core.pasted import clean_plain
from newsroom.tables import rich
from newsroom.tables.errors import CellError
from newsroom.tables.names import Names

KINDS: dict[str, blocks.Block] = BodyBlock().child_blocks
"""The blocks that a body may hold, by their names."""
WITHOUT_WORDS = (blocks.ChooserBlock, blocks.DecimalBlock, blocks.IntegerBlock, blocks.BooleanBlock)
"""Blocks that are null where nothing is said; others are empty then."""


def simple(kind: str, value: Any, names: Names) -> Any:
    """Return what a stored block says, by names and without what is as it would be anyway. Raises BeyondTextError."""
    return _simple(KINDS[kind], value, names)


def written(kind: str, value: Any, names: Names) -> str:
    """Return the lines that stand for a stored block. Raises BeyondTextError."""
    said = simple(kind, value, names)
    if said is None:
        return ""
    return yaml.dump(said, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100_000).rstrip("\n")


def stored(kind: str, lines: str, names: Names, before: Any = None) -> Any:
    """Return the block that lines stand for, as revisions keep it. Raises CellError.

    `before` is the one in whose place it comes.
    """
    if kind not in KINDS:
        raise CellError(
            _("%(text)s is none of these: %(names)s.") % {"text": f"\u2068{kind[:60]}\u2069", "names": ", ".join(KINDS)}
        )
    try:
        said = yaml.load(lines, Loader=_Loader)  # noqa: S506  # a safe loader without anchors
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        number = mark.line + 1 if mark else 1
        raise CellError(
            _("Line %(number)s of the block “%(kind)s” cannot be read. Write it as an exported one.")
            % {"number": number, "kind": kind}
        ) from error
    value = _stored(KINDS[kind], said, names, before)
    try:
        checked = _checker(kind)
        checked.clean(checked.to_python(value))
    except ValidationError as error:
        raise CellError(_("In the block “%(kind)s”: %(message)s") % {"kind": kind, "message": _first(error)}) from error
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise _wrong_form(kind) from error
    return value


def _wrong_form(name: str) -> CellError:
    return CellError(_("“%(name)s” has not the form that it has in an exported file.") % {"name": name})


# --- From what is stored ---


def _simple(block: Any, value: Any, names: Names) -> Any:
    if isinstance(block, TypedTableBlock):
        caption = {"caption": value["caption"]} if value.get("caption") else {}
        columns = [{"type": column["type"], "heading": column["heading"]} for column in value["columns"]]
        return {"columns": columns, "rows": [row["values"] for row in value["rows"]], **caption}
    if isinstance(block, blocks.StructBlock):
        if not isinstance(value, dict):
            raise rich.BeyondTextError
        said = {name: _simple(child, value.get(name), names) for name, child in block.child_blocks.items()}
        return {name: one for name, one in said.items() if one not in (None, "", False)}
    if isinstance(block, blocks.ListBlock):
        return [_simple(block.child_block, _item(one), names) for one in value or ()]
    if isinstance(block, blocks.ChooserBlock):
        if value and not (name := _names_of(block, names)[0](value)):
            raise rich.BeyondTextError
        return name if value else None
    if isinstance(block, blocks.RichTextBlock):
        return rich.to_text(value or "", names)
    if isinstance(block, blocks.DecimalBlock) and value is not None:
        return f"{Decimal(str(value)).normalize():f}"
    return value


def _item(one: Any) -> Any:
    return one["value"] if isinstance(one, dict) and {"type", "value"} <= one.keys() else one


def _names_of(block: Any, names: Names) -> tuple[Callable[[Any], str], Callable[[str], Any]]:
    """Return what gives the name of a thing that is chosen, and what finds it by that."""
    if isinstance(block, ImageChooserBlock):
        return names.packed.images.name, names.packed.images.find
    if isinstance(block, DocumentChooserBlock):
        return names.packed.documents.name, names.packed.documents.find
    return names.address, names.page


# --- From what somebody wrote ---


def _stored(block: Any, said: Any, names: Names, before: Any) -> Any:
    if isinstance(block, TypedTableBlock):
        return _table(said)
    if isinstance(block, blocks.StructBlock):
        return _struct(block, said, names, before if isinstance(before, dict) else {})
    if isinstance(block, blocks.ListBlock):
        return _list(block, said, names, before if isinstance(before, list) else [])
    if isinstance(block, blocks.StaticBlock):
        return None
    if isinstance(said, dict | list):
        raise _wrong_form(block.name)
    if isinstance(block, blocks.BooleanBlock):
        return bool(said)
    text = "" if said is None else str(said)
    if isinstance(block, blocks.ChooserBlock):
        return _names_of(block, names)[1](text) if text else None
    if isinstance(block, blocks.RichTextBlock):
        return rich.to_html(text, names)
    if isinstance(block, blocks.DecimalBlock | blocks.IntegerBlock):
        return _number(block, text)
    return clean_plain(text) if isinstance(block, LineBlock) else text


def _number(block: Any, text: str) -> Any:
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise _wrong_form(block.name)
    return str(number) if isinstance(block, blocks.DecimalBlock) else int(number)


def _table(said: Any) -> dict[str, Any]:
    try:
        columns = [{"type": str(column["type"]), "heading": str(column["heading"])} for column in said["columns"]]
        rows = [list(row) for row in said["rows"]]
        caption = str(said.get("caption", ""))
    except (AttributeError, KeyError, TypeError) as error:
        raise _wrong_form("table") from error
    if any(len(row) != len(columns) for row in rows) or {column["type"] for column in columns} - {"text", "number"}:
        raise _wrong_form("table")
    cells = [
        {
            "values": [
                None if cell is None else str(cell) if column["type"] == "number" else clean_plain(str(cell))
                for column, cell in zip(columns, row, strict=True)
            ]
        }
        for row in rows
    ]
    return {"columns": columns, "rows": cells, "caption": caption}


def _struct(block: Any, said: Any, names: Names, before: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise _wrong_form(block.name)
    strange = [str(name) for name in said if name not in block.child_blocks]
    if strange:
        known = ", ".join(block.child_blocks)
        raise CellError(_("%(text)s is none of these: %(names)s.") % {"text": f"\u2068{strange[0][:60]}\u2069", "names": known})
    if isinstance(block, ImageBlock):
        text = str(said.get("alt_text") or "")
        names.packed.images.describe(str(said.get("image") or ""), text)
        if not text and not said.get("decorative"):
            raise CellError(
                _("A picture needs words for those who cannot see it: “%(words)s”, or “%(decorative)s”.")
                % {"words": "alt_text: …", "decorative": "decorative: true"}
            )
    found = {}
    for name, child in block.child_blocks.items():
        one = said.get(name)
        if one is None and not isinstance(child, blocks.ListBlock | blocks.StructBlock):
            default = child.get_prep_value(child.get_default())
            found[name] = default if default is not None or isinstance(child, WITHOUT_WORDS) else ""
        else:
            found[name] = _stored(child, one, names, before.get(name))
    return found


def _list(block: Any, said: Any, names: Names, before: list[Any]) -> list[dict[str, Any]]:
    if not isinstance(said, list):
        raise _wrong_form(block.name)
    found = []
    for place, one in enumerate(said):
        old = before[place] if place < len(before) and isinstance(before[place], dict) else {}
        value = _stored(block.child_block, one, names, old.get("value"))
        found.append({"type": "item", "value": value, "id": old.get("id") or str(uuid4())})
    return found


# --- Whether the editor would take it ---


@lru_cache
def _checker(kind: str) -> Any:
    """Return a block that checks as the editor's does, but looks up nothing: choosers take what was found by its name."""
    return _without_choosers(KINDS[kind])


def _without_choosers(block: Any) -> Any:
    if isinstance(block, blocks.ChooserBlock):
        return blocks.CharBlock(required=block._required)
    if isinstance(block, ImageBlock):
        return blocks.StructBlock([(name, _without_choosers(child)) for name, child in block.child_blocks.items()])
    if isinstance(block, blocks.StructBlock):
        other = copy(block)
        other.child_blocks = {name: _without_choosers(child) for name, child in block.child_blocks.items()}
        return other
    if isinstance(block, blocks.ListBlock):
        other = copy(block)
        other.child_block = _without_choosers(block.child_block)
        return other
    return block


def _first(error: Any) -> str:
    """Return the first thing that is wrong, after the names of the fields that lead to it."""
    inner = getattr(error, "block_errors", None) or getattr(error, "cell_errors", None)
    if isinstance(inner, dict):
        name, one = next(iter(inner.items()))
        return f"{name}: {_first(one)}"
    if isinstance(inner, list):
        return next(f"{place}: {_first(one)}" for place, one in enumerate(inner, start=1) if one)
    return " ".join(str(message) for message in getattr(error, "messages", None) or [error])


class _Loader(yaml.SafeLoader):
    """Reads plain values. A line that stands for another one could stand for millions of them."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse what stands for something else."""
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError
        return super().compose_node(parent, index)


class _Dumper(yaml.SafeDumper):
    """Writes every value where it belongs, and texts of several lines as such."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write again what was written before."""
        return True

    def represent_lines(self, data: str) -> Any:
        """Write a text line by line where it has several."""
        return self.represent_scalar("tag:yaml.org,2002:str", data, style="|" if "\n" in data else None)


_Dumper.add_representer(str, _Dumper.represent_lines)
