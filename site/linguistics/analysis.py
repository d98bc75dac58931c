"""Tokens of texts and queries: what is indexed, what is asked, what is marked, what a prefix is compared with."""

import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from linguistics import arabic, chinese, english, french, numbers, russian, spanish
from linguistics.normalising import folded, normalised
from linguistics.scripts import APOSTROPHES, HAN_CHARACTER, HYPHENS, word_language
from linguistics.words import matches, word_texts

_STEMS: dict[str, Callable[[str], str]] = {
    "ar": arabic.stem,
    "en": english.stem,
    "es": spanish.stem,
    "fr": french.stem,
    "ru": russian.stem,
}
_STOP_WORDS = {
    "ar": arabic.STOP_WORDS,
    "en": english.STOP_WORDS,
    "es": spanish.STOP_WORDS,
    "fr": french.STOP_WORDS,
    "ru": russian.STOP_WORDS,
}
_POSSESSIVE = re.compile(f"[{APOSTROPHES}][sS]?$")
_HYPHEN = re.compile(f"[{HYPHENS}]")
# Letters of a word that count: databases have limits of their own for what is no word, and stemming takes its time.
LONGEST = 64
# Longer stretches between two spaces seldom come twice.
RECURRING = 32

_PART = re.compile(r"[^\W_]+")


class _Piece(NamedTuple):
    """A part of a word that is neither Han nor divided any further."""

    surface: str
    token: str
    stops: bool
    aside: bool = False
    """Indexed, so that the part is found, and not asked for."""


@lru_cache(maxsize=32768)
def _pieces(word: str, language: str) -> tuple[_Piece, ...]:
    """Return the parts of a word with their tokens."""
    plain = normalised(_POSSESSIVE.sub("", word))
    if plain.isalpha():
        return tuple(_piece(part, word_language(part, language)) for part in numbers.parts(plain))
    if _HYPHEN.search(plain):
        # The prefix joined, as others write the word, and beside it the word without its prefix.
        rest = _HYPHEN.split(plain, maxsplit=1)[1]
        asides = (piece._replace(aside=True) for piece in _pieces(rest, language) if len(piece.surface) > 2)
        return (*_pieces(_HYPHEN.sub("", plain), language), *asides)
    runs = _PART.findall(numbers.joined(plain))
    return tuple(_piece(part, word_language(part, language)) for run in runs for part in numbers.parts(run))


def _piece(part: str, language: str) -> _Piece:
    """Return one part with its token. Numbers, single letters and what is too long for a word are their own stems."""
    surface = folded(part)[:LONGEST]
    plain = 1 < len(part) <= LONGEST and part.isalpha()
    return _Piece(surface, (_STEMS[language](part) if plain else surface) or surface, surface in _STOP_WORDS[language])


def _is_han(word: str) -> bool:
    """Say whether a word is a run of Han characters: scripts do not mix inside a word."""
    return not word.isascii() and HAN_CHARACTER.match(word) is not None


def analyse(text: str, language: str) -> list[str]:
    """Return the tokens of a text in order, without its stop words unless it has no others."""
    tokens: list[str] = []
    stopped: list[str] = []
    # No word reaches across a space, and what stands between two spaces comes again and again.
    for stretch in text.split():
        found, stops = (_kept_tokens if recurs(stretch) else _tokens)(stretch, language)
        tokens += found
        stopped += stops
    return tokens or stopped


def recurs(stretch: str) -> bool:
    """Say whether what stands between two spaces is worth remembering: a word, not a Chinese clause, which comes but once."""
    return len(stretch) <= RECURRING and not _is_han(stretch)


def _tokens(stretch: str, language: str) -> tuple[list[str], list[str]]:
    """Return the tokens of a stretch of text, and those of its stop words."""
    tokens: list[str] = []
    stopped: list[str] = []
    for word in word_texts(stretch):
        if _is_han(word):
            tokens += chinese.tokens(chinese.characters(word))
            continue
        for piece in _pieces(word, language):
            (stopped if piece.stops else tokens).append(piece.token)
    return tokens, stopped


_kept_tokens = lru_cache(maxsize=65_536)(_tokens)


def tokens_of(word: str, language: str) -> tuple[str, ...]:
    """Return the tokens of one word, also of a stop word."""
    if _is_han(word):
        return tuple(chinese.tokens(chinese.characters(word)))
    return tuple(piece.token for piece in _pieces(word, language))


