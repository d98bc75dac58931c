"""Fifty thousand documents: rebuilding the index, and pages of results."""

from typing import Any

from tests.bench import search_speed

NUMBER = 50_000


def measure() -> dict[str, Any]:
    """Return seconds and memory of a rebuild, and milliseconds by frequency of the words."""
    rebuild = search_speed.index(NUMBER)
    return {"rebuild": rebuild, **search_speed.answers(search_speed.words(NUMBER))}
