"""What the people remember: every request, every word and when it was approved, every text whose saving was answered."""

import re
import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

from tests.load.client import Answer

WORD = re.compile(r"zq\d+x")
"""No language has such a word, and no analyser cuts it."""
NEVER = float("inf")


@dataclass(slots=True)
class Word:
    """A word that stands in one text only. Visitors may see it from when its approval was asked for."""

    text: str
    kind: str
    approval_asked: float = NEVER
    approved: float = NEVER


@dataclass(frozen=True, slots=True)
class Request:
    """One request, in seconds since the beginning."""

    kind: str
    asked: float
    answered: float
    status: int
    failed: bool


@dataclass(frozen=True, slots=True)
class Outage:
    """A page that a visitor did not get at first: from when they asked until they had it."""

    kind: str
    address: str
    asked: float
    seconds: float
    status: int


@dataclass(slots=True)
class Saves:
    """What was sent to one segment, in order, and the versions that were answered."""

    asked: int = 0
    answered: list[int] = field(default_factory=list)
    last: str = ""
    unanswered: list[str] = field(default_factory=list)
    """Texts sent after the last answered one; each may stand there in its place."""


class Ledger:
    """Written by all people at once."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.lock = threading.Lock()
        self.numbers = count(1)
        self.words: dict[str, Word] = {}
        self.requests: list[Request] = []
        self.outages: list[Outage] = []
        self.odd: list[str] = []
        """Answers that nobody expected, as sentences."""
        self.leaks: list[str] = []
        self.seen: dict[str, list[tuple[float, float, str]]] = {}
        """Of each watched address: when it was asked for, when it was answered, the word that stood there."""
        self.versions: dict[str, list[Word]] = {}
        """Of each watched address: its approved words, in order."""
        self.saves: dict[int, Saves] = {}
        self.drafts: dict[str, bool] = {}
        """By word, whether the saving of the draft was answered."""
        self.messages: dict[str, bool] = {}
        self.sent: Counter[str] = Counter()
        """By word of a message, how often its form was sent: again where no answer came."""
        self.events: list[tuple[float, str]] = []

    @property
    def now(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.began

    def event(self, sentence: str) -> None:
        """Note what happened to the installation."""
        self.events.append((round(self.now, 1), sentence))

    def word(self, kind: str) -> Word:
        """Return a word that nobody has written yet."""
        with self.lock:
            made = Word(f"zq{next(self.numbers)}x", kind)
            self.words[made.text] = made
        return made

    def known(self, text: str) -> None:
        """Note a word that was live from the beginning."""
        self.words[text] = Word(text, "live", 0.0, 0.0)

    def watch(self, address: str, text: str) -> None:
        """Look at an address from now on, where a known word stands."""
        self.versions[address] = [self.words[text]]
        self.seen[address] = []

    def request(self, kind: str, answer: Answer) -> None:
        """Count a request."""
        asked, answered = answer.asked - self.began, answer.answered - self.began
        with self.lock:
            self.requests.append(Request(kind, asked, answered, answer.status, answer.failed))

    def read(self, address: str, answer: Answer, words: Iterable[str]) -> None:
        """Judge what a visitor read: no word whose approval had not even been asked for when the answer was there."""
        asked, answered = answer.asked - self.began, answer.answered - self.began
        for text in words:
            word = self.words.get(text)
            if word is None or word.approval_asked > answered:
                kind = word.kind if word else "unknown"
                self.leaks.append(f"{address} showed {text} ({kind}) at {answered:.1f} s, before its approval")
        if address in self.seen:
            with self.lock:
                known = {word.text for word in self.versions[address]}
                self.seen[address] += [(asked, answered, text) for text in words if text in known]

    def asks_for_approval(self, words: Iterable[Word]) -> None:
        """Note that from now on visitors may see these words."""
        for word in words:
            word.approval_asked = min(word.approval_asked, self.now)

    def approved(self, address: str, word: Word) -> None:
        """Note that the approval was answered: soon nothing older stands there."""
        word.approved = self.now
        with self.lock:
            self.versions[address].append(word)

    def stale(self, seconds: float) -> list[tuple[str, float]]:
        """Return visitors' readings of old texts that are later than they may be: the address, and by how much.

        nginx may keep a page for `seconds` from the moment in which the application saw that it holds.
        """
        found = []
        for address, readings in self.seen.items():
            words = self.versions[address]
            order = {word.text: number for number, word in enumerate(words)}
            approvals = [word.approved for word in words]
            gone = [approved + seconds for approved in approvals]
            for asked, _answered, text in readings:
                newest = bisect_left(gone, asked) - 1
                if order[text] < newest:
                    found.append((address, round(asked - approvals[newest], 2)))
        return found

    def staleness(self) -> float:
        """Return for how long after an answered approval a visitor still asked for and got the old text, at the most."""
        longest = 0.0
        for address, readings in self.seen.items():
            words = self.versions[address]
            order = {word.text: number for number, word in enumerate(words)}
            for asked, _answered, text in readings:
                if order[text] + 1 < len(words):
                    longest = max(longest, asked - words[order[text] + 1].approved)
        return longest
