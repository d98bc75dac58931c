"""“Did you mean”: a query whose words no document has, with words that documents have.

Words are compared by their keys, without accents and unstemmed. In Chinese, where no spaces tell words apart, pairs of characters
take the place of words: a character is wrong where it makes pairs that no document has, and right where it makes known ones on
both sides.
"""

from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import groupby, pairwise
from operator import or_
from typing import NamedTuple

from django.db.models import Q
from django.db.models.functions import Length, Substr
from rapidfuzz import process
from rapidfuzz.distance import OSA

import linguistics
from core.i18n import script_of
from search.asking import Asked, expressed
from search.engines import Request
from search.finding import reading
from search.models import KnownWord

SHORTEST = 3
"""Letters of a word that is corrected; shorter ones are too near to too many others."""
MOST_WORDS = 3
"""Unknown words of a query that are corrected. More of them are another language, or none."""
LONGEST_RUN = 12
"""Chinese characters in a row that are corrected."""
MOST_TRIES = 8
"""Corrected queries that are tried."""


class Correction(NamedTuple):
    """What a word may have been meant to be; the lowest sorts first."""

    distance: int
    other_start: bool
    rarity: int
    """Minus the number of documents."""
    surface: str


class Suspect(NamedTuple):
    """A part of a query that may be misspelt: a word, or a run of Chinese characters."""

    text: str
    start: int
    end: int
    key: str
    han: bool


def corrections(asked: Asked, limit: int = 3) -> list[str]:
    """Return whole queries that may have been meant, the likeliest first; each finds something.

    Meant for queries that found little. One query for the words, another one for what the corrected queries find: a word may be
    left for a moment of a document that is no longer for everybody.
    """
    suspects = list(_suspects(asked.text, asked.language))
    if not suspects:
        return []
    known = _known(suspects, asked.language)
    choices = [(suspect, found) for suspect in suspects if (found := _choices(suspect, known, asked.language, limit))]
    if not choices or len(choices) > MOST_WORDS:
        return []
    candidates = list(dict.fromkeys(_candidates(asked.text, choices)))
    return _that_find(candidates, asked.language)[:limit]


def _suspects(text: str, language: str) -> Iterator[Suspect]:
    """Yield the parts of a query that could be misspelt: no numbers, no short words, no stop words."""
    for word in linguistics.words(text):
        key = linguistics.key(word.text, language)
        han = script_of(word.text) == "han"
        if han:
            doubtful = 1 < len(key) <= LONGEST_RUN
        else:
            doubtful = key.isalpha() and len(key) >= SHORTEST and not linguistics.only_stop_words(word.text, language)
        if doubtful:
            yield Suspect(word.text, word.start, word.end, key, han)


def _known(suspects: list[Suspect], language: str) -> dict[str, tuple[str, int]]:
    """Return the words that could be meant, with their surface and number of documents, in one query."""
    conditions = reduce(or_, [_near_pairs(suspect.key) if suspect.han else _near(suspect.key) for suspect in suspects])
    rows = KnownWord.objects.annotate(letters=Length("key"), second=Substr("key", 2, 1)).filter(conditions, language=language)
    return {key: (surface, documents) for key, surface, documents in rows.values_list("key", "surface", "documents")}


def _near(key: str) -> Q:
    """Words of nearly the same length that share the first or the second letter, also where the two changed places."""
    first = reduce(or_, [Q(key__gte=letter, key__lt=chr(ord(letter) + 1)) for letter in set(key[:2])])
    return Q(letters__gte=len(key) - 2, letters__lte=len(key) + 2) & (first | Q(second__in=set(key[:2])))


def _near_pairs(key: str) -> Q:
    """Pairs of characters that share one with the query."""
    return Q(letters=2) & reduce(or_, [Q(key__startswith=one) | Q(second=one) for one in set(key)])


