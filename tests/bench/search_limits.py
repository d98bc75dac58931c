"""What the figures of the search must not exceed or fall below."""

from collections.abc import Iterator
from typing import Any

RECALL, LEAST_RECALL, PRECISION = 0.93, 0.88, 0.95
"""Recall among the first ten in the mean and in each language; precision in each language."""
MILLISECONDS = {"rare": 150, "middling": 150, "frequent": 400}
"""At the 95th percentile, with fifty thousand documents."""
TIMES_FASTER = {"sqlite": 10, "postgresql": 2}
"""Than stock search, with five thousand documents, in giving the first ten and the total."""
LIKE_STOCK = "ours, first ten and total"
REBUILD_SECONDS = 300
PAGE_QUERIES = 20


def missed(result: dict[str, Any], *, postgresql: bool) -> list[str]:
    """Return a sentence for each limit that was missed."""
    return [
        *_quality(result["search_quality"]["ours"]),
        *_small(result["search_small"], postgresql),
        *_large(result["search_large"]),
    ]


def _quality(found: dict[str, dict[str, float]]) -> Iterator[str]:
    for language, figures in found.items():
        least = RECALL if language == "mean" else LEAST_RECALL
        if figures["recall"] < least:
            yield f"recall of the search is {figures['recall']} ({language}), at least {least} is wanted"
        if figures["precision"] < PRECISION:
            yield f"precision of the search is {figures['precision']} ({language}), at least {PRECISION} is wanted"


def _small(found: dict[str, Any], postgresql: bool) -> Iterator[str]:
    wanted = TIMES_FASTER["postgresql" if postgresql else "sqlite"]
    ours, stock = (sum(figures["sum"] for figures in found[whose].values()) for whose in (LIKE_STOCK, "stock"))
    if stock / ours < wanted:
        yield f"the search is {stock / ours:.1f} times as fast as the stock one, {wanted} are wanted"
    for name, page in found["results page"].items():
        if page["queries"] > PAGE_QUERIES:
            yield f"a page of results of a {name} word takes {page['queries']} queries, at most {PAGE_QUERIES} are allowed"


def _large(found: dict[str, Any]) -> Iterator[str]:
    for name, limit in MILLISECONDS.items():
        if found[name]["p95"] > limit:
            yield f"results of a {name} word take {found[name]['p95']} ms, at most {limit} are allowed"
    seconds = found["rebuild"]["seconds"]
    if seconds > REBUILD_SECONDS:
        yield f"rebuilding the index takes {seconds} seconds, at most {REBUILD_SECONDS} are allowed"
