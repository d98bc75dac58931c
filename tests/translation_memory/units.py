"""Entries for tests of the memory."""

from datetime import UTC, datetime
from uuid import UUID

from translation_memory.entering import Entry, enter
from translation_memory.matching import Match, Place, matches
from translation_memory.models import MemoryUnit

PAGE, OTHER_PAGE, ASKING = UUID(int=1), UUID(int=2), UUID(int=3)


def entry(
    source: str,
    target: str,
    *,
    page: UUID = PAGE,
    path: str = "title",
    language: str = "fr",
    before: str = "",
    after: str = "",
    day: int = 1,
) -> Entry:
    at = datetime(2026, 3, day, tzinfo=UTC)
    return Entry(language, page, path, source, target, before, after, None, None, at)


def entered(source: str, target: str, **rest: object) -> MemoryUnit:
    """Enter one text and return its unit."""
    enter([entry(source, target, **rest)])  # type: ignore[arg-type]  # what `entry` takes
    return MemoryUnit.objects.latest("pk")


def found(source: str, *, language: str = "fr", place: Place | None = None) -> list[Match]:
    """Return what helps with a text of a page that has entered nothing."""
    return matches(language, source, place or Place(ASKING, "title"))


def percents(source: str, **rest: str) -> list[tuple[str, int]]:
    """Return translations with their percentages."""
    return [(match.unit.target, match.percent) for match in found(source, **rest)]  # type: ignore[arg-type]  # what `found` takes
