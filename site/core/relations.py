"""Reads several relations of a page in one query."""

from typing import Any

from django.db.models import Value
from wagtail.models import Page

from core.remembering import remembered


def linked_ids(page: Page, **fields: str) -> dict[str, list[int]]:
    """Return the ids that relations of a page lead to, in the order of their rows: `linked_ids(page, topic_links="topic")`.

    A page that is being previewed holds its relations in memory; they are read from there.
    """
    managers = {name: getattr(page, name) for name in fields}
    if page.pk is None or any(manager.is_deferring for manager in managers.values()):
        return {name: [getattr(row, f"{fields[name]}_id") for row in manager.all()] for name, manager in managers.items()}
    return remembered(("linked", page.pk, *fields), lambda: _read(managers, fields))


def _read(managers: dict[str, Any], fields: dict[str, str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {name: [] for name in fields}
    first, *others = [
        manager.order_by().values_list(Value(name), "sort_order", "pk", f"{fields[name]}_id")
        for name, manager in managers.items()
    ]
    rows: list[tuple[str, int | None, int, int]] = list(first.union(*others, all=True))
    for name, _order, _key, target in sorted(rows, key=lambda row: (row[1] or 0, row[2])):
        found[name].append(target)
    return found


def in_order(entries: dict[int, Any], ids: list[int]) -> list[Any]:
    """Return the entries of these ids, in their order."""
    return [entries[key] for key in ids if key in entries]
