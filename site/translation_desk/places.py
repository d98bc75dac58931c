"""Where a segment stands: under which block, in which field, and what that field takes.

A path such as `body.<id of a block>.items.<id of an item>.title` is read against the frozen English and the definitions of its
page type, so that a translator sees "Steps, Step 2, Title" and a text that its field cannot hold is refused before it is kept.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language, gettext
from wagtail import blocks
from wagtail.blocks.base import Block
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page

from translation_desk.models import SourceVersion


@dataclass(frozen=True, slots=True)
class Group:
    """The block that segments belong to."""

    key: str
    label: str
    icon: str
    heading: str = ""
    """English text that tells one block from another of its kind."""
    image: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One field of a block or of the page."""

    group: Group
    label: str
    rich: bool = False
    lines: bool = True
    limit: int | None = None
    model: type[models.Model] | None = None
    """What may be chosen here, for images, files and pages."""


@dataclass(frozen=True)
class Outline:
    """One frozen English page. Labels are in the language that is active when it is asked; answers are remembered."""

    page_model: type[Page]
    content: dict[str, Any]

    def place(self, path: str) -> Place:
        """Return where a path leads. A path that leads nowhere any more gets a place that forbids nothing."""
        known = self.__dict__.setdefault("_places", {})
        key = get_language(), path
        if key not in known:
            known[key] = self._find(path)
        return known[key]

    def _find(self, path: str) -> Place:
        parts = split_path(path)
        try:
            # The page as a whole has no path.
            field: Any = self.page_model._meta.get_field(parts[0]) if parts else None
        except FieldDoesNotExist:
            field = None
        if isinstance(field, StreamField) and len(parts) > 1:
            return self._in_stream(field, parts)
        if isinstance(field, models.ForeignObjectRel) and len(parts) > 2:
            return self._in_relation(field, parts)
        return _field_place(self._page_group(), field) if field else Place(self._page_group(), "", rich=True)

    def _page_group(self) -> Group:
        return Group("", gettext("Page"), "doc-empty-inverse")

    def _in_relation(self, field: Any, parts: list[str]) -> Place:
        model = field.related_model
        rows = self.content.get(parts[0]) or []
        number = next((place for place, row in enumerate(rows, start=1) if str(row.get("translation_key")) == parts[1]), None)
        group = Group(
            ".".join(parts[:2]),
            gettext("%(kind)s %(number)s") % {"kind": capfirst(model._meta.verbose_name), "number": number or ""},
            "list-ul",
            _first_text(rows[number - 1], ("title", "name", "heading", "label")) if number else "",
        )
        return _field_place(group, model._meta.get_field(parts[2]))

    def _in_stream(self, field: StreamField, parts: list[str]) -> Place:
        raw = self._stream(parts[0])
        item = raw.get(parts[1])
        block = field.stream_block.child_blocks.get(item["type"]) if item else None
        if block is None or item is None:
            return Place(Group(".".join(parts[:2]), "", "placeholder"), "", rich=True)
        value = item["value"]
        group = Group(".".join(parts[:2]), _label(block), block.meta.icon, _heading(block, value), _image(block, value))
        return _block_place(group, block, value, parts[2:], [])

    def _stream(self, name: str) -> dict[str, dict[str, Any]]:
        streams = self.__dict__.setdefault("_streams", {})
        if name not in streams:
            raw = self.content.get(name) or "[]"
            items = json.loads(raw) if isinstance(raw, str) else raw
            streams[name] = {str(item.get("id")): item for item in items}
        return streams[name]


def split_path(path: str) -> list[str]:
    """Split a path at its dots, except in quotes: the address of a link is quoted and has dots of its own."""
    head, quote, tail = path.partition("'")
    parts = [part for part in head.split(".") if part]
    return [*parts, quote + tail] if quote else parts


def _field_place(group: Group, field: Any) -> Place:
    label = capfirst(str(getattr(field, "verbose_name", "")))
    if isinstance(field, RichTextField):
        return Place(group, label, rich=True)
    if isinstance(field, models.ForeignKey):
        return Place(group, label, model=field.related_model)
    return Place(group, label, lines=not isinstance(field, models.CharField), limit=getattr(field, "max_length", None))


