"""SQLite: an FTS5 table that keeps no texts of its own; triggers of the document table keep it in step.

A table without content forgets a document when it is told once more what the document said, which triggers know.
"""
# ruff: noqa: S608  # the text of a statement is made of constants only; what is asked is a parameter

from collections.abc import Mapping

from django.db import connections, transaction

from search.engines.base import Alternative, Expression, Group
from search.engines.database import DOCUMENT, DatabaseEngine, Statement, checked, is_phrase, language_token

INDEX = "search_index"
STREAMS = ("title_tokens", "topic_tokens", "body_tokens")
"""Columns whose tokens have neighbours."""
COLUMNS = (*STREAMS, "further_tokens")
WEIGHTS = "8, 4, 1, 0.5, 0"
"""Of the columns and of the language, for the score."""

# Tokens are ready made: every character beyond ASCII belongs to one, and so do the signs in the token of a language.
TABLE = (
    f"""CREATE VIRTUAL TABLE {INDEX} USING fts5({", ".join(COLUMNS)}, language, content='', tokenize="ascii tokenchars '=-'")"""
)
NAMES = f"{', '.join(COLUMNS)}, language"
CHANGED = " OR ".join(f"old.{column} IS NOT new.{column}" for column in ("id", "language", *COLUMNS))


def _row(of: str) -> str:
    """Return the values of a document's row in the index."""
    prefix = f"{of}." if of else ""
    return f"{prefix}id, {', '.join(prefix + column for column in COLUMNS)}, '=' || {prefix}language"


ADD = f"INSERT INTO {INDEX}(rowid, {NAMES}) VALUES ({_row('new')});"
FORGET = f"INSERT INTO {INDEX}({INDEX}, rowid, {NAMES}) VALUES ('delete', {_row('old')});"
FILL = f"INSERT INTO {INDEX}(rowid, {NAMES}) SELECT {_row('')} FROM {DOCUMENT}"
TRIGGERS = {
    f"{INDEX}_added": f"AFTER INSERT ON {DOCUMENT} BEGIN {ADD} END",
    f"{INDEX}_removed": f"AFTER DELETE ON {DOCUMENT} BEGIN {FORGET} END",
    f"{INDEX}_changed": f"AFTER UPDATE ON {DOCUMENT} WHEN {CHANGED} BEGIN {FORGET} {ADD} END",
}


class SQLiteEngine(DatabaseEngine):
    """The index of an SQLite database."""

    def prepare(self) -> None:
        """Make the index and the triggers where they are missing or were made otherwise, and fill the index."""
        wanted = {INDEX: TABLE} | {name: f"CREATE TRIGGER {name} {rest}" for name, rest in TRIGGERS.items()}
        connection = connections[self.alias]
        with transaction.atomic(using=self.alias), connection.cursor() as cursor:
            places = ", ".join(["%s"] * len(wanted))
            cursor.execute(f"SELECT name, sql FROM sqlite_master WHERE name IN ({places})", tuple(wanted))
            if dict(cursor.fetchall()) == wanted:
                return
            for name in TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")
            # Without parameters, so that nothing in the text is taken for a place of one.
            for statement in wanted.values():
                cursor.execute(statement, None)
            cursor.execute(FILL)

    def matches(self, expressions: Mapping[str, Expression], *, scored: bool) -> Statement:
        """Return a SELECT of `id` and `score` of documents that match."""
        query = " OR ".join(
            f'("{language_token(language)}" AND {" AND ".join(map(_group, expression.groups))})'
            for language, expression in expressions.items()
        )
        # FTS5 gives better matches lower numbers.
        score = f"-bm25({INDEX}, {WEIGHTS})" if scored else "0"
        return Statement(f"SELECT rowid AS id, {score} AS score FROM {INDEX} WHERE {INDEX} MATCH %s", (query,))


def _group(group: Group) -> str:
    return f"({' OR '.join(map(_alternative, group.alternatives))})"


def _alternative(alternative: Alternative) -> str:
    tokens = [f'"{checked(token)}"' for token in alternative.tokens]
    if is_phrase(alternative):
        return f"({{{' '.join(STREAMS)}}} : {' + '.join(tokens)})"
    return f"({' AND '.join(tokens)})"
