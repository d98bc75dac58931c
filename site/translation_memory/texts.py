"""What counts in a text when it is compared: words and signs, each tag as one sign, each number as a number.

Pure functions; nothing is read from the database.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from html import escape, unescape

from rapidfuzz.distance import Levenshtein

import linguistics
from config.languages import SOURCE_CODE

LEAST = 65
"""Percentage below which a remembered text is no help."""
MOST_OFF = 3
"""Percentage points that differing numbers cost at most; each costs one."""
NO_WORD = "#"
"""Stands for the words of a text that has none, such as a lone number."""
LONGEST_TOKEN = 64

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)[^<>]*>", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,٫٬\u00a0\u202f]\d+)*")
_SPACE = re.compile(r"\s+")
_NAMES = ("a", "b", "strong", "i", "em", "sup", "sub", "code", "abbr", "br")
# Signs of the private use area, which no text has.
_FIRST_TAG, _OTHER_TAG, _A_NUMBER = 0xE000, 0xE0FE, "\ue100"


def key(text: str) -> str:
    """Return what two texts have in common that are the same: words, signs, numbers and tags; not the ids of the tags."""
    plain = _TAG.sub(lambda tag: f"<{tag['end']}{tag['name'].lower()}>", unicodedata.normalize("NFC", text))
    return blake2b(_SPACE.sub(" ", plain).strip().encode(), digest_size=16).hexdigest()


def plain(text: str) -> str:
    """Return a text as a reader sees it, on one line."""
    words = _TAG.sub(lambda tag: " " if tag["name"].lower() == "br" else "", text)
    return _SPACE.sub(" ", unescape(words)).strip()


def compared(text: str) -> str:
    """Return a text with each tag as one sign and without entities: what is kept to compare others with."""
    signs = unescape(_TAG.sub(_sign, unicodedata.normalize("NFC", text)))
    return _SPACE.sub(" ", signs).strip()


def _sign(tag: re.Match[str]) -> str:
    name = tag["name"].lower()
    first = _FIRST_TAG + 2 * _NAMES.index(name) if name in _NAMES else _OTHER_TAG
    return chr(first + bool(tag["end"]))


def without_signs(compared_text: str) -> str:
    """Return what `compared` gave as a stored text without tags."""
    return escape("".join(sign for sign in compared_text if not _FIRST_TAG <= ord(sign) <= _OTHER_TAG + 1), quote=False)


@dataclass(frozen=True, slots=True)
class Measured:
    """A text made ready for comparison."""

    pattern: str
    numbers: Counter[str]

    @property
    def length(self) -> int:
        """How many signs are compared."""
        return len(self.pattern)


def measured(compared_text: str) -> Measured:
    """Return what `compared` gave with its numbers taken out: they are compared as numbers."""
    numbers: Counter[str] = Counter()

    def take(number: re.Match[str]) -> str:
        numbers[number[0]] += 1
        return _A_NUMBER

    return Measured(_NUMBER.sub(take, compared_text), numbers)


def percent(one: Measured, other: Measured) -> int:
    """Return how like each other two texts are that are not the same, at most 99; 0 where it is less than `LEAST`.

    A letter, a sign, a tag or a number more or less counts alike; another number in the place of one costs a point.
    """
    share = Levenshtein.normalized_similarity(one.pattern, other.pattern, score_cutoff=LEAST / 100)
    different = max((one.numbers - other.numbers).total(), (other.numbers - one.numbers).total())
    found = min(99, int(share * 100 + 1e-9)) - min(different, MOST_OFF)
    return found if found >= LEAST else 0


def bounds(length: int) -> tuple[int, int]:
    """Return the least and the greatest length of a text that can be alike enough."""
    return -(-length * LEAST // 100), length * 100 // LEAST


def tokens(text: str, language: str) -> list[str]:
    """Return the words of a stored text as they are looked for, each once."""
    return _distinct(linguistics.analyse(plain(text), language))


def source_tokens(text: str) -> list[str]:
    """Return the words of an English text as they are looked for, each once; `NO_WORD` where it has none."""
    found = tokens(text, SOURCE_CODE)
    return found if any(map(str.isalpha, found)) else [*found, NO_WORD]


def _distinct(found: list[str]) -> list[str]:
    return list(dict.fromkeys(token[:LONGEST_TOKEN] for token in found))
