"""What an engine is, and how a page of texts is cut for it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from machine_translation.marks import BrokenError, from_elements, to_elements

MOST_TEXTS = 50
MOST_BYTES = 120_000
"""Of the texts of one call, as they travel. Services take a little more."""


class Engine(ABC):
    """A service that translates from English."""

    label: ClassVar[str]
    """Its own name, which people see."""

    def translate(self, texts: Sequence[str], language: str) -> list[str]:
        """Return the translations of texts as they are edited; empty where one has other marks than its English.

        One call of the service for each batch. `language`: a code of the site. Raises TemporaryError, RefusedError.
        """
        found: list[str] = []
        for batch in batches(texts):
            sent = {number: element for number, text in enumerate(batch) if (element := _sent(text))}
            answers = self.call(list(sent.values()), language) if sent else []
            by_number = dict(zip(sent, answers, strict=True))
            found += [_received(by_number[number], text) if number in sent else "" for number, text in enumerate(batch)]
        return found

    @abstractmethod
    def call(self, fragments: Sequence[str], language: str) -> list[str]:
        """Return the translations of fragments, one for each. Raises TemporaryError, RefusedError."""


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield texts in groups that one call may take."""
    batch: list[str] = []
    size = 0
    for text in texts:
        length = len(_sent(text).encode())
        if batch and (len(batch) == MOST_TEXTS or size + length > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += length
    if batch:
        yield batch


def _sent(text: str) -> str:
    """Return a text as it travels; empty where it cannot."""
    try:
        fragment = to_elements(text)
    except BrokenError:
        return ""
    return fragment if len(fragment.encode()) <= MOST_BYTES else ""


def _received(fragment: str, text: str) -> str:
    try:
        return from_elements(fragment, text)
    except BrokenError:
        return ""
