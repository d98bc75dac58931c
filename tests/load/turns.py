"""Moments in which many addresses change together, what was read around them, and the readers who look at all of them."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.load.client import Client
from tests.load.ledger import NEVER, Ledger
from tests.load.visitors import Person, words_of

READS_ON = 4.0
"""Seconds after a moment for which it is read: longer than nginx may keep a page."""
READERS = 4
BETWEEN = 0.1
"""Seconds, on the average, between two rounds of a reader."""


class Reading(NamedTuple):
    """One reading of an address, in seconds since the beginning."""

    address: str
    asked: float
    answered: float
    shown: bool
    """Whether the address told of the release."""


@dataclass(slots=True)
class Turn:
    """A moment in which a release goes live or goes back."""

    name: str
    places: dict[str, str]
    """The addresses that tell of the release, each with what stands there only while it is live."""
    shows: bool
    """Whether they tell of it afterwards."""
    before: float = NEVER
    """When all was done but the commit."""
    after: float = NEVER
    """When the commit was done."""
    readings: list[Reading] = field(default_factory=list)

    @property
    def first(self) -> float:
        """When a visitor was first shown what is new."""
        return min((reading.answered for reading in self.readings if reading.shown == self.shows), default=NEVER)

    @property
    def longest(self) -> float:
        """For how long after that a visitor still asked for a page and got the old one."""
        return max([0.0, *(reading.asked - self.first for reading in self.readings if reading.shown != self.shows)])

    def missed(self, seconds: float) -> list[str]:
        """Return a sentence for each address that told too early, or too late by what nginx may keep, or was not seen to turn."""
        sentences = []
        for address in self.places:
            own = [reading for reading in self.readings if reading.address == address]
            new = [reading for reading in own if reading.shown == self.shows]
            old = [reading for reading in own if reading.shown != self.shows]
            if not old or not new:
                sentences.append(f"{address} was not seen before and after: {self.name}")
                continue
            early = min(reading.answered for reading in new)
            if early < self.before:
                sentences.append(f"leak: {address} had changed {self.before - early:.2f} s before the commit: {self.name}")
            late = max(reading.asked for reading in old)
            if late > self.first + seconds:
                sentences.append(f"{address} was old {late - self.first:.2f} s after another was new: {self.name}")
        return sentences


class Reader(Person):
    """Reads some of the addresses that change together again and again, from before the moment until well after it."""

    def __init__(self, *args: Any, addresses: list[str], turns: list[Turn]) -> None:
        super().__init__(*args)
        self.addresses = addresses
        self.turns = turns

    def act(self) -> None:
        """Read each of them once, where it is time."""
        turn = self.turns[-1] if self.turns else None
        if turn is None or self.ledger.now > turn.after + READS_ON:
            return
        for address in self.addresses:
            answer = self.client.get(address)
            self.ledger.request("page of a release", answer)
            if answer.failed:
                continue
            self.ledger.read(address, answer, words_of(address, answer.text))
            shown = turn.places[address] in answer.text
            began = self.ledger.began
            turn.readings.append(Reading(address, answer.asked - began, answer.answered - began, shown))


def readers(host: str, ledger: Ledger, turns: list[Turn], places: list[str]) -> list[Person]:
    """Return the readers, who share the addresses between them; each has an address of this machine to itself."""
    return [
        Reader(f"reader {number}", Client(host, f"127.0.3.{number + 1}"), ledger, BETWEEN, 0, addresses=own, turns=turns)
        for number in range(READERS)
        if (own := places[number::READERS])
    ]
