"""Plays the month: day by day, deed by deed, and asks at the end of each week what must be true."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine

from tests.month import alone, english, people, translating, truths
from tests.month.kept import readers
from tests.month.ledger import Ledger
from tests.month.scene import Scene, opened
from vocabulary.models import Topic

FIRST_DAY = datetime(2026, 9, 1, 8, tzinfo=UTC)
DAYS = 30
WEEK = 7
DEEDS: dict[str, dict[Callable[[Scene], bool], int]] = {
    "english": english.DEEDS,
    "desk": translating.DEEDS,
    "alone": alone.DEEDS,
    "people": people.DEEDS,
}
SHARES = {"english": 24, "desk": 66, "alone": 4, "people": 6}
"""Of a hundred deeds."""


class BrokenMonthError(AssertionError):
    """Something that must always be true is not."""


def play(
    seed: int,
    codes: tuple[str, ...],
    *,
    days: int = DAYS,
    changes: int = 200,
    pages: int = 30,
    visits: int = 1,
    committing: Callable[[], AbstractContextManager[Any]] = nullcontext,
) -> Ledger:
    """Play a month with so many changes of the English; return what happened. Raises BrokenMonthError, StalePageError.

    The same seed tells the same month. Kept pages are compared with fresh ones after each so many deeds (`visits`). Writes into
    the database for good.
    """
    dice = random.Random(seed)  # noqa: S311  # a story that can be told again, no secret
    with time_machine.travel(FIRST_DAY) as clock, readers(seed) as visitors:
        scene = opened(dice, clock, codes, pages)
        scene.committing = committing
        Topic.objects.get_or_create(code="tanning", defaults={"name_en": "Tanning"})
        for day in range(days):
            clock.move_to(FIRST_DAY + timedelta(days=day))
            # Whatever was refused is tried again until the month has as many changes as were asked for.
            while _changes(scene.ledger) < changes * (day + 1) / days:
                deed = _one_deed(scene)
                if sum(scene.ledger.deeds.values()) % visits == 0:
                    visitors.compare(deed)
            with committing():
                people.night(scene)
            visitors.compare("the night")
            scene.ledger.addresses |= truths.public_addresses()
            if (day + 1) % WEEK == 0 or day == days - 1:
                _require(scene, day)
    return scene.ledger


def _changes(ledger: Ledger) -> int:
    return sum(number for name, number in ledger.deeds.items() if name.startswith("english."))


def _one_deed(scene: Scene) -> str:
    kind = scene.dice.choices(list(SHARES), list(SHARES.values()))[0]
    deeds: dict[Any, int] = DEEDS[kind]
    deed = scene.dice.choices(list(deeds), list(deeds.values()))[0]
    name = f"{kind}.{deed.__name__}"
    scene.do(name, deed)
    return name


def _require(scene: Scene, day: int) -> None:
    broken = truths.all_of(scene.ledger)
    if broken:
        raise BrokenMonthError(f"after day {day + 1}:\n" + "\n".join(broken[:40]))
