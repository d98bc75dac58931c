"""What in an English text makes it hard to translate: told before a translation is ordered, while it can still be mended.

Pure functions; nothing is read from the database.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from translation_desk import counting

LONGEST_SENTENCE = 35
"""Words. Plain-language guides of the United Nations and of governments ask for 20 to 25 on average."""
KNOWN = frozenset(
    "AIDS CD CEO CO COVID CSR CSV DNA DVD EU EUR FAQ GDP GPS HIV ID ISO IT NGO OECD PDF PH QR SDG SME TV UK UN UNESCO UNIDO URL"
    " US USA USD VAT WHO WTO XLSX ZIP II III IV VI VII VIII IX XI XII XIX XX XXI".split()
)
"""Abbreviations that need no explanation, names of currencies and Roman numbers."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"“‘(]*[A-Z0-9])|\n+|<br>")
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]*[A-Z][A-Z0-9]*s?\b")
_EXPLAINED = re.compile(r"\(([A-Z][A-Z0-9]*[A-Z][A-Z0-9]*)s?\)|\b([A-Z][A-Z0-9]*[A-Z][A-Z0-9]*)s?\s+\([a-zA-Z][^)]{5,}\)")
_WITH_NUMBER = re.compile(r"\d")


class Kind(StrEnum):
    """What is hard."""

    LONG_SENTENCE = "long_sentence"
    ACRONYM = "acronym"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing that the author may mend."""

    kind: Kind
    found: str
    """The sentence, the abbreviation or the title of the image."""
    number: int = 1
    """Words of the sentence; how often the abbreviation stands."""


def of_texts(texts: Iterable[str]) -> list[Hint]:
    """Return long sentences, then abbreviations that are explained nowhere in the texts."""
    plain = [counting.plain(text.replace("<br>", "\n")) for text in texts]
    return [*_long_sentences(plain), *_acronyms(plain)]


def _long_sentences(texts: Iterable[str]) -> Iterator[Hint]:
    for text in texts:
        for sentence in filter(None, map(str.strip, _SENTENCE_END.split(text))):
            words = counting.words(sentence)
            if words > LONGEST_SENTENCE:
                yield Hint(Kind.LONG_SENTENCE, sentence, words)


def _acronyms(texts: Sequence[str]) -> Iterator[Hint]:
    explained = {name for text in texts for pair in _EXPLAINED.findall(text) for name in pair if name}
    counted: dict[str, int] = {}
    for text in texts:
        if text.isupper():
            # A heading in capitals, not a row of abbreviations.
            continue
        for match in _ACRONYM.finditer(text):
            name = match[0].removesuffix("s")
            if name not in explained and name not in KNOWN and not _WITH_NUMBER.search(name):
                counted[name] = counted.get(name, 0) + 1
    yield from (Hint(Kind.ACRONYM, name, number) for name, number in sorted(counted.items()))
