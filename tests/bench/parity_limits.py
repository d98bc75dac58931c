"""What the figures of the parity of languages must not exceed. Limits of queries hold beyond an empty administration page."""

from typing import Any

QUERIES = 20
"""Of each screen."""
MILLISECONDS = {"dashboard": 1_000, "counting": 10_000}
PAGES = 2_000 * 6


def missed(figures: dict[str, Any]) -> list[str]:
    """Return a sentence for each limit that was missed."""
    empty = figures["empty page"]["queries"]
    small, large = figures["200"], figures["2000"]
    found = [
        f"{name} takes {taken['queries'] - empty} queries beyond an empty page, at most {QUERIES} are allowed"
        for name, taken in large.items()
        if name not in {"pages", "counting", "home of the administration"} and taken["queries"] - empty > QUERIES
    ]
    found += [
        f"{name} takes {large[name]['ms']} ms, at most {limit} are allowed"
        for name, limit in MILLISECONDS.items()
        if large[name]["ms"] > limit
    ]
    found += [
        f"{name} takes {large[name]['queries']} queries for ten times the pages instead of {taken['queries']}"
        for name, taken in small.items()
        if name != "pages" and taken["queries"] != large[name]["queries"]
    ]
    return found if large["pages"] >= PAGES else [*found, f"only {large['pages']} pages were measured"]
