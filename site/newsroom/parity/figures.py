"""The figures of parity as numbers that add up. Pure functions and data; nothing is read from the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from translation_desk.models import Level
from translation_desk.models.plan import PLANNED

SUMS = ("due", "current", "outdated", "in_work", "words_due", "words_missing", "words_outdated", "readers", "colleagues")
"""The figures that add up. `ParitySummary` has a column for each."""
REQUIRED, PLAN, EVERYTHING = "required", "plan", "all"
SCOPES: dict[str, tuple[Level, ...]] = {REQUIRED: (Level.REQUIRED,), PLAN: PLANNED, EVERYTHING: tuple(Level)}
"""Against what languages are measured, by name: the levels of the plan that count."""
PIECES, WORDS = "pieces", "words"
UNITS = (PIECES, WORDS)


@dataclass(slots=True)
class Figures:
    """What some pieces come to in one language."""

    due: int = 0
    current: int = 0
    outdated: int = 0
    in_work: int = 0
    words_due: int = 0
    words_missing: int = 0
    words_outdated: int = 0
    readers: int = 0
    colleagues: int = 0
    oldest_at: datetime | None = None
    oldest_key: UUID | None = None

    @property
    def missing(self) -> int:
        """Pieces that visitors do not find in the language."""
        return self.due - self.current - self.outdated

    @property
    def words_current(self) -> int:
        """English words whose translation is live and up to date."""
        return self.words_due - self.words_missing - self.words_outdated

    def of(self, unit: str) -> tuple[int, int, int, int]:
        """Return how many pieces or words are due, up to date, outdated and missing."""
        if unit == WORDS:
            return self.words_due, self.words_current, self.words_outdated, self.words_missing
        return self.due, self.current, self.outdated, self.missing

    def percent(self, unit: str = PIECES) -> int | None:
        """Return the share that is up to date, rounded down so that 100 means all; None where nothing is due."""
        due, current, _outdated, _missing = self.of(unit)
        return current * 100 // due if due else None

    def miss(self, since: datetime | None, key: UUID | None) -> None:
        """Remember since when a piece is missing, if that is longer than what is known."""
        if since is not None and (self.oldest_at is None or since < self.oldest_at):
            self.oldest_at, self.oldest_key = since, key

    def add(self, other: "Figures") -> None:
        """Add other pieces of the same language."""
        for name in SUMS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.miss(other.oldest_at, other.oldest_key)


def total(figures: Iterable[Figures]) -> Figures:
    """Return the sum of some figures."""
    found = Figures()
    for one in figures:
        found.add(one)
    return found
