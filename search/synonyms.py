"""Synonyms that staff keep: what else a word of a query may be called.

They widen a query and never enter the index, so a change works at once.
"""

from collections.abc import Iterable, Mapping

import linguistics
from core.remembering import remembered
from search.models import Synonyms

Tokens = tuple[str, ...]
"""Tokens of a word or phrase, as `linguistics.asked` gives them, one word after the other."""

Known = Mapping[Tokens, tuple[Tokens, ...]]
"""By word or phrase, what it may be replaced by."""


def of(language: str) -> Known:
    """Return for each word or phrase that has synonyms what it may be replaced by; without a query once it is remembered."""
    return remembered(("synonyms", language), lambda: _read(language))


def tokens_of_phrase(text: str, language: str) -> Tokens:
    """Return the tokens of a word or phrase; empty where it has no letters or digits."""
    return tuple(token for word in linguistics.asked(text, language) for token in word)


def repeated(lines: Iterable[str], language: str) -> list[tuple[str, str]]:
    """Return pairs of lines that mean the same to the search already, the earlier one first."""
    seen: dict[Tokens, str] = {}
    found = []
    for line in lines:
        tokens = tokens_of_phrase(line, language)
        if tokens in seen:
            found.append((seen[tokens], line))
        seen.setdefault(tokens, line)
    return found


def _read(language: str) -> dict[Tokens, tuple[Tokens, ...]]:
    others: dict[Tokens, dict[Tokens, None]] = {}
    for row in Synonyms.objects.filter(language=language):
        group = dict.fromkeys(tokens for line in row.lines if (tokens := tokens_of_phrase(line, language)))
        for tokens in group:
            # A word of several rows has the synonyms of all of them; the order of the rows and lines is kept.
            others.setdefault(tokens, {}).update(dict.fromkeys(other for other in group if other != tokens))
    return {tokens: tuple(group) for tokens, group in others.items() if group}
