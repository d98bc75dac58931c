"""How long the translation memory takes to find what is like a text, and where words occur, however much is in it."""

import time
from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.bench import memory_limits, search_corpus
from tests.bench.search_corpus import Vocabulary
from tests.bench.search_speed import RANKS, settle
from translation_memory import concordance
from translation_memory.entering import Entry, enter
from translation_memory.matching import Place, matches
from translation_memory.models import MemoryUnit

LANGUAGE = "fr"
TEXTS_OF_A_PAGE = 40
PAGES_AT_ONCE = 25
ASKED = 150
"""Texts of each kind that are looked for."""
SHOWN = 25


def measure() -> dict[str, Any]:
    """Fill the memory step by step; look for known, changed and new texts and for words at each size."""
    random = Random(7)  # noqa: S311  # the same texts every time, no secret
    vocabularies = search_corpus.vocabularies()
    author = get_user_model().objects.create_user("memory")
    texts = _texts(random, vocabularies["en"])
    known: list[str] = []
    figures: dict[str, Any] = {}
    for size in memory_limits.MILLISECONDS:
        started = time.perf_counter()
        while len(known) < size:
            page = [next(texts) for _number in range(TEXTS_OF_A_PAGE * PAGES_AT_ONCE)]
            enter(_entries(page, len(known), random, vocabularies[LANGUAGE], author.pk))
            known += page
        seconds = time.perf_counter() - started
        settle()
        figures[str(size)] = {
            "units": MemoryUnit.objects.count(),
            "seconds to enter": round(seconds, 1),
            **_suggestions(random, known, texts, vocabularies["en"]),
            "concordance": {
                "English": _words("source", vocabularies["en"]),
                "French": _words("target", vocabularies[LANGUAGE]),
            },
        }
    return figures


def _texts(random: Random, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield texts as pages have them: from headings of two words to sentences of forty, one in four with a number or a tag."""
    while True:
        words = random.choices(vocabulary.words, cum_weights=vocabulary.weights, k=random.choice((2, 3, 5, 8, 12, 18, 26, 40)))
        if random.random() < 0.25:
            words.insert(random.randrange(len(words)), str(random.randrange(2000)))
        if random.random() < 0.25:
            place = random.randrange(len(words))
            words[place] = f"<b>{words[place]}</b>"
        yield f"{' '.join(words)}.".capitalize()


def _entries(page: list[str], before: int, random: Random, vocabulary: Vocabulary, author_id: int) -> Iterator[Entry]:
    now = timezone.now()
    for number, source in enumerate(page, start=before):
        words = random.choices(vocabulary.words, cum_weights=vocabulary.weights, k=max(2, source.count(" ")))
        yield Entry(
            language=LANGUAGE,
            translation_key=UUID(int=number // TEXTS_OF_A_PAGE),
            path=f"body.{number}",
            source=source,
            target=" ".join(words),
            before="",
            after="",
            author_id=author_id,
            approver_id=author_id,
            approved_at=now,
        )


def _changed(random: Random, source: str, vocabulary: Vocabulary) -> str:
    """Return a text in which one word is another one and every digit has gone up."""
    words = source.translate(str.maketrans("012345678", "123456789")).split()
    words[random.randrange(len(words))] = random.choice(vocabulary.words)
    return " ".join(words)


def _suggestions(random: Random, known: list[str], texts: Iterator[str], vocabulary: Vocabulary) -> dict[str, Any]:
    some = random.sample([text for text in known if text.count(" ") >= 5], ASKED)
    asked = {
        "the same": random.sample(known, ASKED),
        "changed": [_changed(random, text, vocabulary) for text in some],
        "new": [next(texts) for _number in range(ASKED)],
    }
    place = Place(UUID(int=2**64), "title")
    taken: list[float] = []
    queries = 0
    shares = {}
    for name, sources in asked.items():
        found = 0
        for source in sources:
            reset_queries()
            with CaptureQueriesContext(connection) as captured:
                started = time.perf_counter()
                found += bool(matches(LANGUAGE, source, place))
                taken.append((time.perf_counter() - started) * 1000)
            queries = max(queries, len(captured))
        shares[name] = round(found / len(sources), 3)
    return {"suggestions": {**_times(taken), "queries": queries, "found": shares}}


def _words(side: concordance.Side, vocabulary: Vocabulary) -> dict[str, float]:
    looks = [_look(side, vocabulary.words[rank]) for rank in RANKS]
    looks += [_look(side, f"{vocabulary.words[rank]} {vocabulary.words[rank + 1]}") for rank in RANKS[:12]]
    taken = []
    for look in looks:
        started = time.perf_counter()
        look()
        taken.append((time.perf_counter() - started) * 1000)
    return _times(taken)


def _look(side: concordance.Side, words: str) -> Callable[[], Any]:
    def look() -> list[MemoryUnit]:
        return concordance.units_of(concordance.search(LANGUAGE, words, side).ids[:SHOWN])

    return look


def _times(taken: list[float]) -> dict[str, float]:
    taken = sorted(taken)
    figures = {"median": taken[len(taken) // 2], "p95": taken[int(len(taken) * 0.95)], "max": taken[-1]}
    return {name: round(figure, 1) for name, figure in figures.items()}
