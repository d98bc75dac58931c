"""Tells what staff changed in entries of vocabularies from what the project shipped, by fingerprints of every shipped field.

A field that still says what was shipped before may be renewed; one that says something else is somebody's work. Of an entry that
has no fingerprints, since it was loaded before there were any, nobody can tell, so only its empty fields are filled.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, NamedTuple

from django.db import models
from django.dispatch import Signal

from core.columns import columns_of
from core.i18n import SOURCE_CODE
from vocabulary.models import ShippedEntry

texts_renewed = Signal()
"""Sent with `renewed`, a list of `Renewed`, after fields of entries of a vocabulary, the sender, were renewed."""

DERIVED = frozenset({"text_dates"})
"""Fields that follow from others and are in no table."""

Digests = Mapping[str, Any]


class Renewed(NamedTuple):
    """One field of an entry with what it said before."""

    code: str
    field: str
    before: str
    after: str


@dataclass(slots=True)
class Merged:
    """What became of the fields of a vocabulary's entries."""

    new: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    filled: int = 0
    renewed: list[Renewed] = field(default_factory=list)
    kept: int = 0


def digest(value: Any) -> str:
    """Return the fingerprint of a field's value; that of an empty one is empty."""
    return "" if value in (None, "") else blake2b(str(value).encode(), digest_size=8).hexdigest()


def digests_of(entry: models.Model, keep: Collection[str] = ()) -> dict[str, str]:
    """Return the fingerprints of the fields of an entry as a table has it."""
    return {name: digest(getattr(entry, name)) for name in fields_of(type(entry), keep)}


def fields_of(model: type[models.Model], keep: Collection[str] = ()) -> list[str]:
    """Return the fields that are shipped: all but the key, the code, and the columns that repeat the English."""
    repeated = {column.translated_field.name for column in columns_of(model).values()}
    left = {"code", *keep, *repeated, *DERIVED}
    return [each.attname for each in model._meta.concrete_fields if not each.primary_key and each.name not in left]


def shipped_before() -> dict[tuple[str, str], Digests]:
    """Return the fingerprints of every entry by vocabulary and code; one query."""
    return {(row.vocabulary, row.code): row.digests for row in ShippedEntry.objects.all()}


def remember(now: Mapping[tuple[str, str], Digests], before: Mapping[tuple[str, str], Digests]) -> None:
    """Store the fingerprints that are others than before."""
    rows = [
        ShippedEntry(vocabulary=vocabulary, code=code, digests=digests)
        for (vocabulary, code), digests in now.items()
        if before.get((vocabulary, code)) != digests
    ]
    ShippedEntry.objects.bulk_create(rows, update_conflicts=True, unique_fields=["vocabulary", "code"], update_fields=["digests"])


def merge(
    entries: Sequence[Any],
    rows: Mapping[str, Any],
    before: Mapping[tuple[str, str], Digests] | None,
    *,
    keep: Collection[str] = (),
) -> Merged:
    """Put what staff changed in the stored rows, by code, into the shipped entries, and say which are to be written.

    A field that staff emptied is not filled again. Without fingerprints from before nothing is staff's.
    """
    merged = Merged()
    for entry in entries:
        row = rows.get(entry.code)
        if row is None:
            merged.new.append(entry)
        elif _merge_fields(merged, entry, row, before, keep):
            merged.changed.append(entry)
    return merged


def _merge_fields(
    merged: Merged, entry: Any, row: Any, before: Mapping[tuple[str, str], Digests] | None, keep: Collection[str]
) -> bool:
    """Keep the fields of a row that staff changed, and tell whether others are to be written."""
    shipped = None if before is None else before.get((entry._meta.label, entry.code), {})
    filled, renewed = 0, []
    for name in fields_of(type(entry), keep):
        value, stored = getattr(entry, name), getattr(row, name)
        there = digest(stored)
        if digest(value) == there:
            continue
        if shipped is not None and shipped.get(name, "") != there:
            merged.kept += 1
            setattr(entry, name, stored)
        elif there:
            renewed.append(Renewed(entry.code, name, str(stored), str(value or "")))
        else:
            filled += 1
    model: type[models.Model] = type(entry)
    for column in columns_of(model).values():
        if column.language == SOURCE_CODE:
            # Past the field's descriptor, which would write the column of the active language.
            entry.__dict__[column.translated_field.name] = getattr(entry, column.name) or ""
    merged.filled += filled
    merged.renewed += renewed
    return bool(filled or renewed)
