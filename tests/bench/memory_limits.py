"""What the figures of the translation memory must not exceed."""

from typing import Any

QUERIES = 3
MILLISECONDS = {10_000: 30, 100_000: 100}
"""By number of units: within which 95 of 100 suggestions are there."""
CONCORDANCE_MILLISECONDS = 300
FOUND = 0.97
"""Share of the texts that differ in one word and a number, and must be found for being like the one they were made of."""


def missed(figures: dict[str, Any]) -> list[str]:
    """Return a sentence for each limit that was missed."""
    found = []
    for size, limit in MILLISECONDS.items():
        taken = figures[str(size)]
        suggestions = taken["suggestions"]
        if suggestions["p95"] > limit:
            found.append(f"suggestions of {size} units take {suggestions['p95']} ms, at most {limit} are allowed")
        if suggestions["queries"] > QUERIES:
            found.append(f"suggestions of {size} units take {suggestions['queries']} queries, at most {QUERIES} are allowed")
        if suggestions["found"]["changed"] < FOUND:
            found.append(
                f"of {size} units, {suggestions['found']['changed']:.1%} are found for a changed text, {FOUND:.0%} are wanted"
            )
        found += [
            f"words in the {name} of {size} units take {times['p95']} ms, at most {CONCORDANCE_MILLISECONDS} are allowed"
            for name, times in taken["concordance"].items()
            if times["p95"] > CONCORDANCE_MILLISECONDS
        ]
    return found
