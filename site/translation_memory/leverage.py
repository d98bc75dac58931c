"""How much of many texts a memory knows: the best percentage of each, in two queries for twenty texts or more."""
# ruff: noqa: S608  # the text of a statement is made of constants only; what is asked is a parameter

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connections, router

from translation_memory import texts
from translation_memory.matching import CANDIDATES, Near, near_texts, with_present_units
from translation_memory.models import MemoryUnit, SourceText

SELECTS_AT_ONCE = 500
"""Of one statement: SQLite joins no more. A text has up to twenty of them."""
IN_CONTEXT = 101
"""Stands for the same text between the same neighbours."""
NONE = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """An English text with the keys of the texts before and after it."""

    source: str
    before: str = ""
    after: str = ""


def best(language: str, asked: Sequence[Asked]) -> list[int]:
    """Return for each text the percentage of what is likest to it among the present units of a language.

    `IN_CONTEXT` for the same text between the same neighbours, 100 for the same, from `texts.LEAST` for one that is like it, else
    `NONE`.
    """
    keys = [texts.key(one.source) for one in asked]
    found = _exact(language, asked, keys)
    places = [place for place, percent in enumerate(found) if not percent]
    for some in _at_once([_wanted(place, language, asked[place].source) for place in places]):
        for one, percent in zip(some, _fuzzy(some), strict=True):
            found[one.place] = percent
    return found


class Wanted(NamedTuple):
    """A text that the memory does not have: its place among those asked, as it is compared, and what finds texts like it."""

    place: int
    measured: texts.Measured
    near: Near


def _wanted(place: int, language: str, source: str) -> Wanted:
    measured = texts.measured(texts.compared(source))
    return Wanted(place, measured, near_texts(language, texts.source_tokens(source), measured.length))


def _at_once(wanted: Sequence[Wanted]) -> Iterator[list[Wanted]]:
    """Yield the texts in groups that fit into one statement."""
    group: list[Wanted] = []
    selects = 0
    for one in wanted:
        selects += len(one.near.selects)
        if group and selects > SELECTS_AT_ONCE:
            yield group
            group, selects = [], len(one.near.selects)
        group.append(one)
    if group:
        yield group


def _exact(language: str, asked: Sequence[Asked], keys: Sequence[str]) -> list[int]:
    """Return `IN_CONTEXT` or 100 for each text that the memory has, `NONE` for the others."""
    units = MemoryUnit.objects.present().filter(language=language, source_text__key__in=set(keys))
    contexts: dict[str, set[tuple[str, str]]] = {}
    for key, before, after in units.values_list("source_text__key", "before", "after").distinct():
        contexts.setdefault(key, set()).add((before, after))
    return [
        NONE if key not in contexts else IN_CONTEXT if (one.before, one.after) in contexts[key] else 100
        for one, key in zip(asked, keys, strict=True)
    ]


def _fuzzy(wanted: Sequence[Wanted]) -> list[int]:
    """Return the percentage of the likest text of the memory for each of a few texts. Two queries."""
    selects: list[str] = []
    parameters: list[str | int] = []
    for place, one in enumerate(wanted):
        selects += [f"SELECT {place} AS asked, source_text_id FROM ({select}) AS text{place}" for select in one.near.selects]
        parameters.extend(one.near.parameters)
    statement = (
        f"WITH shared AS ({' UNION ALL '.join(selects)}),"
        " counted AS (SELECT asked, source_text_id, COUNT(*) AS words FROM shared GROUP BY asked, source_text_id),"
        " ranked AS (SELECT asked, source_text_id, ROW_NUMBER() OVER (PARTITION BY asked ORDER BY words DESC) AS place"
        " FROM counted)"
        f" SELECT asked, id, text FROM ranked JOIN {SourceText._meta.db_table} AS known ON known.id = source_text_id"
        f" WHERE place <= {CANDIDATES}"
    )
    with connections[router.db_for_read(SourceText)].cursor() as cursor:
        cursor.execute(statement, parameters)
        rows = cursor.fetchall()
    alike = [
        (place, pk, share) for place, pk, text in rows if (share := texts.percent(wanted[place].measured, texts.measured(text)))
    ]
    present = with_present_units({pk for _place, pk, _share in alike})
    found = [NONE] * len(wanted)
    for place, pk, share in alike:
        if pk in present:
            found[place] = max(found[place], share)
    return found
