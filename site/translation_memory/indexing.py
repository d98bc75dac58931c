"""The rows of words by which texts are found."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connections, router, transaction

from translation_memory import texts
from translation_memory.models import MemoryUnit, SourceText, SourceToken, TargetToken

AT_ONCE = 1000


def add_source_words(rows: Iterable[tuple[int, str, int, str]]) -> None:
    """Add the words of English texts, each given as its id, language, length and stored text."""
    add(
        SourceToken,
        (
            {"source_text_id": pk, "language": language, "length": length, "token": token}
            for pk, language, length, text in rows
            for token in texts.source_tokens(text)
        ),
    )


def add_target_words(rows: Iterable[tuple[int, str, str]]) -> None:
    """Add the words of translations, each given as the id of its unit, language and stored text."""
    add(
        TargetToken,
        (
            {"unit_id": pk, "language": language, "token": token}
            for pk, language, text in rows
            for token in texts.tokens(text, language)
        ),
    )


def add_units(units: Sequence[MemoryUnit]) -> None:
    """Add units that came with one file, with the words of their translations."""
    connection = connections[router.db_for_write(MemoryUnit)]
    if connection.vendor == "sqlite":
        file = units[0].imported_from_id
        last = MemoryUnit.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        fields = [field for field in MemoryUnit._meta.concrete_fields if not field.primary_key]
        prepared = [
            {field.attname: field.get_db_prep_save(getattr(unit, field.attname), connection) for field in fields}
            for unit in units
        ]
        _insert(MemoryUnit, prepared)
        ids = list(MemoryUnit.objects.filter(imported_from=file, pk__gt=last).order_by("pk").values_list("pk", flat=True))
    else:
        ids = [unit.pk for unit in MemoryUnit.objects.bulk_create(units)]
    add_target_words((pk, unit.language, unit.target) for pk, unit in zip(ids, units, strict=True))


def add(model: type[SourceText | SourceToken | TargetToken], rows: Iterable[dict[str, Any]]) -> None:
    """Add rows, given as their values, in one statement, however many there are; rows that are there already stay."""
    found = list(rows)
    if not found:
        return
    if connections[router.db_for_write(model)].vendor == "sqlite":
        _insert(model, found)
    else:
        manager: Any = model._base_manager
        manager.bulk_create([model(**values) for values in found], ignore_conflicts=True)


def _insert(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows into SQLite.

    It takes no more than a few hundred values of a statement of Django's, and is as fast when it is given rows one by one.
    """
    columns = [model._meta.get_field(name.removesuffix("_id")).column for name in rows[0]]
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT OR IGNORE INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608  # names of ours
    with connections[router.db_for_write(model)].cursor() as cursor:
        cursor.executemany(statement, [tuple(values.values()) for values in rows])


@transaction.atomic
def rebuild() -> int:
    """Make the rows of words anew, because texts are cut into words otherwise than before; return the number of units."""
    for model in (SourceToken, TargetToken):
        model.objects.all().delete()
    sources = SourceText.objects.order_by("pk").values_list("pk", "language", "length", "text")
    for some in _batches(sources.iterator(chunk_size=AT_ONCE)):
        add_source_words((pk, language, length, texts.without_signs(text)) for pk, language, length, text in some)
    number = 0
    targets = MemoryUnit.objects.order_by("pk").values_list("pk", "language", "target")
    for units in _batches(targets.iterator(chunk_size=AT_ONCE)):
        add_target_words(units)
        number += len(units)
    return number


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some
