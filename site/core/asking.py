"""How visitors ask for a page in a language that lacks it.

Whoever plans translations registers itself here; without anybody, no page can be asked for. Nothing is kept of who asked.
"""

from typing import Protocol


class Plan(Protocol):
    """What the plan of translations offers. Pages are given by the id of a version that everybody may read."""

    def offers(self, page_id: int, language: str) -> bool:
        """Tell whether readers may ask for the page in a language: it is not there, and not ruled out."""

    def ask(self, page_id: int, language: str, *, again: bool) -> bool:
        """Note that a reader asks for the page; False where that is not offered. `again`: they did before and are not counted."""


_registered: list[Plan] = []


def register(plan: Plan) -> None:
    """Register the plan; called once when the application is ready."""
    _registered[:] = [plan]


def offers(page_id: int, language: str) -> bool:
    """Tell whether readers may ask for a page in a language."""
    return any(plan.offers(page_id, language) for plan in _registered)


def ask(page_id: int, language: str, *, again: bool = False) -> bool:
    """Note that a reader asks for a page in a language; False where that is not offered."""
    return any(plan.ask(page_id, language, again=again) for plan in _registered)
