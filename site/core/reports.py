"""How a visitor's message about a page becomes work: whoever keeps texts registers itself here, whoever keeps messages asks.

Without a keeper messages are only read and answered.
"""

from dataclasses import dataclass
from typing import Any, Protocol


class ReportError(Exception):
    """A message that cannot become work; `str()` gives the sentence to show."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message."""

    label: str
    """Kind of the work, with the page."""
    state: str
    url: str


class Keeper(Protocol):
    """What whoever keeps texts offers."""

    def offer(self, path: str) -> str:
        """Return what a message about the page at an address would become, as a sentence; empty where no page of ours stands."""

    def turn(self, user: Any, path: str, text: str) -> str:
        """Make work of a message about the page at an address and return a name for it of at most 40 characters.

        `text` is what those who do it read. Raises ReportError.
        """

    def outcome(self, name: str) -> Outcome | None:
        """Return what became of it; None when it is there no more."""


_registered: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Register the keeper of texts; called once when the application is ready."""
    _registered[:] = [keeper]


def keeper() -> Keeper | None:
    """Return the keeper of texts of this site."""
    return _registered[0] if _registered else None
