"""The engines: SQLite's FTS5 and PostgreSQL's text search behind one interface."""

from search.engines.base import Alternative, Engine, Expression, Group, Order, Request

__all__ = ["Alternative", "Engine", "Expression", "Group", "Order", "Request"]
