"""What stays of a live translation where its English has changed and nobody has approved the new words yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page, TranslatableMixin

from translation_desk import leaves


@dataclass(frozen=True, slots=True)
class Before:
    """The streams and child rows of a translation as they were before English was laid over them."""

    streams: dict[str, Any]
    rows: dict[str, dict[str, models.Model]]
    """By relation and translation key."""

    @classmethod
    def of(cls, page: Page) -> "Before":
        """Remember a page (its specific instance)."""
        streams = {field.name: getattr(page, field.name) for field in page._meta.get_fields() if isinstance(field, StreamField)}
        relations = [
            relation.name
            for relation in get_all_child_relations(type(page))
            if issubclass(relation.related_model, TranslatableMixin)
        ]
        rows = {name: {str(row.translation_key): row for row in getattr(page, name).all()} for name in relations}
        return cls(streams, rows)

    def leave_out(self, page: Page, paths: Iterable[str]) -> None:
        """Take away what is new and has no approved text: the innermost item or block, or the row.

        A block whose own part cannot be taken away (a cell of a table, a title) stays as it was, as a whole.
        """
        for path in paths:
            name, key, *_rest = path.split(".") if "." in path else (path, "")
            definition = page._meta.get_field(name)
            if isinstance(definition, models.ManyToOneRel):
                manager = getattr(page, name)
                manager.remove(*[row for row in manager.all() if str(row.translation_key) == key])
            elif isinstance(definition, StreamField):
                self._leave_out_block(name, getattr(page, name), leaves.find(page, path).within, key)

    def hold(self, page: Page, paths: Iterable[str]) -> None:
        """Give items of lists and rows whose words changed their whole content of before, data included."""
        for path in paths:
            name, key, *_rest = path.split(".") if "." in path else (path, "")
            if key and key in self.rows.get(name, {}):
                self._hold_row(name, key, page)
                continue
            within = leaves.find(page, path).within
            if name in self.streams and len(within) > 1:
                _hold_item(getattr(page, name), self.streams[name], within[0].rsplit(".", 1)[1], within[-1].rsplit(".", 1)[1])

    def _hold_row(self, name: str, key: str, page: Page) -> None:
        old = self.rows[name][key]
        for row in getattr(page, name).all():
            if str(row.translation_key) == key:
                for field in row._meta.concrete_fields:
                    if not field.primary_key and field.name not in {"sort_order", "locale", "translation_key", "page"}:
                        setattr(row, field.attname, getattr(old, field.attname))

    def _leave_out_block(self, name: str, stream: Any, within: list[str], block_id: str) -> None:
        position = next((number for number, child in enumerate(stream) if child.id == block_id), None)
        if position is None:
            return
        if len(within) > 1 and _remove_item(stream[position], within[-1].rsplit(".", 1)[1]):
            return
        old = next((child for child in self.streams[name] if child.id == block_id), None)
        if old is None:
            del stream[position]
        else:
            stream[position] = (old.block_type, old.value, old.id)


def take_away(page: Page, paths: Iterable[str]) -> None:
    """Remove from a page the blocks and rows in which some texts stand, as wholes."""
    for path in paths:
        name, key, *_rest = path.split(".")
        definition = page._meta.get_field(name)
        if isinstance(definition, models.ManyToOneRel):
            manager = getattr(page, name)
            manager.remove(*[row for row in manager.all() if str(row.translation_key) == key])
        elif isinstance(definition, StreamField):
            stream = getattr(page, name)
            for position in reversed([number for number, child in enumerate(stream) if child.id == key]):
                del stream[position]


def _hold_item(stream: Any, before: Any, block_id: str, item_id: str) -> None:
    new, old = (next((child for child in blocks_ if child.id == block_id), None) for blocks_ in (stream, before))
    if new is None or old is None:
        return
    here, there = _list_with(new.block, new.value, item_id), _list_with(old.block, old.value, item_id)
    if here is not None and there is not None:
        item = next(item for item in there.bound_blocks if item.id == item_id)
        position = next(number for number, other in enumerate(here.bound_blocks) if other.id == item_id)
        here.bound_blocks[position].value = item.value


def _remove_item(child: Any, item_id: str) -> bool:
    """Remove an item from a list somewhere inside a block; say no where that would leave the list empty."""
    found = _list_with(child.block, child.value, item_id)
    if found is None or len(found.bound_blocks) == 1:
        return False
    del found[next(number for number, item in enumerate(found.bound_blocks) if item.id == item_id)]
    return True


def _list_with(block: Any, value: Any, item_id: str) -> Any:
    """Return the list inside a block that has an item, None where there is none."""
    if isinstance(block, blocks.StructBlock):
        found = (_list_with(block.child_blocks[name], value.get(name), item_id) for name in block.child_blocks)
        return next((each for each in found if each is not None), None)
    if isinstance(block, blocks.ListBlock):
        if any(item.id == item_id for item in value.bound_blocks):
            return value
        found = (_list_with(item.block, item.value, item_id) for item in value.bound_blocks)
        return next((each for each in found if each is not None), None)
    return None
