"""The order of the best results, worked out from their tokens: the same on every database.

An engine scores all that it finds; of the best of these, what a reader means is told here.
"""

import math
import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from search.engines.base import Expression

CANDIDATES = 200
OPENING = 1500
"""Characters of the body's tokens that are looked at."""
IN_TITLE, ALL_IN_TITLE, TITLE_IS = 3.0, 4.0, 2.0
IN_TOPICS = 1.5
PHRASE_IN_TITLE, PHRASE_IN_BODY = 3.0, 1.5
MOST_IN_BODY = 2.0
"""However often a word occurs."""
AS_TYPED = 1.5
RECENT, RECENT_YEARS = 0.5, 10
BY_KIND = {"guide": 0.5, "guideline": 0.5, "manual": 0.5, "standard": 0.5, "news": -0.5}
"""By code of a section or type: what stays true before what happened."""
_WORD = re.compile(r"\w+")


class Candidate(NamedTuple):
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


class Ranking:
    """The order of the documents of one language for one query."""

    def __init__(self, expression: Expression, typed: str, *, today: date) -> None:
        self.this_year = today.year
        self.groups = [[_spaced(alternative.tokens) for alternative in group.alternatives] for group in expression.groups]
        self.weights = _shares(expression)
        tokens = [token for group in expression.groups for token in group.alternatives[0].tokens]
        self.phrase = f" {' '.join(tokens)} " if len(self.groups) > 1 else ""
        self.typed = frozenset(_WORD.findall(typed.casefold()))

    def place(self, one: Candidate) -> tuple[float, date, int]:
        """Return what a document is sorted by, the highest first: its points; of equally good ones the later; its id."""
        return round(self._points(one), 6), one.date or date.min, one.id

    def _points(self, one: Candidate) -> float:
        title, topics, opening = f" {one.title_tokens} ", f" {one.topic_tokens} ", f" {one.opening} "
        points = 0.0
        matched: set[str] = set()
        everything_in_title = True
        for alternatives, weight in zip(self.groups, self.weights, strict=True):
            found = [tokens for tokens in alternatives if all(token in title for token in tokens)]
            if found:
                points += weight * IN_TITLE
                matched.update(token for tokens in found for token in tokens)
            else:
                everything_in_title = False
            if any(all(token in topics for token in tokens) for tokens in alternatives):
                points += weight * IN_TOPICS
            times = max(min(map(opening.count, tokens)) for tokens in alternatives)
            points += weight * min(math.log2(1 + times) / 2, MOST_IN_BODY)
        if everything_in_title:
            points += ALL_IN_TITLE + TITLE_IS * len(matched) / max(title.count(" ") - 1, 1)
        if matched and self.typed:
            points += AS_TYPED * self._as_typed(one)
        if self.phrase:
            points += PHRASE_IN_TITLE if self.phrase in title else PHRASE_IN_BODY if self.phrase in opening else 0.0
        points += BY_KIND.get(one.section or "", 0.0) + BY_KIND.get(one.type or "", 0.0)
        if one.date:
            points += RECENT * max(0.0, 1 - max(0, self.this_year - one.date.year) / RECENT_YEARS)
        return points

    def _as_typed(self, one: Candidate) -> float:
        """Return the share of the words of a query that a title has in the same form."""
        title = one.title.casefold()
        # Words of Chinese are not told apart here, but they have no forms either.
        words = _WORD.findall(title) if one.language != "zh-hans" else [word for word in self.typed if word in title]
        return len(self.typed.intersection(words)) / len(self.typed)


def _spaced(tokens: tuple[str, ...]) -> list[str]:
    """Return tokens as they stand in a stream, so that none is found inside another one."""
    return [f" {token} " for token in tokens]


def _shares(expression: Expression) -> Sequence[float]:
    """Return what each group counts: one in the mean."""
    if not expression.weights:
        return [1.0] * len(expression.groups)
    mean = sum(expression.weights) / len(expression.weights) or 1
    return [weight / mean for weight in expression.weights]
