"""Tells a balancer whether this process lives and whether it can answer visitors."""

import logging
import secrets
import time
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 10.0
"""Between two looks for missing migrations, which take a while. Once there are none it is not looked again."""


class Migrated:
    """Whether the database has all migrations of this code, as last seen."""

    def __init__(self) -> None:
        self.complete = False
        self.looked_at = -SECONDS_BETWEEN_LOOKS

    def look(self) -> None:
        """Raise RuntimeError where a migration is missing."""
        if not self.complete and time.monotonic() - self.looked_at >= SECONDS_BETWEEN_LOOKS:
            executor = MigrationExecutor(connection)
            self.complete = not executor.migration_plan(executor.loader.graph.leaf_nodes())
            self.looked_at = time.monotonic()
        if not self.complete:
            raise RuntimeError("migrations are missing")


migrated = Migrated()


def database() -> None:
    """Raise any error where the database does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def shared_cache() -> None:
    """Raise any error where the cache does not keep what it is given."""
    word = secrets.token_hex(8)
    key = f"ready-{word}"
    cache.set(key, word, 10)
    if cache.get(key) != word:
        raise RuntimeError("the cache lost what it was given")
    cache.delete(key)


def obstacles() -> list[str]:
    """Return a word for each thing that keeps this process from answering visitors: it reveals nothing, the log says more."""
    checks: dict[str, Callable[[], None]] = {"database": database, "migrations": migrated.look, "cache": shared_cache}
    found: list[str] = []
    for word, look in checks.items():
        if word == "migrations" and "database" in found:
            continue
        try:
            look()
        except Exception as error:
            logger.warning("Not ready: %s (%s: %s)", word, type(error).__name__, error)
            found.append(word)
    return found