def _block_place(group: Group, block: Block, value: Any, parts: list[str], labels: list[str]) -> Place:
    """Walk down from a block to the one that holds the text, collecting labels on the way."""
    while parts and not parts[0].startswith("'"):
        step = _child(block, value, parts[0])
        if step is None:
            break
        block, value, label = step
        labels = [*labels, label] if label else labels
        parts = parts[1:]
    if isinstance(block, TypedTableBlock):
        labels = [*labels, _cell(parts)]
    label = gettext(", ").join(labels)
    if isinstance(block, blocks.RichTextBlock):
        return Place(group, label, rich=True)
    if isinstance(block, blocks.ChooserBlock):
        return Place(group, label, model=block.model_class)
    field = getattr(block, "field", None)
    return Place(group, label, lines=isinstance(block, blocks.TextBlock), limit=getattr(field, "max_length", None))


def _child(block: Block, value: Any, part: str) -> tuple[Block, Any, str] | None:
    if isinstance(block, blocks.BaseStructBlock) and part in block.child_blocks:
        child = block.child_blocks[part]
        inner = value.get(part) if isinstance(value, dict) else None
        # The fields of an image and the items of a list say what they are; the block around them has nothing to add.
        return child, inner, "" if isinstance(child, ImageBlock | blocks.ListBlock) else _label(child)
    if isinstance(block, blocks.ListBlock):
        for number, item in enumerate(value or [], start=1):
            if isinstance(item, dict) and str(item.get("id")) == part:
                kind = _label(block.child_block)
                return block.child_block, item.get("value"), gettext("%(kind)s %(number)s") % {"kind": kind, "number": number}
    if isinstance(block, blocks.BaseStreamBlock):
        for item in value or []:
            if str(item.get("id")) == part and item.get("type") in block.child_blocks:
                child = block.child_blocks[item["type"]]
                return child, item.get("value"), _label(child)
    return None


def _cell(parts: list[str]) -> str:
    """Name a cell of a table: `columns.0`, `rows.2.1`, counted from 0."""
    if parts[:1] == ["columns"] and len(parts) > 1:
        return gettext("heading of column %(column)s") % {"column": int(parts[1]) + 1}
    if parts[:1] == ["rows"] and len(parts) > 2:
        return gettext("row %(row)s, column %(column)s") % {"row": int(parts[1]) + 1, "column": int(parts[2]) + 1}
    return ""


def _label(block: Block) -> str:
    return str(block.meta.label or block.label or "")


def _heading(block: Block, value: Any) -> str:
    if not isinstance(block, blocks.BaseStructBlock) or not isinstance(value, dict):
        return ""
    names = [name for name, child in block.child_blocks.items() if isinstance(child, blocks.CharBlock)]
    return _first_text(value, names)


def _first_text(row: dict[str, Any], names: Iterable[str]) -> str:
    return next((Truncator(str(row[name])).chars(80) for name in names if row.get(name)), "")


def _image(block: Block, value: Any) -> int | None:
    """Return the first image of a block."""
    if isinstance(block, ImageBlock) and isinstance(value, dict):
        return value.get("image")
    if isinstance(block, ImageChooserBlock):
        return value if isinstance(value, int) else None
    if isinstance(block, blocks.BaseStructBlock) and isinstance(value, dict):
        return next((found for name, child in block.child_blocks.items() if (found := _image(child, value.get(name)))), None)
    return None


@lru_cache(maxsize=16)
def _outline(version_id: int, _made: datetime) -> Outline:
    content = SourceVersion.everything.values_list("content", flat=True).get(pk=version_id)
    model: Any = ContentType.objects.get_for_id(content["content_type"]).model_class()
    return Outline(model, content)


def outline(version: SourceVersion) -> Outline:
    """Return the outline of a frozen English page; remembered by the process, since a version never changes."""
    return _outline(version.pk, version.created_at)
