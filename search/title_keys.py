"""Words under which the administration finds a title, in every spelling that the search folds.

A title has more of them than a query: an Arabic word stands there with and without what is attached to its front, Chinese
characters one by one and in pairs, so that any part of a title is found. Both sides lose accents and vowel signs alike.
"""

from collections.abc import Iterator
from itertools import pairwise

import linguistics
from core.i18n import script_of


def of_title(title: str, language: str) -> str:
    """Return the words of a title, each once."""
    words = (found for word in linguistics.words(title) for found in _in_title(word.text, language))
    return " ".join(dict.fromkeys(words))


def of_query(query: str) -> list[str]:
    """Return the words that a title must have; the last one may be the beginning of a word."""
    language = linguistics.language_of(query, "en")
    return list(dict.fromkeys(found for word in linguistics.words(query) for found in _in_query(word.text, language)))


def _in_title(word: str, language: str) -> Iterator[str]:
    if script_of(word) == "han":
        key = linguistics.key(word, language)
        yield from key
        yield from ("".join(pair) for pair in pairwise(key))
    else:
        for start in linguistics.starts(word, language):
            yield from start.split()


def _in_query(word: str, language: str) -> Iterator[str]:
    key = linguistics.key(word, language)
    if script_of(word) == "han":
        yield from ("".join(pair) for pair in pairwise(key)) if len(key) > 1 else key
    elif key:
        # The barest form of an Arabic word, which titles have as well.
        yield from min(linguistics.starts(word, language), key=len).split() if " " not in key else key.split()
