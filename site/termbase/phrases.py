"""Terms as phrases: their words in whatever form grammar gives them, found again in a text. Pure functions."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeVar

import linguistics

_ASIDE = re.compile(r"\s*[(（]([^()（）]*)[)）]\s*")
_HAN, _ENGLISH = "zh-hans", "en"
_STOP = re.compile("[,.;:!?…]")
_ING = re.compile("ings?$", re.IGNORECASE)

Key = tuple[str, ...]
"""What a phrase is compared by: the stems of its words, Chinese character by character."""
Found = TypeVar("Found")


class Unit(NamedTuple):
    """A word of a text, or one Chinese character, with its place."""

    key: str
    start: int
    end: int


def names(text: str, language: str) -> tuple[str, ...]:
    """Return what a term may be called: itself without what stands in brackets, and that as well where it is another name.

    In the termbase brackets give another name, «биохимическое потребление кислорода (БПК)», unless they say of what, "curing (of
    hides)".
    """
    plain = " ".join(_ASIDE.sub(" ", text).split())
    found = [plain, *(aside.strip() for aside in _ASIDE.findall(text) if not _only_says_of_what(aside, language))]
    return tuple(dict.fromkeys(name for name in found if name))


def _only_says_of_what(aside: str, language: str) -> bool:
    first = next(linguistics.words(aside), None)
    return first is None or linguistics.only_stop_words(first.text, language)


def units(text: str, language: str) -> list[Unit]:
    """Return the words of a text in order; but for English without those that say nothing, unless it has no others.

    What is found in English has to stand there as it is called: "setting" is not "setting out".
    """
    said: list[Unit] = []
    rest: list[Unit] = []
    for word in linguistics.words(text):
        keys = _keys(word.text, language)
        if len(keys) == len(word.text) > 1:
            # A run of Chinese characters, of which each may begin a term.
            said += (Unit(key, word.start + place, word.start + place + 1) for place, key in enumerate(keys))
        elif keys:
            skipped = language != _ENGLISH and _says_nothing(word.text, language)
            (rest if skipped else said).append(Unit("·".join(keys), word.start, word.end))
    return said or rest


@lru_cache(maxsize=65_536)
def _keys(word: str, language: str) -> Key:
    if language == _HAN and not word.isascii():
        return tuple(linguistics.simplified(word))
    # The whole word with its prefix comes first, then the word without it.
    tokens = linguistics.tokens_of(word, language)[: 1 if "-" in word else None]
    # English stems make one word of "salt" and "salting", which are two terms; so are "shaving" and "shavings".
    ending = _ING.search(word) if language == _ENGLISH else None
    return (*tokens[:-1], f"{tokens[-1]}·{ending[0].lower()}") if ending and tokens else tokens


@lru_cache(maxsize=65_536)
def _says_nothing(word: str, language: str) -> bool:
    return linguistics.only_stop_words(word, language)


@lru_cache(maxsize=8192)
def key(phrase: str, language: str) -> Key:
    """Return what a phrase is compared by; empty where it has no words."""
    return tuple(unit.key for unit in units(phrase, language))


@lru_cache(maxsize=8192)
def _text_keys(text: str, language: str) -> Key:
    return tuple(unit.key for unit in units(text, language))


def has(text: str, phrase: str, language: str) -> bool:
    """Tell whether a translation has all words of a phrase, in any form, and in any order: grammar moves and parts them.

    Chinese, which has no forms, has the phrase as it is.
    """
    wanted, there = key(phrase, language), _text_keys(text, language)
    if language == _HAN:
        return _is_inside(wanted, there)
    return bool(wanted) and set(wanted) <= set(there)


def stands_in(text: str, phrase: str, language: str) -> bool:
    """Tell whether a phrase stands in a text, its words side by side, in any form."""
    return bool(places(text, phrase, language))


def places(text: str, phrase: str, language: str) -> list[tuple[int, int]]:
    """Return where a phrase stands in a text, its words side by side, in any form: the starts and ends."""
    wanted, found = key(phrase, language), units(text, language)
    length, count = len(wanted), len(_words(phrase, language))
    starts = range(len(found) - length + 1) if length else range(0)
    there: list[tuple[int, int]] = []
    for place in starts:
        window = found[place : place + length]
        if tuple(unit.key for unit in window) != wanted or (there and there[-1][1] > window[0].start):
            continue
        start, end = window[0].start, window[-1].end
        # Words that say nothing count: "flotte est marine" is not "flotte marine".
        if len(_words(text[start:end], language)) == count:
            there.append((start, end))
    return there


def _words(text: str, language: str) -> str | list[str]:
    return text if language == _HAN else [word.text for word in linguistics.words(text)]


def _is_inside(wanted: Key, there: Key) -> bool:
    length = len(wanted)
    return bool(length) and any(there[place : place + length] == wanted for place in range(len(there) - length + 1))


def spans(text: str, entries: Mapping[Key, Found], longest: int) -> Iterator[tuple[list[Unit], Found]]:
    """Yield the words and the entry of each phrase in an English text, from the left, the longest first where several begin."""
    for found in _clauses(text):
        start = 0
        while start < len(found):
            for end in range(min(len(found), start + longest), start, -1):
                entry = entries.get(tuple(unit.key for unit in found[start:end]))
                if entry is not None:
                    yield found[start:end], entry
                    start = end
                    break
            else:
                start += 1


def _clauses(text: str) -> Iterator[list[Unit]]:
    """Yield the words of an English text between two stops: no phrase reaches across a comma."""
    clause: list[Unit] = []
    for unit in units(text, _ENGLISH):
        if clause and _STOP.search(text, clause[-1].end, unit.start):
            yield clause
            clause = []
        clause.append(unit)
    yield clause


def longest_of(keys: Iterable[Key]) -> int:
    """Return the number of units of the longest phrase."""
    return max(map(len, keys), default=0)
