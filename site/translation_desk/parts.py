"""Takes revisions of a page apart, so that one sees what changed between two of them and who changed it.

A part is what people work on by itself: a field, a block of the body, a row of a child table, and the order of blocks and rows.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page

Content = Mapping[str, Any]
Parts = dict[tuple[str, str], Any]
"""Values by field name and, within the field, by block id, by row, or by `ORDER`."""

ORDER = ""
WRITTEN = ("title", "slug", "seo_title", "search_description", "show_in_menus", "go_live_at", "expire_at")
"""What people write among the fields that Wagtail gives every page; the others are kept by Wagtail."""
KEPT_BY_WAGTAIL = {
    "pk",
    COMMENTS_RELATION_NAME,
    *(field.name for field in Page._meta.get_fields() if field.name not in WRITTEN),
}
KEYS_OF_ROWS = {"pk", "id", "translation_key", "locale", "sort_order"}


def take_apart(model: type[Page], content: Content) -> Parts:
    """Return the parts of a page, from the content of one of its revisions."""
    relations = {relation.get_accessor_name(): relation.field.name for relation in get_all_child_relations(model)}
    streams = {field.name for field in model._meta.get_fields() if isinstance(field, StreamField)}
    parts: Parts = {}
    for name, value in content.items():
        if name in KEPT_BY_WAGTAIL:
            continue
        if name in relations:
            _add_rows(parts, name, [_written_of_row(row, relations[name]) for row in value or []])
        elif name in streams:
            _add_blocks(parts, name, json.loads(value) if isinstance(value, str) and value else value or [])
        else:
            parts[name, ORDER] = value
    return parts


def changed(before: Parts, after: Parts) -> set[tuple[str, str]]:
    """Return the keys of the parts that differ."""
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def writers_of_changes(live: Parts, revisions: Iterable[tuple[int | None, Parts]]) -> dict[tuple[str, str], set[int | None]]:
    """Return who wrote each part that differs between the live page and the last of the revisions.

    `revisions` gives author and parts of each revision since the live one, oldest first. Everybody counts who changed a part
    since it last was as it is live; a part that is again as it is live has no writers.
    """
    writers: dict[tuple[str, str], set[int | None]] = {}
    before = live
    for author, parts in revisions:
        for key in changed(before, parts):
            if parts.get(key) == live.get(key):
                writers.pop(key, None)
            else:
                writers.setdefault(key, set()).add(author)
        before = parts
    return writers


def _add_blocks(parts: Parts, name: str, blocks: list[dict[str, Any]]) -> None:
    order = []
    for block in blocks:
        value = {"type": block["type"], "value": block["value"]}
        key = str(block.get("id") or _text(value))
        parts[name, key] = value
        order.append(key)
    parts[name, ORDER] = order


def _add_rows(parts: Parts, name: str, rows: list[str]) -> None:
    # Rows have no name that lasts: a new one has no key until it is published. So a row is known by what it says.
    for row, times in Counter(rows).items():
        parts[name, row] = times
    parts[name, ORDER] = rows


def _written_of_row(row: dict[str, Any], parent: str) -> str:
    return _text({name: value for name, value in row.items() if name not in KEYS_OF_ROWS and name != parent})


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
