"""How each text of an English page followed from the one before it, and what the changes on the way asked of translations.

A text is known by its place (`engine.place_of`). A translation made for one text holds for the next where only typos lie between.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from translation_desk.models import Grade, SourceVersion

Step = list[str]
"""Path, place before (empty: the text is new) and place now (empty: the text is gone)."""


def steps(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> list[Step]:
    """Return how the texts of one version follow from those of another, from the segments of both.

    What stands under the same path is set side by side in its order, after what stayed the same.
    """
    before, now = _places(old), _places(new)
    found: list[Step] = []
    for path in dict.fromkeys([*now, *before]):
        gone = [place for place in before.get(path, []) if place not in now.get(path, [])]
        made = [place for place in now.get(path, []) if place not in before.get(path, [])]
        for number in range(max(len(gone), len(made))):
            found.append([path, _at(gone, number), _at(made, number)])
    return found


def _places(segments: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for entry in segments:
        if entry["kind"] == "text" and entry["place"] not in grouped[entry["path"]]:
            grouped[entry["path"]].append(entry["place"])
    return grouped


def _at(places: list[str], number: int) -> str:
    return places[number] if number < len(places) else ""


class Lineage:
    """The changes of one page, version after version."""

    def __init__(self) -> None:
        self._before: dict[str, str] = {}
        self._grades: dict[str, int] = {}
        self._times: dict[str, datetime] = {}

    def add(self, grade: int, changes: Iterable[Step], at: datetime | None = None) -> None:
        """Add the steps that led to the next version, and when it was published."""
        for _path, before, now in changes:
            if now:
                self._before[now] = before
                self._grades[now] = grade
                if at is not None:
                    self._times[now] = at

    def followed_by(self, grade: int, changes: Iterable[Step]) -> "Lineage":
        """Return what this becomes with one more version, as one that is not live yet; this stays as it is."""
        longer = Lineage()
        longer._before, longer._grades, longer._times = dict(self._before), dict(self._grades), dict(self._times)
        longer.add(grade, changes)
        return longer

    def same(self, place: str) -> Iterator[str]:
        """Return the earlier places whose translations hold for a place too, nearest first: only typos lie between."""
        seen = {place}
        while self._grades.get(place) == Grade.TYPO and self._before[place] and self._before[place] not in seen:
            place = self._before[place]
            seen.add(place)
            yield place

    def lacking(self, place: str, translated: Collection[str]) -> int | None:
        """Return the weightiest change that a place went through since one of `translated`; None where nothing is lacking."""
        weight, seen = int(Grade.TYPO), set()
        while place not in translated:
            weight = max(weight, self._grades.get(place, Grade.UPDATE))
            seen.add(place)
            place = self._before.get(place, "")
            if not place or place in seen:
                return max(weight, Grade.UPDATE)
        return weight if weight > Grade.TYPO else None

    def changed_at(self, place: str) -> datetime | None:
        """Return when a place changed last, typos left out; None where nothing is known of it."""
        for earlier in (place, *self.same(place)):
            if self._grades.get(earlier, Grade.UPDATE) > Grade.TYPO:
                return self._times.get(earlier)
        return None


def of_pages(keys: Iterable[UUID]) -> Mapping[UUID, Lineage]:
    """Return the lineage of each page, by translation key, in one query."""
    found: dict[UUID, Lineage] = defaultdict(Lineage)
    rows = SourceVersion.objects.filter(translation_key__in=set(keys)).order_by("number")
    for key, grade, changes, at in rows.values_list("translation_key", "grade", "steps", "created_at"):
        found[key].add(grade, changes, at)
    return found


def of_page(key: UUID) -> Lineage:
    """Return the lineage of one page."""
    return of_pages([key])[key]
