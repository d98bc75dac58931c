"""Cells of exported tables."""

from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet program read a text as a formula."""


def harmless(value: Any) -> Any:
    """Return a value that no spreadsheet program takes for a formula: the texts are written by many people."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
