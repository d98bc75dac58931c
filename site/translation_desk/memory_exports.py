"""The translation memory as a file for other tools: one language, or all of them."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils import timezone

from core.i18n import BY_CODE, SOURCE_CODE
from exchange_formats import tmx
from exchange_formats.inline import Piece, pieces
from translation_desk import filters, memory, tags
from translation_desk.permissions import is_manager, require
from translation_memory.models import MemorySource, MemoryUnit

AT_ONCE = 2000
"""Units that are read from the database at a time."""


class Row(NamedTuple):
    """What is written of a unit."""

    pk: int
    language: str
    translation_key: UUID | None
    path: str
    source: str
    target: str
    before: str
    after: str
    author: int | None
    approver: int | None
    approved_at: Any
    imported_from: int | None


def document(user: Any, code: str = "") -> Iterator[str]:
    """Return the present units of a language as TMX, piece by piece; without a code those of all languages, for managers.

    Needs little memory, however many there are. Raises NotAllowedError at once.
    """
    require(code in memory.languages(user) if code else is_manager(user))
    return tmx.document(_units(code), source_tag=BY_CODE[SOURCE_CODE].tag, at=timezone.now())


def file_name(code: str = "") -> str:
    """Return what the file is called."""
    return f"leather-panel-{code}.tmx" if code else "leather-panel.tmx"


def _units(code: str) -> Iterator[tmx.Unit]:
    units = MemoryUnit.objects.present().order_by("translation_key", "path", "source", "language", "pk")
    if code:
        units = units.filter(language=code)
    people = _people()
    files = dict(MemorySource.objects.values_list("pk", "name"))
    rows = map(Row._make, units.values_list(*Row._fields).iterator(chunk_size=AT_ONCE))
    for _place, some in groupby(rows, key=_place_of):
        yield _unit(list(some), people, files)


def _people() -> dict[int, str]:
    """Return the names of everybody whose texts the memory has."""
    ids = set()
    for column in ("author", "approver"):
        ids |= set(MemoryUnit.objects.order_by().values_list(column, flat=True).distinct())
    return {user.pk: filters.person_name(user) for user in get_user_model()._default_manager.filter(pk__in=ids - {None})}


def _place_of(row: Row) -> Any:
    """Return what the translations of one English text in one place have in common; what came with files stands alone."""
    return (row.translation_key, row.path, row.source) if row.translation_key else row.pk


def _unit(rows: list[Row], people: dict[int, str], files: dict[int, str]) -> tmx.Unit:
    first = rows[0]
    elements, ids = _tags(first.source)
    return tmx.Unit(
        key=str(first.pk),
        english=_pieces(first.source, first.source, elements),
        variants=[
            tmx.Variant(
                BY_CODE[row.language].tag,
                _pieces(first.source, row.target, elements),
                row.approved_at,
                people.get(row.author or 0, ""),
                people.get(row.approver or 0, ""),
            )
            for row in rows
        ],
        ids=ids,
        properties=[
            ("x-page", str(first.translation_key or "")),
            ("x-path", first.path),
            (tmx.BEFORE, first.before),
            (tmx.AFTER, first.after),
            ("x-import", files.get(first.imported_from or 0, "")),
        ],
    )


@lru_cache(maxsize=256)
def _tags(source: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the tags of an English text, and the ids of those that have one, by number."""
    found = tags.tags_of(source)
    return {str(tag.number): tag.name for tag in found}, {str(tag.number): tag.id for tag in found if tag.id}


def _pieces(source: str, text: str, elements: dict[str, str]) -> Iterable[Piece]:
    return pieces(tags.to_marks(source, text), elements)