def _choices(suspect: Suspect, known: dict[str, tuple[str, int]], language: str, limit: int) -> list[str]:
    """Return what a part may have been meant to be; nothing where documents have it."""
    if suspect.han:
        return _chinese(suspect.key, known)[:MOST_TRIES]
    if suspect.key in known:
        return []
    keys = [key for key in known if abs(len(key) - len(suspect.key)) <= 2]
    near = process.extract(suspect.key, keys, scorer=OSA.distance, score_cutoff=_most_errors(suspect.key), limit=50)
    tokens = linguistics.tokens_of(suspect.text, language)
    found = []
    for key, distance, _place in near:
        surface, documents = known[key]
        if linguistics.tokens_of(surface, language) == tokens and _squeezed(key) != _squeezed(suspect.key):
            return []  # Another form of a word that documents have; a letter typed twice makes none.
        found.append(Correction(distance, key[0] != suspect.key[0], -documents, surface))
    # One form of a word: the others find the same.
    forms: dict[tuple[str, ...], str] = {}
    for correction in sorted(found):
        forms.setdefault(linguistics.tokens_of(correction.surface, language), correction.surface)
    return list(forms.values())[:limit]


def _squeezed(key: str) -> str:
    return "".join(letter for letter, _repeated in groupby(key))


def _most_errors(key: str) -> int:
    return 1 if len(key) < 7 else 2 if len(key) < 11 else 3


def _chinese(run: str, known: dict[str, tuple[str, int]]) -> list[str]:
    """Return a run with one character replaced, added, left out or exchanged, so that every pair of it is known."""
    wrong = [place for place, pair in enumerate(_pairs(run)) if pair not in known]
    if not wrong or wrong[-1] - wrong[0] > 1:
        return []  # Nothing is wrong, or more than one character is.
    found = {}
    for changed in set(_edits(run, wrong, known)):
        if len(changed) > 1 and all(pair in known for pair in _pairs(changed)):
            made = set(_pairs(changed)) - set(_pairs(run))
            # A character that fits on both sides is better founded than one at an end.
            rarity = -min((known[pair][1] for pair in made), default=0)
            found[changed] = (-min(len(made), 2), abs(len(changed) - len(run)), rarity, changed)
    return sorted(found, key=found.__getitem__)


def _edits(run: str, wrong: list[int], known: dict[str, tuple[str, int]]) -> Iterator[str]:
    after: dict[str, set[str]] = {}
    before: dict[str, set[str]] = {}
    for pair in known:
        if len(pair) == 2:
            after.setdefault(pair[0], set()).add(pair[1])
            before.setdefault(pair[1], set()).add(pair[0])
    for place in {wrong[0], wrong[0] + 1, wrong[-1], wrong[-1] + 1}:
        fits = _between(run[place - 1] if place else "", run[place + 1 : place + 2], after, before)
        yield from (run[:place] + one + run[place + 1 :] for one in fits)
        yield run[:place] + run[place + 1 :]
        yield run[:place] + run[place : place + 2][::-1] + run[place + 2 :]
    for place in wrong:
        fits = _between(run[place], run[place + 1], after, before)
        yield from (run[: place + 1] + one + run[place + 1 :] for one in fits)


def _between(left: str, right: str, after: dict[str, set[str]], before: dict[str, set[str]]) -> Iterable[str]:
    """Return the characters that stand after one and before another; either may be missing."""
    if left and right:
        return after.get(left, set()) & before.get(right, set())
    return after.get(left, set()) if left else before.get(right, set())


def _pairs(run: str) -> list[str]:
    return ["".join(pair) for pair in pairwise(run)]


def _candidates(text: str, choices: list[tuple[Suspect, list[str]]]) -> Iterator[str]:
    """Yield whole queries: first with the best correction of every part, then with one part's further ones."""
    best = {suspect: found[0] for suspect, found in choices}
    yield _corrected(text, best)
    for place in range(1, MOST_TRIES):
        for suspect, found in choices:
            if place < len(found):
                yield _corrected(text, {**best, suspect: found[place]})


def _corrected(text: str, replaced: dict[Suspect, str]) -> str:
    for suspect in sorted(replaced, key=lambda one: one.start, reverse=True):
        text = text[: suspect.start] + replaced[suspect] + text[suspect.end :]
    return text


def _that_find(candidates: list[str], language: str) -> list[str]:
    """Return the corrected queries that find something, in one query to the engine."""
    tried = [(candidate, expressed(candidate, language)[0]) for candidate in candidates[:MOST_TRIES]]
    tried = [(candidate, expression) for candidate, expression in tried if expression.groups]
    counts = reading().counts([Request({language: expression}) for _candidate, expression in tried])
    return [candidate for (candidate, _expression), count in zip(tried, counts, strict=True) if count]
