"""How a public page learns that its text is behind its English version.

Whoever keeps translations registers itself here once; without anybody, no page is behind. Asked once for each page that is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class CurrencyNotice:
    """What readers are told about a translation that lacks changes of the English."""

    since: date
    """When the newest of those changes was published."""
    urgent: bool = False
    passages: tuple[str, ...] = ()
    """What an urgent change concerns, in the language of the page."""
    english_url: str = ""


Keeper = Callable[[Page], CurrencyNotice | None]
_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Register the function that knows of a live page (its specific instance) what it lacks; called once when it is ready."""
    _keepers[:] = [keeper]


def notice(page: Page, english_url: str) -> CurrencyNotice | None:
    """Return what to tell the readers of a live page; None where it is as new as the English at that address."""
    found = _keepers[0](page) if _keepers else None
    return replace(found, english_url=english_url) if found else None
