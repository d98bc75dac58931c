"""Writes many small rows: a model's own way takes ten times as long, which a rebuild of tens of thousands of pages would feel."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models, router

CHUNK = 5000


def insert(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of plain values; those that would break a rule of uniqueness are there already and are left out."""
    found = list(rows)
    if not found:
        return
    alias = router.db_for_write(model)
    connection = connections[alias]
    quote = connection.ops.quote_name
    columns: list[Any] = [model._meta.get_field(name) for name in fields]
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(column.column) for column in columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A column of values each: PostgreSQL goes through the pages of its protocol for every row otherwise.
            # Types without their lengths: a cast would cut what is too long instead of refusing it.
            places = ", ".join(f"%s::{column.db_type(connection).split('(')[0]}[]" for column in columns)
            for start in range(0, len(found), CHUNK):
                values = [list(column) for column in zip(*found[start : start + CHUNK], strict=True)]
                cursor.execute(f"INSERT INTO {into} SELECT * FROM unnest({places}) ON CONFLICT DO NOTHING", values)  # noqa: S608  # names of our own tables
            return
        places = ", ".join(["%s"] * len(fields))
        cursor.executemany(f"INSERT INTO {into} VALUES ({places}) ON CONFLICT DO NOTHING", found)  # noqa: S608  # names of our own tables
