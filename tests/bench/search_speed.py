"""How long a page of results takes: the first ten, the total and every facet, for rare, middling and frequent words."""

import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from config.languages import CODES
from search import rebuilding
from search.asking import Asked, ask
from search.engines import Request, engine
from search.finding import find, in_order, shown
from search.ranking import CANDIDATES
from tests.bench import search_corpus

RANKS = (0, 1, 2, 3, 5, 8, 12, 20, 35, 50, 70, 90, 120, 150, 190, 240, 300, 500, 1000, 2000, 3500, 5000, 6500, 7900)
"""Places in the vocabulary where words are looked for."""
SHARES = {"rare": (0.0, 0.01), "middling": (0.05, 0.1), "frequent": (0.5, 1.0)}
"""Of the documents of the language that have the word."""
WORDS = 2
"""Of a language and frequency."""
REPEAT = 3


def words(number: int) -> dict[str, list[Asked]]:
    """Return queries of one word by frequency, for a corpus of so many documents."""
    chosen: dict[str, list[Asked]] = {name: [] for name in SHARES}
    per_language = number / len(CODES)
    for language, vocabulary in search_corpus.vocabularies().items():
        queries = [ask(vocabulary.words[rank], language) for rank in RANKS]
        found = engine().counts([Request({asked.language: asked.expression}) for asked in queries])
        for name, (least, most) in SHARES.items():
            fitting = [
                asked
                for asked, count in zip(queries, found, strict=True)
                if least * per_language < count <= most * per_language and asked.language == language
            ]
            chosen[name] += fitting[:WORDS]
    return chosen


def answers(queries: dict[str, list[Asked]]) -> dict[str, dict[str, float]]:
    """Return milliseconds of our search by frequency of the words."""
    actions = {name: [_answer(asked) for asked in chosen] for name, chosen in queries.items()}
    for some in actions.values():
        milliseconds(some, 1)
    return {name: milliseconds(some, REPEAT) for name, some in actions.items()}


def first_ten(queries: dict[str, list[Asked]]) -> dict[str, dict[str, float]]:
    """Return milliseconds of the first ten and the total alone, which is what stock search gives."""
    actions = {name: [_first_ten(asked) for asked in chosen] for name, chosen in queries.items()}
    return {name: milliseconds(some, REPEAT) for name, some in actions.items()}


def _first_ten(asked: Asked) -> Callable[[], int]:
    expressions = {asked.language: asked.expression}

    def look() -> int:
        ids, total = engine().find_and_count(Request(expressions), limit=CANDIDATES)
        shown(in_order(asked, ids, expressions)[:10])
        return total

    return look


def _answer(asked: Asked) -> Callable[[], int]:
    return lambda: find(asked, per_page=10).total


def milliseconds(actions: list[Callable[[], int]], repeat: int) -> dict[str, float]:
    """Return number of actions, mean of what they find, median, 95th percentile and longest time, and the sum of the best."""
    found = [0] * len(actions)
    taken: list[list[float]] = [[] for _action in actions]
    for _run in range(repeat):
        for place, action in enumerate(actions):
            started = time.perf_counter()
            found[place] = action()
            taken[place].append((time.perf_counter() - started) * 1000)
    every = sorted(one for times in taken for one in times)
    figures = {
        "queries": len(actions),
        "found": sum(found) / len(found),
        "median": every[len(every) // 2],
        "p95": every[min(len(every) - 1, int(len(every) * 0.95))],
        "max": every[-1],
        "sum": sum(min(times) for times in taken),
    }
    return {name: round(figure, 1) for name, figure in figures.items()}


def settle() -> None:
    """Have PostgreSQL look through what was written, as it does by itself a minute later."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def memory(whose: int = resource.RUSAGE_SELF) -> float:
    """Return the most memory that this process has had, or any one of its children, in MiB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(whose).ru_maxrss * unit / 2**20, 1)


def index(number: int) -> dict[str, Any]:
    """Make so many publications, enter them in our index as its command does; return the seconds that took and the memory."""
    from tests import factories

    search_corpus.publications(factories.homes(), number)
    settle()
    before = memory()
    started = time.perf_counter()
    rebuilding.rebuild(processes=rebuilding.processors())
    seconds = time.perf_counter() - started
    settle()
    return {
        "documents": number,
        "seconds": round(seconds, 1),
        "processes": rebuilding.processors(),
        "memory before": before,
        "memory": memory(),
        "memory of each further process": memory(resource.RUSAGE_CHILDREN),
    }
