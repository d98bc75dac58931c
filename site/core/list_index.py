"""What a list knows of its pages in one reader's language, whatever filters are asked for: versions, facet codes, orders.

Each part is read when a list first needs it and remembered until the content changes, so that filters and counts are set algebra
on ids. A list of some thousand pages takes some hundred kilobytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from core.remembering import remembered
from core.versions import one_version_each, public

MOST_NAMED = 2000
"""Pages up to which a query names those it is about. Beyond, to read the rows of all takes less time than to read ids."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list needs to know of each page that may be in it."""

    own: bool
    """The version is in the reader's language."""
    key: Any
    """What the versions of a page have in common."""
    first: int | None
    last: int | None
    """First and last year."""


class ListIndex:
    """The pages of one type that are live and for everybody, one version of each."""

    def __init__(self, pages: QuerySet, reader: str, years: Sequence[str]) -> None:
        """Take all pages of a type, the language, and the paths of first and last year where the list has years."""
        self.pages = pages.filter(live=True)
        self.reader = reader
        self.years = years
        self.name = ("list", pages.model._meta.label, reader)

    @cached_property
    def entries(self) -> Mapping[int, Listed]:
        """Every page by its id."""
        return remembered((*self.name, "entries"), self._read_entries)

    def _read_entries(self) -> dict[int, Listed]:
        versions = one_version_each(public(self.pages), self.reader).order_by()
        rows = versions.values_list("pk", "rank", "translation_key", *(self.years or ("pk", "pk")))
        return {
            pk: Listed(rank == 0, key, *((first, last) if self.years else (None, None))) for pk, rank, key, first, last in rows
        }

    def codes(self, path: str) -> Mapping[Any, frozenset[int]]:
        """Return the ids of the pages by each code that stands at the end of a path from the model."""
        return remembered((*self.name, "codes", path), lambda: self._read_codes(path))

    def _read_codes(self, path: str) -> dict[Any, frozenset[int]]:
        found: dict[Any, set[int]] = {}
        for pk, code in self._listed().values_list("pk", path).order_by():
            if code not in (None, "") and pk in self.entries:
                found.setdefault(code, set()).add(pk)
        return {code: frozenset(pks) for code, pks in found.items()}

    def ordered(self, fields: Sequence[Any]) -> Sequence[int]:
        """Return the ids of the pages in an order, the reader's language first."""
        return remembered((*self.name, "order", tuple(map(str, fields))), lambda: self._read_order(fields))

    def _read_order(self, fields: Sequence[Any]) -> list[int]:
        rows = self._listed().order_by(*fields, "pk").values_list("pk", flat=True)
        return sorted((pk for pk in rows if pk in self.entries), key=lambda pk: not self.entries[pk].own)

    @cached_property
    def own(self) -> frozenset[int]:
        """The ids of the pages that the reader's language has."""
        return remembered((*self.name, "own"), lambda: frozenset(pk for pk, entry in self.entries.items() if entry.own))

    def _listed(self) -> QuerySet:
        return self.pages.filter(named(self.entries)) if len(self.entries) <= MOST_NAMED else self.pages


def named(ids: Iterable[int]) -> Q:
    """Return the condition that a page is one of those with these ids, written out: parameters would take most of the time."""
    return Q(pk__in=RawSQL(", ".join(map(str, sorted(ids))) or "NULL", ()))  # noqa: S611  # numbers of our own
