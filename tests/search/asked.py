"""Queries as the parts of the search receive them, for tests of a part alone."""

from types import SimpleNamespace
from typing import Any


def asked(text: str, language: str, reader: str | None = None) -> Any:
    """Return a query with what the parts beside the engine read of it."""
    return SimpleNamespace(text=text, language=language, reader=reader or language)
