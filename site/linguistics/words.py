"""Where the words of a text are. The one place that decides it, for the index, for queries and for highlighting alike.

A word is a run of letters and digits, so hyphens, strokes and brackets part words: `wet-blue` is `wet blue`, `Cr(VI)` is
`Cr VI`. The hyphen of a prefix does not (`co-operation`). Han characters and Arabic letters stand apart from letters of other
scripts beside them. A decimal point or comma stays inside its number, an English possessive with its word, and the apostrophe
of an elision with the letters before it, which is how `l'` differs from `l`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from linguistics.scripts import APOSTROPHES, ARABIC, HAN, HYPHENS, INVISIBLE, MARKS

_LETTER = rf"[^\W_{HAN}{ARABIC}{APOSTROPHES}]"
# Prefixes that one writer joins and another parts with a hyphen: `co-operation`, `e-mail`, `pré-tannage`, `эко-кожа`.
_PREFIX = (
    f"(?i:anti|bio|by|co|de|eco|éco|e|inter|micro|multi|nano|non|pre|pré|re|semi|sub|ultra|авто|анти|био|микро|эко)[{HYPHENS}]"
)
_INSIDE = f"[{INVISIBLE}{MARKS}]"
_WORD = re.compile(
    rf"(?:[{HAN}](?:[{INVISIBLE}{MARKS}]*[{HAN}])*)"
    rf"|[{ARABIC}](?:{_INSIDE}*[{ARABIC}])*[{MARKS}]*"
    rf"|(?:(?<![\w{HYPHENS}]){_PREFIX}(?=[^\W\d_]{{3}}))?{_LETTER}(?:(?:{_INSIDE}+|(?<=\d)[.,\u066b\u066c\uff0e](?=\d))?{_LETTER})*[{MARKS}]*"
    rf"(?:[{APOSTROPHES}](?:[sS](?!{_LETTER})|(?={_LETTER})))?"
)


class Word(NamedTuple):
    """A word as it stands in a text."""

    text: str
    start: int
    end: int


def matches(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text in order, as the expression finds them."""
    return _WORD.finditer(text)


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text in order. A run of Han characters, which no spaces part, counts as one."""
    for found in matches(text):
        yield Word(found[0], found.start(), found.end())


def word_texts(text: str) -> list[str]:
    """Return the words of a text without their places."""
    return _WORD.findall(text)
