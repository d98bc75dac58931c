"""The order of the best results, worked out from their tokens: the same on every database.

An engine scores all that it finds; of the best of these, what a reader means is told here.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import linguistics
from search.engines.base import Alternative, Expression

CANDIDATES = 200
OPENING = 1500
"""Characters of the body's tokens that are looked at."""
IN_TITLE, ALL_IN_TITLE, TITLE_IS = 3.0, 4.0, 2.0
IN_TOPICS = 1.5
PHRASE_IN_TITLE, PHRASE_IN_BODY = 3.0, 1.5
AS_TYPED = 1.5
RECENT, RECENT_YEARS = 0.5, 10
BY_KIND = {"guide": 0.5, "guideline": 0.5, "manual": 0.5, "standard": 0.5, "news": -0.5}
"""By code of a section or type: what stays true before what happened."""


@dataclass(frozen=True)
class Candidate:
    """What the order of a document depends on."""

    id: int
    language: str
    title: str
    title_tokens: str
    topic_tokens: str
    opening: str
    date: date | None
    section: str | None
    type: str | None

    @cached_property
    def streams(self) -> tuple[list[str], list[str], list[str]]:
        """The tokens of title, topics and the opening of the body."""
        return self.title_tokens.split(), self.topic_tokens.split(), self.opening.split()


def placed(candidates: Iterable[Candidate], expression: Expression, typed: str, *, today: date) -> list[tuple[float, date, int]]:
    """Return for each document what it is sorted by, the highest first: its points; of equally good ones the later; its id."""
    return [(_score(one, expression, typed, today), one.date or date.min, one.id) for one in candidates]


def _score(one: Candidate, expression: Expression, typed: str, today: date) -> float:
    title, topics, opening = one.streams
    score = 0.0
    matched: set[str] = set()
    in_title = 0
    weights = _shares(expression)
    for group, weight in zip(expression.groups, weights, strict=True):
        found = [alternative for alternative in group.alternatives if set(alternative.tokens) <= set(title)]
        matched.update(token for alternative in found for token in alternative.tokens)
        in_title += bool(found)
        score += weight * (
            IN_TITLE * bool(found) + IN_TOPICS * _any(group.alternatives, topics) + _often(group.alternatives, opening)
        )
    if in_title == len(expression.groups):
        score += ALL_IN_TITLE + TITLE_IS * len(matched) / max(len(set(title)), 1)
    score += _side_by_side(expression, title) * PHRASE_IN_TITLE or _side_by_side(expression, opening) * PHRASE_IN_BODY
    score += AS_TYPED * _as_typed(typed, one.title, one.language)
    score += sum(BY_KIND.get(kind, 0.0) for kind in (one.section, one.type) if kind)
    if one.date:
        score += RECENT * max(0.0, 1 - max(0, today.year - one.date.year) / RECENT_YEARS)
    return round(score, 6)


def _shares(expression: Expression) -> Sequence[float]:
    """Return what each group counts: one in the mean."""
    if not expression.weights:
        return [1.0] * len(expression.groups)
    mean = sum(expression.weights) / len(expression.weights) or 1
    return [weight / mean for weight in expression.weights]


def _any(alternatives: Iterable[Alternative], stream: list[str]) -> bool:
    tokens = set(stream)
    return any(set(alternative.tokens) <= tokens for alternative in alternatives)


def _often(alternatives: Iterable[Alternative], stream: list[str]) -> float:
    """Return a number from 0 to about 2 that grows ever more slowly with the times a word occurs."""
    times = max((min(map(stream.count, alternative.tokens)) for alternative in alternatives), default=0)
    return min(math.log2(1 + times) / 2, 2.0)


def _side_by_side(expression: Expression, stream: list[str]) -> bool:
    """Say whether the words stand next to each other as they were asked for."""
    tokens = [token for group in expression.groups for token in group.alternatives[0].tokens]
    return len(expression.groups) > 1 and f" {' '.join(tokens)} " in f" {' '.join(stream)} "


def _as_typed(typed: str, title: str, language: str) -> float:
    """Return the share of the words of a query that a title has in the same form."""
    words = set(typed.split())
    return len(words & set(linguistics.key(title, language).split())) / len(words) if words else 0.0
