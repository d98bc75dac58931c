"""Which languages of a page its readers may expect: whoever announced them registers itself here, and nobody need.

Asked once for each page that is shown.
"""

from collections.abc import Callable

Announced = Callable[[str], frozenset[str]]
_registered: list[Announced] = []


def register(announced: Announced) -> None:
    """Register the function that knows, by the path below the home page, which languages come; called once when it is ready."""
    _registered[:] = [announced]


def coming(path: str) -> frozenset[str]:
    """Return the codes of the languages in which the page at a path was announced."""
    return _registered[0](path) if _registered else frozenset()
