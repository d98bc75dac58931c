"""What the month knows by itself of every text, whatever the tables of the desk say.

Each text that anybody writes holds a word of its own, so that a glance at a public page tells who wrote what stands there.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

WORD = re.compile(r"zq\d+x")
"""No language has such a word, and no analyser cuts it."""


@dataclass
class Ledger:
    """Writers and approvers by word, and every address that was ever public."""

    writers: dict[str, int] = field(default_factory=dict)
    approvers: dict[str, int] = field(default_factory=dict)
    excused: set[str] = field(default_factory=set)
    """Words whose writer might approve: another person accepted them, or four eyes were lifted."""
    written: dict[str, int] = field(default_factory=dict)
    """Ids of segments by the words that translators saved into them."""
    addresses: set[str] = field(default_factory=set)
    deeds: dict[str, int] = field(default_factory=dict)
    refusals: dict[str, int] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))

    def word(self, writer: Any) -> str:
        """Return a word that nobody has written yet."""
        word = f"zq{next(self.numbers)}x"
        self.writers[word] = writer.pk
        return word

    def signed(self, text: str, writer: Any) -> str:
        """Return a text with its word replaced by a new one of the writer's, or with one added."""
        word = self.word(writer)
        return WORD.sub(word, text) if WORD.search(text) else f"{text} {word}"

    def approved(self, texts: Iterable[str], approver: Any, *, excused: bool = False) -> None:
        """Note that somebody approved some texts. Words that others approved before stay theirs."""
        for text in texts:
            for word in WORD.findall(text):
                if excused:
                    self.excused.add(word)
                if self.approvers.get(word) in (None, self.writers[word]):
                    self.approvers[word] = approver.pk

    def unapproved(self, html: str) -> list[str]:
        """Return the words of a public page that no second person approved, and that no exception names."""
        return [word for word in dict.fromkeys(WORD.findall(html)) if not self._is_approved(word)]

    def _is_approved(self, word: str) -> bool:
        approver = self.approvers.get(word)
        return approver is not None and (approver != self.writers[word] or word in self.excused)
