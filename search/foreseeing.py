"""Likely places of words in a long text, without reading it word by word.

A token is the stem of a normalised word, so its first letters stand in most forms of the word. They are looked for as they are,
which takes no time; where that gives nothing, in every spelling that normalising makes alike. Whoever asks then reads the
neighbourhood of each place properly.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import islice

MOST_TOKENS = 16
MOST_HITS = 80
"""Of one token."""
SURE_LETTERS = 4
"""So many first letters of a stem are in every form of the word."""
ACCENTED = frozenset({"es", "fr"})
"""Languages whose tokens have lost accents that their texts have."""
BETWEEN_ARABIC = "[\u0640\u064b-\u065f\u0670]*"
EXCHANGED = ("اأإآٱ", "يىئی", "هةہ", "كک", "وؤ", "её")
SPACED_HAN = r"\s*"


def places(text: str, language: str, wanted: Collection[str], *, width: int, limit: int) -> tuple[list[int], int]:
    """Return where windows of a width begin that are likely to hold most of the wanted tokens, and how many tokens there are.

    The best come first, of equal ones the first in the text.
    """
    small = text.lower()
    tokens = sorted(wanted, key=lambda token: (-len(token), token))[:MOST_TOKENS]
    by_token = {token: list(islice(_literally(small, token), MOST_HITS)) for token in tokens}
    nowhere = not any(by_token.values())
    for token in tokens:
        if not by_token[token] and (nowhere or language in ACCENTED):
            by_token[token] = [found.start() for found in islice(_pattern(token).finditer(text), MOST_HITS)]
    hits = sorted((start, token) for token, starts in by_token.items() for start in starts)
    # A rare word says more about a place than one that is everywhere.
    scored = sorted((-sum(1 / len(by_token[token]) for token in found), start) for start, found in _windows(hits, width))
    chosen: list[int] = []
    for _score, start in scored:
        if all(abs(start - other) > width for other in chosen):
            chosen.append(start)
            if len(chosen) == limit:
                break
    return chosen, sum(map(bool, by_token.values()))


def _windows(hits: list[tuple[int, str]], width: int) -> Iterator[tuple[int, set[str]]]:
    for index, (start, _token) in enumerate(hits):
        tokens = set()
        for place, token in islice(hits, index, None):
            if place - start > width:
                break
            tokens.add(token)
        yield start, tokens


def _beginning(token: str) -> str:
    return token if token.isdigit() or len(token) <= SURE_LETTERS else token[: max(SURE_LETTERS, len(token) - 2)]


def _literally(small: str, token: str) -> Iterator[int]:
    """Yield where the beginning of a token stands, in Latin and Cyrillic at the start of a word."""
    beginning = _beginning(token)
    joined = not re.match("[a-z0-9\u0400-\u052f]", token)
    place = small.find(beginning)
    while place >= 0:
        if joined or not place or not small[place - 1].isalnum():
            yield place
        place = small.find(beginning, place + 1)


@lru_cache(maxsize=512)
def _pattern(token: str) -> re.Pattern[str]:
    classes = [_spellings().get(letter, re.escape(letter)) for letter in _beginning(token)]
    if re.match("[\u0620-\u06ff]", token):
        return re.compile(BETWEEN_ARABIC.join(classes))
    if re.match("[\u2e80-\u9fff\U00020000-\U0003ffff]", token):
        return re.compile(SPACED_HAN.join(classes))
    # The start of a word is asked for behind the first letter: a pattern that begins with letters is found much faster.
    return re.compile(classes[0] + r"(?<![^\W_].)" + "".join(classes[1:]))


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    """Return the characters that count as a letter, as a class of a regular expression, by letter."""
    alike: dict[str, set[str]] = defaultdict(set)
    for code in (*range(0x30, 0x180), *range(0x400, 0x460)):
        character = chr(code)
        base = unicodedata.normalize("NFD", character.lower())[0]
        if character.isalpha():
            alike[character.lower()].add(character)
        if base.isalpha() and base.isascii():
            alike[base].add(character)
    for letters in EXCHANGED:
        alike[letters[0]].update(letters, letters.upper())
    return {letter: f"[{''.join(sorted(characters | {letter}))}]" for letter, characters in alike.items()}
