"""Queries without results, kept so that staff learn which words and pages are missing. Nothing tells who asked."""

import logging
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError, connections, router
from django.utils import timezone

from search.models import FruitlessQuery

if TYPE_CHECKING:
    from search.asking import Asked

logger = logging.getLogger(__name__)

LONGEST = 100
"""Characters of a query that is kept. Longer ones are pasted texts, which may say anything about anybody."""
MOST_A_DAY = 1000
"""Different queries that are kept a day, so that a program which tries words cannot fill the table."""

PATIENCE = 50
"""Milliseconds that a visitor waits at most for a database which others write to; one count is worth no more."""

PERSONAL = re.compile(
    r"@|://|\bwww\.|\.(?:com|org|net|info|html?|php)\b"  # mail and web addresses
    r"|(?:\d[\s().+/-]*){6,}"  # numbers of telephones, passports, accounts
)


def record(asked: "Asked") -> None:
    """Count a query that found nothing in full. One statement; whatever goes wrong, the visitor gets the page."""
    words = kept_words(asked.text)
    if words is None:
        return
    table = FruitlessQuery._meta.db_table
    # One statement that either adds a row, as long as there is room today, or counts on: two visitors at once lose no count.
    # The names stand in the model, and every value is a parameter.
    statement = f"""
        INSERT INTO {table} (language, query, day, times)
        SELECT %s, %s, %s, 1
        WHERE (SELECT COUNT(*) FROM {table} WHERE day = %s) < %s
            OR EXISTS (SELECT 1 FROM {table} WHERE language = %s AND query = %s AND day = %s)
        ON CONFLICT (language, query, day) DO UPDATE SET times = {table}.times + 1
    """  # noqa: S608  # only the table's name is put in, and it comes from the model
    day = FruitlessQuery._meta.get_field("day")
    connection = connections[router.db_for_write(FruitlessQuery)]
    today = day.get_db_prep_value(timezone.localdate(), connection)
    values = [asked.language, words, today, today, MOST_A_DAY, asked.language, words, today]
    try:
        with _impatient(connection), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError as error:
        logger.warning("a query without results could not be counted: %s", type(error).__name__)


@contextmanager
def _impatient(connection: Any) -> Iterator[None]:
    """Give up soon where somebody else writes to an SQLite database, which one at a time may do; others need not wait."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    (before,) = connection.connection.execute("PRAGMA busy_timeout").fetchone()
    connection.connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        connection.connection.execute(f"PRAGMA busy_timeout = {before}")


def kept_words(text: str) -> str | None:
    """Return a query as it is kept: one spelling of spaces and capitals. None where nothing may or need be kept."""
    words = " ".join(unicodedata.normalize("NFC", text).lower().split())
    if not words or len(words) > LONGEST or not any(character.isalnum() for character in words):
        return None
    # Digits of other scripts and full-width signs are compared as their plain forms.
    plain = unicodedata.normalize("NFKC", words)
    return None if PERSONAL.search(plain) else words


def purge() -> int:
    """Delete what is older than the portal keeps it, and return how many rows that were."""
    last = timezone.localdate() - timedelta(days=settings.SEARCH_QUERIES_KEPT_DAYS)
    deleted, _per_model = FruitlessQuery.objects.filter(day__lt=last).delete()
    return deleted
