"""The desk as the keeper of the gate before translated columns: what forms ask, and what they hand over."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from django.db.models import Max
from django.template.loader import render_to_string

from core.columns import ColumnState
from core.i18n import locale_code
from translation_desk import permissions, proposals
from translation_desk.models import ColumnProposal

_taken: ContextVar[list[int] | None] = ContextVar("taken", default=None)
"""How many texts the present request handed over, form by form; None outside of requests of the administration."""


class DeskGate:
    """What `core.columns.ColumnGate` says."""

    def may_write(self, user: Any, code: str) -> bool:
        """Tell whether somebody has a role in a language."""
        return user is not None and code in {locale_code(pk) for pk in _own_locales(user)}

    def may_write_facts(self, user: Any) -> bool:
        """Tell whether somebody keeps what belongs to no language."""
        return user is not None and permissions.writes_english(user)

    def states(self, instance: models.Model) -> Mapping[str, ColumnState]:
        """Return the newest proposal of each column, as forms show it."""
        newest = proposals.of_row(instance).order_by().values("field", "locale").annotate(newest=Max("pk")).values("newest")
        found = ColumnProposal.objects.filter(pk__in=newest).select_related("author", "decided_by")
        states = {}
        for proposal in found:
            context = {"proposal": proposal, "live": proposal.live_text(instance)}
            note = render_to_string("translation_desk/columns/note.html", context)
            states[proposal.column] = ColumnState(proposal.text if proposal.is_waiting else None, note)
        return states

    def take(self, instance: models.Model, texts: Mapping[str, str], user: Any) -> None:
        """Propose what was typed. Columns that are not the person's cannot be among it: their fields take nothing."""
        made = proposals.propose(user, instance, texts)
        counts = _taken.get()
        if counts is not None and made:
            counts.append(len(made))


def _own_locales(user: Any) -> set[int]:
    if not hasattr(user, "_desk_own_locales"):
        user._desk_own_locales = permissions.locales_to_propose(user)
    return user._desk_own_locales


@contextmanager
def counting() -> Iterator[list[int]]:
    """Count the texts that forms hand over in a block: a list with a number for each form."""
    counts: list[int] = []
    token = _taken.set(counts)
    try:
        yield counts
    finally:
        _taken.reset(token)


gate = DeskGate()
