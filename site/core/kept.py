"""What the site keeps about people, and for how long, as it is set: for the privacy notice.

The foundation does not know what the sections keep. Each registers a function that says it in the language of the reader.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import low_data


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept."""

    what: str
    how_long: str


Giver = Callable[[], Iterable[Kept]]
_givers: list[Giver] = []


def register(giver: Giver) -> None:
    """Register a function that says what a section keeps; called once when an application is ready."""
    if giver not in _givers:
        _givers.append(giver)


def all_kept() -> list[Kept]:
    """Return everything that is kept, what every visitor may get first."""
    cookie = Kept(
        _("A cookie in your browser, “%(name)s”: whether you want pages without pictures. Visitors can get no other.")
        % {"name": low_data.COOKIE},
        _("One year from your choice; none without it"),
    )
    return [cookie, *(kept for giver in _givers for kept in giver())]
