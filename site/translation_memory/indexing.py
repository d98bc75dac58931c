"""The rows of words by which texts are found."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connections, router, transaction

from translation_memory import texts
from translation_memory.models import MemoryUnit, SourceText, SourceToken, TargetToken

AT_ONCE = 1000


def add_source_words(rows: Iterable[tuple[int, str, int, str]]) -> None:
    """Add the words of English texts, each given as its id, language, length and stored text."""
    _add(
        SourceToken,
        "source_text_id, language, length, token",
        ((pk, language, length, token) for pk, language, length, text in rows for token in texts.source_tokens(text)),
    )


def add_target_words(rows: Iterable[tuple[int, str, str]]) -> None:
    """Add the words of translations, each given as the id of its unit, language and stored text."""
    _add(
        TargetToken,
        "unit_id, language, token",
        ((pk, language, token) for pk, language, text in rows for token in texts.tokens(text, language)),
    )


def _add(model: type[SourceToken | TargetToken], columns: str, rows: Iterable[tuple[int | str, ...]]) -> None:
    """Add rows in one statement, however many there are: Django's own is cut after a few hundred on SQLite."""
    places = ", ".join(["%s"] * (columns.count(",") + 1))
    table = model._meta.db_table
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING"  # noqa: S608  # constants only
    if found := list(rows):
        with connections[router.db_for_write(model)].cursor() as cursor:
            cursor.executemany(statement, found)


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
