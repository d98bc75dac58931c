"""What must hold before anybody approves a text, beside four eyes: said by parts above the desk, which register here."""

from collections.abc import Iterator
from typing import Protocol

from wagtail.models import Revision


class Condition(Protocol):
    """One thing that approval may wait for."""

    def unmet(self, revision: Revision) -> str:
        """Return why the text of a revision cannot be approved yet, as a sentence; empty if it can."""
        ...

    def told(self, revision: Revision) -> Iterator[tuple[str, str]]:
        """Yield what whoever decides on it should know: names and values."""
        ...


_conditions: list[Condition] = []


def register(condition: Condition) -> None:
    """Add a condition; called once when an application is ready."""
    _conditions.append(condition)


def unmet(revision: Revision) -> str:
    """Return the first reason why the text of a revision cannot be approved yet; empty where there is none."""
    return next((reason for condition in _conditions if (reason := condition.unmet(revision))), "")


def told(revision: Revision) -> list[tuple[str, str]]:
    """Return what whoever decides should know, from all conditions."""
    return [fact for condition in _conditions for fact in condition.told(revision)]
