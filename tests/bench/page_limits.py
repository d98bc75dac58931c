"""What the figures of pages must reach."""

from collections.abc import Iterator
from typing import Any

LIKE_CONSTANT = 0.95
LIKE_FILE = 0.6
DETAIL_MILLISECONDS = 25
LIST_MILLISECONDS = 40
LISTS = frozenset({"list", "list with filters", "search"})
GROWTH = 1.2


def missed(figures: dict[str, Any]) -> list[str]:
    """Return a sentence for each limit that was missed."""
    return list(_missed(figures))


def _missed(figures: dict[str, Any]) -> Iterator[str]:
    for page, one in figures["cached"].items():
        for what, wanted in (("application / constant view", LIKE_CONSTANT), ("nginx / file in nginx", LIKE_FILE)):
            if one[what] < wanted:
                yield f"{page} from the cache: {what} is {one[what]}, {wanted} is wanted"
    demonstration, few, many = figures["rendered"].values()
    for page, one in demonstration.items():
        limit = LIST_MILLISECONDS if page in LISTS else DETAIL_MILLISECONDS
        if one["cpu ms"] > limit:
            yield f"rendering {page} takes {one['cpu ms']} ms, at most {limit} are allowed"
    for page, one in few.items():
        if one["queries"] < many[page]["queries"]:
            yield f"{page} takes {one['queries']} queries, and {many[page]['queries']} with more content"
        if many[page]["cpu ms"] > GROWTH * one["cpu ms"]:
            yield f"rendering {page} takes {one['cpu ms']} ms, and {many[page]['cpu ms']} ms with more content"
