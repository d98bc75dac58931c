"""What the figures must not exceed. Limits of queries hold beyond those of an empty administration page."""

from collections.abc import Iterator
from typing import Any

REFRESH_QUERIES = 60
QUEUE_QUERIES = 12
EDITOR_QUERIES = 12
SAVE_QUERIES = 10
IMPORT_QUERIES = 40
SUBMIT_QUERIES = 120
SEGMENTS_PER_FURTHER_QUERY = 20
APPROVE_QUERIES = 148
TIMES_FASTER = 10
TREE_MILLISECONDS = 10_000


def missed(desk: dict[str, Any], stock: dict[str, Any]) -> list[str]:
    """Return a sentence for each limit that was missed."""
    empty = desk["queue"]["empty page"]["queries"]
    found = [
        f"{what} takes {queries} queries, at most {limit} are allowed"
        for what, queries, limit in _counted(desk, empty)
        if queries > limit
    ]
    times = stock["editor"]["1000"]["ms"] / desk["editor"]["1000"]["ms"]
    if times < TIMES_FASTER:
        found.append(f"the editor with 1000 segments is {times:.1f} times as fast as the stock one, {TIMES_FASTER} are wanted")
    times = stock["import of PO"]["1000"]["ms"] / desk["exchange"]["po"]["taking over"]["ms"]
    if times < TIMES_FASTER:
        found.append(f"an import of 1000 segments is {times:.1f} times as fast as the stock one, {TIMES_FASTER} are wanted")
    found += [
        f"{what} of a section of 50 pages in six languages takes {taken['ms']} ms, at most {TREE_MILLISECONDS} are allowed"
        for what, taken in desk["tree"].items()
        if taken["ms"] > TREE_MILLISECONDS
    ]
    return found


def _counted(desk: dict[str, Any], empty: int) -> Iterator[tuple[str, int, int]]:
    for number, taken in desk["refresh"].items():
        yield f"refreshing {number} segments and five jobs", taken["queries"], REFRESH_QUERIES
    for number in ("100", "10000"):
        yield f"the queue of {number} jobs", desk["queue"][number]["list"]["queries"] - empty, QUEUE_QUERIES
    for number in ("30", "300", "1000"):
        yield f"the editor with {number} segments", desk["editor"][number]["queries"] - empty, EDITOR_QUERIES
    for name, work in desk["exchange"].items():
        yield f"importing 1000 segments from {name}", sum(taken["queries"] for taken in work.values()), IMPORT_QUERIES
    yield "saving a segment", desk["editor"]["save"]["queries"] - empty, SAVE_QUERIES
    for number, taken in desk["review"]["submit"].items():
        limit = SUBMIT_QUERIES + int(number) // SEGMENTS_PER_FURTHER_QUERY
        yield f"handing in {number} segments", taken["beyond_empty"], limit
    for number, taken in desk["review"]["approve"].items():
        limit = APPROVE_QUERIES + int(number) // SEGMENTS_PER_FURTHER_QUERY
        yield f"approving {number} segments", taken["beyond_empty"], limit
