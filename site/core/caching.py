"""What the cache must forget when its source changes."""

from collections.abc import Iterable

from django.core.cache import cache
from django.db import transaction


def forget(keys: Iterable[str]) -> None:
    """Drop cached values: now, and once more after the commit.

    Between the two another process may build them again from what was there before.
    """
    known = list(keys)
    cache.delete_many(known)
    transaction.on_commit(lambda: cache.delete_many(known))
