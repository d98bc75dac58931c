"""Finds what was translated before that is the same as a text, or like it.

Texts that are alike share words and are about as long. So candidates are the texts that share most words with the one asked for,
among those nearest to it in length for each word: a few hundred, however large the memory is. These are compared sign by sign.
"""
# ruff: noqa: S608  # the text of a statement is made of constants only; what is asked is a parameter

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connections, router
from django.db.models import Case, F, IntegerField, Q, Value, When, Window
from django.db.models.functions import RowNumber

from translation_memory import texts
from translation_memory.models import MemoryUnit, SourceText, SourceToken

MOST_WORDS = 10
"""Words of a text by which candidates are looked for."""
NEAREST = 250
"""Texts that are looked at for each word, on either side of the length."""
CANDIDATES = 250
MOST_TEXTS = 10
"""Different English texts whose translations are read."""
OF_A_TEXT = 5
"""Translations that are read of one English text."""
NEIGHBOURS = ("before", "after")
_FROM_A_FILE = Case(When(imported_from__isnull=False, then=1), default=0, output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that helps with a text."""

    unit: MemoryUnit
    percent: int
    """100 for the same text, else less."""
    in_context: bool
    """Whether the same texts stood before and after it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text stands that is asked for: its own present translation is no help."""

    translation_key: UUID
    path: str
    before: str = ""
    after: str = ""


def matches(language: str, source: str, place: Place, *, limit: int = 5) -> list[Match]:
    """Return the best matches of an English text in a language, with the people behind them; three queries.

    The same text comes first; then what is like it. Of what is equally like it, approved texts stand before those of files, those
    in the same context before others. Of units with the same translation the best is given, of those that are equally good the
    youngest. Units that were replaced are left out.
    """
    key = texts.key(source)
    percents = _alike(language, source, key)
    # Texts of which no unit is present, or none may be found yet, would take the places of those that help.
    helpful = with_present_units(percents)
    chosen = sorted(helpful, key=lambda pk: (-percents[pk], pk))[:MOST_TEXTS]
    found = [
        (
            (
                -percents[unit.source_text_id],
                unit.imported_from_id is not None,
                -neighbours,
                -unit.approved_at.timestamp(),
                -unit.pk,
            ),
            neighbours,
            unit,
        )
        for unit, neighbours in _units(chosen, place)
        if percents[unit.source_text_id] < 100 or (unit.translation_key, unit.path) != (place.translation_key, place.path)
    ]
    distinct: dict[str, Match] = {}
    for order, neighbours, unit in sorted(found, key=lambda row: row[0]):
        distinct.setdefault(texts.key(unit.target), Match(unit, -order[0], neighbours == len(NEIGHBOURS)))
    return list(distinct.values())[:limit]


def _alike(language: str, source: str, key: str) -> dict[int, int]:
    """Return the percentage of each English text that is the same or like enough, by id."""
    asked = texts.measured(texts.compared(source))
    percents = {}
    for pk, other, text in _candidates(language, key, texts.source_tokens(source), asked.length):
        percent = 100 if other == key else texts.percent(asked, texts.measured(text))
        if percent:
            percents[pk] = percent
    return percents


def _candidates(language: str, key: str, tokens: Sequence[str], length: int) -> list[tuple[int, str, str]]:
    """Return id, key and text of the English texts that may be alike, and of the same one."""
    near = near_texts(language, tokens, length)
    statement = (
        f"SELECT id, key, text FROM {SourceText._meta.db_table} WHERE (language = %s AND key = %s) OR id IN ("
        f"SELECT source_text_id FROM ({' UNION ALL '.join(near.selects)}) AS shared"
        f" GROUP BY source_text_id ORDER BY COUNT(*) DESC LIMIT {CANDIDATES})"
    )
    with connections[router.db_for_read(SourceText)].cursor() as cursor:
        cursor.execute(statement, [language, key, *near.parameters])
        return list(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Near:
    """Statements that select the ids of texts which share a word and are about as long, one for each word and side."""

    selects: list[str]
    parameters: list[str | int]


def near_texts(language: str, tokens: Sequence[str], length: int) -> Near:
    """Return the statements for a text of so many signs, by its longest words: they are the rarest."""
    words = [token for token in tokens if not token.isdigit()] or list(tokens)
    words = sorted(words, key=lambda token: -len(token))[:MOST_WORDS]
    shortest, longest = texts.bounds(length)
    table = SourceToken._meta.db_table
    near = Near([], [])
    for word in words:
        for first, last, order in ((length, longest, "length"), (shortest, length - 1, "length DESC")):
            near.selects.append(
                f"SELECT source_text_id FROM (SELECT source_text_id FROM {table} WHERE language = %s AND token = %s"
                f" AND length BETWEEN %s AND %s ORDER BY {order} LIMIT {NEAREST}) AS near{len(near.selects)}"
            )
            near.parameters.extend((language, word, first, last))
    return near


def with_present_units(ids: Iterable[int]) -> set[int]:
    """Return those of some English texts that have a unit which may be found and was not replaced."""
    units = MemoryUnit.objects.present().filter(source_text__in=list(ids))
    return set(units.order_by().values_list("source_text", flat=True).distinct())


def _units(chosen: Sequence[int], place: Place) -> list[tuple[MemoryUnit, int]]:
    """Return present units of English texts, each with the number of its neighbours that are the same.

    A few of each text: approved ones first, those with the same neighbours first, then the youngest.
    """
    if not chosen:
        return []
    same = [Case(When(Q(**{name: getattr(place, name)}), then=1), default=Value(0)) for name in NEIGHBOURS]
    units = MemoryUnit.objects.present().filter(source_text__in=chosen)
    ranked = (
        units.annotate(neighbours=same[0] + same[1])
        .annotate(
            rank=Window(
                RowNumber(),
                partition_by=F("source_text"),
                order_by=[_FROM_A_FILE, F("neighbours").desc(), F("approved_at").desc(), F("pk").desc()],
                output_field=IntegerField(),
            )
        )
        # One more than is shown, because the place that is asked for may be among them.
        .filter(rank__lte=OF_A_TEXT + 1)
        .select_related("author", "approver", "imported_from")
    )
    return [(unit, unit.neighbours) for unit in ranked]


@dataclass(frozen=True, slots=True)
class Exact:
    """A translation of exactly the English that was asked for."""

    source: str
    target: str


def exact(language: str, asked: Mapping[int, tuple[str, str, str]]) -> dict[int, Exact]:
    """Return the one translation of each English text that is the same, where there is one; one query, however many are asked.

    `asked`: the stored text with the keys of its neighbours, by any number. What was approved in the same context goes before
    what was approved elsewhere, and that before what came with a file. Of several that are equally good none is given.
    """
    keys = {number: texts.key(source) for number, (source, _before, _after) in asked.items()}
    wanted = set(keys.values())
    columns = ("source_text__key", "before", "after", "source", "target", "imported_from")
    units = MemoryUnit.objects.present().filter(source_text__language=language, source_text__key__in=wanted)
    by_key: dict[str, list[tuple[str, str, str, str, bool]]] = defaultdict(list)
    # The younger of two that have the same translation is met last.
    for key, before, after, source, target, file in units.order_by("approved_at", "pk").values_list(*columns) if wanted else ():
        by_key[key].append((before, after, source, target, file is not None))
    found = {}
    for number, (_source, before, after) in asked.items():
        ranked: dict[int, dict[str, Exact]] = defaultdict(dict)
        for unit_before, unit_after, source, target, from_file in by_key[keys[number]]:
            rank = 2 if from_file else int((unit_before, unit_after) != (before, after))
            ranked[rank][texts.key(target)] = Exact(source, target)
        best = ranked[min(ranked)] if ranked else {}
        if len(best) == 1:
            found[number] = next(iter(best.values()))
    return found
