"""What the path of a segment leads to: a field or a block, and the containers on the way."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.fields import StreamField


@dataclass(slots=True)
class Leaf:
    """A model field or a block, None for a path that leads nowhere.

    `within` has the paths of the stream's block, items of lists or row of a child table that it stands in, outermost first.
    """

    definition: models.Field | blocks.Block | None
    within: list[str] = field(default_factory=list)


def find(page: models.Model, path: str) -> Leaf:
    """Find what a path leads to. Definitions only: values are looked at where a stream mixes kinds of blocks."""
    name, *rest = path.split(".")
    definition = page._meta.get_field(name)
    if isinstance(definition, StreamField):
        return _find_block(definition.stream_block, getattr(page, name), rest, name)
    if isinstance(definition, models.ManyToOneRel):
        leaf = Leaf(definition.related_model._meta.get_field(rest[1]), [f"{name}.{rest[0]}"]) if len(rest) > 1 else Leaf(None)
        return leaf
    return Leaf(definition)


def _find_block(block: Any, value: Any, parts: list[str], base: str) -> Leaf:
    within: list[str] = []
    for part in parts:
        if part.startswith("'"):
            break
        base = f"{base}.{part}"
        if isinstance(block, blocks.StreamBlock):
            child = next((child for child in value if child.id == part), None)
            if child is None:
                return Leaf(None, within)
            block, value = child.block, child.value
            within.append(base)
        elif isinstance(block, blocks.ListBlock):
            item = next((item for item in value.bound_blocks if item.id == part), None)
            if item is None:
                return Leaf(None, within)
            block, value = item.block, item.value
            within.append(base)
        elif isinstance(block, blocks.StructBlock):
            block = block.child_blocks[part]
            value = value.get(part) if hasattr(value, "get") else None
        else:
            # Below a table there are columns and rows, not blocks.
            break
    return Leaf(block, within)
