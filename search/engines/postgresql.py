"""PostgreSQL: a generated column of ready tokens with a GIN index.

PostgreSQL keeps at most 256 places of a token and none beyond the 16,383rd, so places only serve the score. Whether tokens of
a phrase are neighbours is read in the token columns themselves, of the documents that have them all.
"""
# ruff: noqa: S608  # the text of a statement is made of constants only; what is asked is a parameter

import hashlib
from collections.abc import Mapping

from django.db import connections, transaction

from search.engines.base import Alternative, Expression, Group
from search.engines.database import DOCUMENT, DatabaseEngine, Statement, checked, is_phrase, joined, language_token

INDEX = "search_index"
COLUMN = "search_vector"
HEAD = "search_head"
"""Column of the tokens of title and topics alone. It is short, so that it stands in the row itself and is quickly read."""
MANY = 2000
"""Of more documents than this, only the head is looked at for the score."""
STREAMS = {"title_tokens": "A", "topic_tokens": "B", "body_tokens": "D"}
"""Columns whose tokens have neighbours, with their weight in the score."""
LETTER = "x"
"""Begins every token in the index: without it, PostgreSQL reads a token like 1e5b as a number and a word."""


def _columns() -> dict[str, str]:
    """Return the expressions of the generated columns."""
    title, topics, body = (
        f"setweight(to_tsvector('simple'::regconfig, '{LETTER}' || replace({name}, ' ', ' {LETTER}')), '{weight}')"
        for name, weight in STREAMS.items()
    )
    further = f"array_to_tsvector(string_to_array('{LETTER}' || replace(further_tokens, ' ', ' {LETTER}'), ' '))"
    language = "array_to_tsvector(ARRAY['=' || language])"
    return {HEAD: f"{title} || {topics}", COLUMN: f"{title} || {topics} || {body} || {further} || {language}"}


COLUMNS = _columns()
MADE_AS = hashlib.sha256(repr(COLUMNS).encode()).hexdigest()
"""Kept as a comment of the column: PostgreSQL tells an expression in words of its own, which cannot be compared."""


class PostgreSQLEngine(DatabaseEngine):
    """The index of a PostgreSQL database."""

    def prepare(self) -> None:
        """Make the column and its index where they are missing or were made otherwise."""
        with transaction.atomic(using=self.alias), connections[self.alias].cursor() as cursor:
            cursor.execute(
                "SELECT col_description(attrelid, attnum), to_regclass(%s) IS NOT NULL FROM pg_attribute"
                " WHERE attrelid = to_regclass(%s) AND attname = %s AND NOT attisdropped",
                (INDEX, DOCUMENT, COLUMN),
            )
            if cursor.fetchone() == (MADE_AS, True):
                return
            dropped = ", ".join(f"DROP COLUMN IF EXISTS {name}" for name in COLUMNS)
            cursor.execute(f"ALTER TABLE {DOCUMENT} {dropped}")
            added = (f"ADD COLUMN {name} tsvector GENERATED ALWAYS AS ({text}) STORED" for name, text in COLUMNS.items())
            cursor.execute(f"ALTER TABLE {DOCUMENT} {', '.join(added)}")
            cursor.execute(f"COMMENT ON COLUMN {DOCUMENT}.{COLUMN} IS '{MADE_AS}'")
            cursor.execute(f"CREATE INDEX {INDEX} ON {DOCUMENT} USING gin ({COLUMN})")

    def tidy(self) -> None:
        """Enter in the index what waits for it, which every search has to read until then, and have the new rows counted."""
        with connections[self.alias].cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list(%s)", (INDEX,))
            cursor.execute(f"ANALYZE {DOCUMENT}")

    def matches(self, expressions: Mapping[str, Expression], *, scored: bool) -> Statement:
        """Return a SELECT of `id` and `score` of documents that match."""
        query = " | ".join(
            f"('{language_token(language)}' & {' & '.join(map(_group, expression.groups))})"
            for language, expression in expressions.items()
        )
        matched = Statement(f"FROM {DOCUMENT} WHERE {COLUMN} @@ %s::tsquery", (query,))
        if any(is_phrase(one) for asked in expressions.values() for group in asked.groups for one in group.alternatives):
            neighbours = joined(" OR ", (_neighbours(language, asked) for language, asked in expressions.items()))
            matched = Statement(f"{matched.sql} AND ({neighbours.sql})", (*matched.parameters, *neighbours.parameters))
        if not scored:
            return Statement(f"SELECT id, 0 AS score {matched.sql}", matched.parameters)
        sql = f"""SELECT id, score FROM (
            WITH matched AS MATERIALIZED (SELECT id, ts_rank({HEAD}, %s::tsquery) AS score {matched.sql}),
            total AS MATERIALIZED (SELECT COUNT(*) AS number FROM matched)
            SELECT id, score FROM matched WHERE (SELECT number FROM total) > {MANY}
            UNION ALL
            SELECT document.id, ts_rank(document.{COLUMN}, %s::tsquery, 1) FROM matched CROSS JOIN {DOCUMENT} AS document
            WHERE document.id = matched.id AND (SELECT number FROM total) <= {MANY}
        ) AS scored"""
        tokens = _any_token(expressions)
        return Statement(sql, (tokens, *matched.parameters, tokens))


def _lexeme(token: str) -> str:
    return f"'{LETTER}{checked(token)}'"


def _group(group: Group) -> str:
    return f"({' | '.join(map(_alternative, group.alternatives))})"


def _alternative(alternative: Alternative) -> str:
    return f"({' & '.join(map(_lexeme, alternative.tokens))})"


def _any_token(expressions: Mapping[str, Expression]) -> str:
    """Return a query for any of the tokens, which is what the score looks for."""
    tokens = (
        token
        for expression in expressions.values()
        for group in expression.groups
        for alternative in group.alternatives
        for token in alternative.tokens
    )
    return " | ".join(map(_lexeme, dict.fromkeys(tokens)))


def _neighbours(language: str, expression: Expression) -> Statement:
    """Return the condition that phrases stand in one of the streams of a document in a language."""
    groups = (
        Statement(f"({either.sql})", either.parameters)
        for group in expression.groups
        if any(map(is_phrase, group.alternatives))
        for either in [joined(" OR ", map(_has, group.alternatives))]
    )
    both = joined(" AND ", (Statement("language = %s", (language,)), *groups))
    return Statement(f"({both.sql})", both.parameters)


def _has(alternative: Alternative) -> Statement:
    if not is_phrase(alternative):
        return Statement(f"{COLUMN} @@ %s::tsquery", (_alternative(alternative),))
    phrase = f" {' '.join(alternative.tokens)} "
    return joined(" OR ", (Statement(f"strpos(' ' || {name} || ' ', %s) > 0", (phrase,)) for name in STREAMS))
