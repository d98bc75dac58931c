"""How much of many texts a memory knows: the best percentage of each, in two queries for every twenty."""
# ruff: noqa: S608  # the text of a statement is made of constants only; what is asked is a parameter

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connections, router

from translation_memory import texts
from translation_memory.matching import CANDIDATES, near_texts, with_present_units
from translation_memory.models import MemoryUnit, SourceText

AT_ONCE = 20
"""Texts of one statement: SQLite joins at most 500 selects, and each text has up to twenty."""
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
    for start in range(0, len(places), AT_ONCE):
        some = places[start : start + AT_ONCE]
        for place, percent in zip(some, _fuzzy(language, [asked[place].source for place in some]), strict=True):
            found[place] = percent
    return found


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


def _fuzzy(language: str, sources: Sequence[str]) -> list[int]:
    """Return the percentage of the likest text of the memory for each of a few texts. Two queries."""
    measured = [texts.measured(texts.compared(source)) for source in sources]
    selects: list[str] = []
    parameters: list[str | int] = []
    for place, (source, own) in enumerate(zip(sources, measured, strict=True)):
        near = near_texts(language, texts.source_tokens(source), own.length)
        selects += [f"SELECT {place} AS asked, source_text_id FROM ({select}) AS text{place}" for select in near.selects]
        parameters.extend(near.parameters)
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
    alike = [(place, pk, share) for place, pk, text in rows if (share := texts.percent(measured[place], texts.measured(text)))]
    present = with_present_units({pk for _place, pk, _share in alike})
    found = [NONE] * len(sources)
    for place, pk, share in alike:
        if pk in present:
            found[place] = max(found[place], share)
    return found
