"""Vocabulary entries and their names, remembered."""

from collections.abc import Callable, Iterable
from typing import Any

from core.i18n import active_language
from core.remembering import remembered
from vocabulary.models.entries import Entry
from vocabulary.models.parties import Party, ShownName


def names_of(model: type[Entry] | type[Party]) -> Callable[[Iterable[str]], dict[str, str | ShownName]]:
    """Return a function that gives the names of codes in the reader's language, without a query once they are remembered."""

    def names(codes: Iterable[str]) -> dict[str, str | ShownName]:
        known = remembered(("names", model._meta.label, active_language().code), lambda: model.objects.all().names())
        return {code: known[code] for code in codes if code in known}

    return names


def entries_of(model: type[Entry]) -> dict[int, Any]:
    """Return every entry of a short vocabulary by id, without a query once they are remembered."""
    return remembered(("entries", model._meta.label), model._default_manager.in_bulk)
