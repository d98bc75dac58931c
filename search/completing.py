"""What a visitor may be about to type: titles, and names of topics, countries and terms, that begin with these letters."""

from functools import reduce
from operator import or_

from django.db import connections, router
from django.db.models import Q

import linguistics
from core.i18n import script_of
from search.models import Completion

MOST_CHARACTERS = 60
SHORTEST = 2
"""Characters before anything is offered; one is enough where characters are words."""
ROWS_FOR_ONE = 5
"""A text has a row for each place where it may begin, so more rows are read than texts shown."""


def completions(text: str, language: str, limit: int = 8) -> list[str]:
    """Return texts that go on as typed, names before titles and beginnings before middles. One query."""
    typed = text[:MOST_CHARACTERS].replace("\x00", " ")
    searched = linguistics.language_of(typed, language)
    prefixes = _prefixes(typed, searched)
    if not prefixes:
        return []
    # The language stands beside each prefix, since the index begins with it.
    condition = reduce(or_, (_begins_with(prefix) & Q(language=searched) for prefix in prefixes))
    rows = Completion.objects.filter(condition).order_by("-weight", "key", "text")
    found: dict[str, str] = {}
    for shown in rows.values_list("text", flat=True)[: limit * ROWS_FOR_ONE]:
        found.setdefault(shown.casefold(), shown)
    return list(found.values())[:limit]


def _prefixes(typed: str, language: str) -> list[str]:
    """Return what the keys of completions are compared with: in Arabic also without the article, which titles may lack."""
    key = linguistics.key(typed, language)
    if len(key) < SHORTEST and script_of(key) != "han":
        return []
    # A space ends a word: "wet " goes on with another one.
    ended = " " if typed[-1:].isspace() and script_of(key[-1]) != "han" else ""
    starts = linguistics.starts(typed, language) if language == "ar" else [key]
    return [f"{start}{ended}" for start in starts if len(start) >= SHORTEST or start == key if start.count(" ") == key.count(" ")]


def _begins_with(prefix: str) -> Q:
    """Return the condition that uses the index: PostgreSQL's for patterns, SQLite's in the order of code points."""
    if connections[router.db_for_read(Completion)].vendor == "postgresql":
        return Q(key__startswith=prefix)
    return Q(key__gte=prefix, key__lt=prefix[:-1] + chr(ord(prefix[-1]) + 1))
