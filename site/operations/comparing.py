"""Compares the tables of two databases by their number of rows and the sum of the checksums of their rows."""

from operations.errors import DatabaseError


def compare(expected: dict[str, list[str]], found: dict[str, list[str]]) -> None:
    """Raise DatabaseError where tables differ in number of rows or content."""
    different = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    if different:
        raise DatabaseError(f"The restored tables differ from those that were saved: {', '.join(different)}.")
