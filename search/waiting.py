"""Stands in until the modules of the vocabulary are there."""

from collections.abc import Mapping
from typing import Any


def of(_language: str) -> Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return no synonyms."""
    return {}


def translated(_asked: Any) -> dict[str, Any]:
    """Return no translation."""
    return {}