def _asked(text: str, language: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the words of a query as tokens, and whether each is a stop word."""
    for word in word_texts(text):
        if _is_han(word):
            yield from chinese.asked(chinese.characters(word))
        elif pieces := [piece for piece in _pieces(word, language) if not piece.aside]:
            yield tuple(piece.token for piece in pieces), all(piece.stops for piece in pieces)


def asked(text: str, language: str) -> list[tuple[str, ...]]:
    """Return the words of a query, each as the tokens a text must have; without stop words unless there is nothing else."""
    found = list(_asked(text, language))
    wanted = [tokens for tokens, stops in found if not stops] or [tokens for tokens, stops in found]
    return list(dict.fromkeys(wanted))


def only_stop_words(text: str, language: str) -> bool:
    """Say whether a query has words, and none that says anything."""
    found = [stops for tokens, stops in _asked(text, language)]
    return bool(found) and all(found)


def marks(text: str, language: str, wanted: Collection[str]) -> list[tuple[int, int]]:
    """Return the spans of a text, in order and merged, whose tokens are wanted."""
    wanted = frozenset(wanted)
    spans: list[tuple[int, int]] = []
    # No word reaches across a space, and of what stands between two spaces most holds nothing that is wanted.
    for stretch in set(text.split()):
        inside = (_kept_marks if len(stretch) <= RECURRING else _marks)(stretch, language, wanted)
        for place in _stretches(text, stretch) if inside else ():
            spans += ((place + start, place + end) for start, end in inside)
    spans.sort()
    return spans


def _stretches(text: str, stretch: str) -> Iterator[int]:
    """Yield where a stretch stands between two spaces."""
    place = text.find(stretch)
    while place >= 0:
        end = place + len(stretch)
        if (not place or text[place - 1].isspace()) and (end == len(text) or text[end].isspace()):
            yield place
        place = text.find(stretch, end)


def _marks(stretch: str, language: str, wanted: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Return the spans of a stretch of text without spaces, in order and merged."""
    spans: list[tuple[int, int]] = []
    for found in matches(stretch):
        known = _is_marked(found[0], language, wanted)
        if known:
            spans.append(found.span())
        elif known is None:
            spans += _han_marks(found[0], found.start(), wanted)
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


_kept_marks = lru_cache(maxsize=65_536)(_marks)


@lru_cache(maxsize=32768)
def _is_marked(word: str, language: str, wanted: frozenset[str]) -> bool | None:
    """Say whether a word has a wanted token; None for a run of Han characters, of which single ones may be wanted."""
    return None if _is_han(word) else any(piece.token in wanted for piece in _pieces(word, language))


def _han_marks(run: str, offset: int, wanted: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the spans of wanted characters and pairs in a run, which may have invisible characters in it."""
    places = [found.start() + offset for found in HAN_CHARACTER.finditer(run)]
    plain = chinese.characters(run)
    apart = chinese.straddling(plain)
    for index, place in enumerate(places[: len(plain)]):
        if index + 1 < len(plain) and index not in apart and plain[index : index + 2] in wanted:
            yield place, places[index + 1] + 1
        elif plain[index] in wanted:
            yield place, place + 1


def _key_words(text: str, language: str) -> Iterator[str]:
    """Yield the words of a text as prefixes and corrections compare them."""
    for word in word_texts(text):
        if _is_han(word):
            yield chinese.characters(word)
        else:
            for piece in _pieces(word, language):
                if not piece.aside:
                    yield arabic.unified(piece.surface)


def key(text: str, language: str) -> str:
    """Return a text as prefixes and corrections compare it: normalised words, not stemmed, with one space between them."""
    return " ".join(_key_words(text, language))


def starts(text: str, language: str) -> list[str]:
    """Return the key of a text from every place where somebody may begin to type it."""
    found = list(_key_words(text, language))
    places: list[str] = []
    for index, word in enumerate(found):
        rest = "".join(f" {following}" for following in found[index + 1 :])
        beginnings = [word]
        if _is_han(word):
            beginnings = [word[place:] for place in range(len(word))]
        elif (bare := arabic.prefixed(word)) != word:
            beginnings.append(bare)
        places += (beginning + rest for beginning in beginnings)
    return list(dict.fromkeys(places))
