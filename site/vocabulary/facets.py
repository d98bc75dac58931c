"""Vocabulary entries and their names, kept in the cache."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache import cache

from core import caching
from core.i18n import CODES, active_language
from core.reading import reading
from vocabulary.models.entries import Entry
from vocabulary.models.parties import Party, ShownName

LIFETIME = 3600


def cache_key(model: type[Entry] | type[Party], code: str) -> str:
    """Return the key under which the names of a vocabulary are cached for one language."""
    return f"names-{model._meta.label_lower}-{code}"


def names_of(model: type[Entry] | type[Party]) -> Callable[[Iterable[str]], dict[str, str | ShownName]]:
    """Return a function that gives the names of codes in the reader's language, without a query once they are cached."""

    def names(codes: Iterable[str]) -> dict[str, str | ShownName]:
        key = cache_key(model, active_language().code)
        known = cache.get(key)
        if known is None:
            with reading(replica=False):
                known = model.objects.all().names()
            cache.set(key, known, LIFETIME)
        return {code: known[code] for code in codes if code in known}

    return names


def entries_of(model: type[Entry]) -> dict[int, Any]:
    """Return every entry of a short vocabulary by id, without a query once they are cached."""
    key = f"entries-{model._meta.label_lower}"
    entries = cache.get(key)
    if entries is None:
        with reading(replica=False):
            entries = model._default_manager.in_bulk()
        cache.set(key, entries, LIFETIME)
    return entries


def forget(sender: Any, **_kwargs: Any) -> None:
    """Drop the cached names and entries of a vocabulary that changed."""
    caching.forget([*(cache_key(sender, code) for code in CODES), f"entries-{sender._meta.label_lower}"])
