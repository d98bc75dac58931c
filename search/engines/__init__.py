"""The engines: SQLite's FTS5 and PostgreSQL's text search behind one interface."""

from functools import cache

from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.module_loading import import_string

from search.engines.base import Alternative, Engine, Expression, Group, Order, Request

__all__ = ["Alternative", "Engine", "Expression", "Group", "Order", "Request", "engine"]

BY_VENDOR = {
    "postgresql": "search.engines.postgresql.PostgreSQLEngine",
    "sqlite": "search.engines.sqlite.SQLiteEngine",
}


@cache
def engine(alias: str = DEFAULT_DB_ALIAS) -> Engine:
    """Return the engine of a database connection."""
    found: Engine = import_string(BY_VENDOR[connections[alias].vendor])(alias)
    return found
