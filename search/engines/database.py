"""What engines inside a database share: filters, versions, order, counting. How tokens are matched is each engine's own.

Every statement starts from the documents that match, found once (`hits`), and looks the rest up from there: left to choose,
SQLite would start from a filter and ask the full-text index about one document after the other.

The text of a statement is made of constants only; whatever a visitor or a document contributes is a parameter.
"""
# ruff: noqa: S608  # see above

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connections

from search.engines.base import Alternative, Engine, Expression, Order, Request

DOCUMENT = "search_searchdocument"
FACET = "search_documentfacet"
VALUE = "search_facetvalue"

ORDERS: Mapping[Order, str] = {
    "relevance": "score DESC, id DESC",
    "newest": "date DESC NULLS LAST, id DESC",
    "oldest": "date ASC NULLS LAST, id ASC",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its parameters."""

    sql: str
    parameters: tuple[Any, ...] = ()


def joined(separator: str, parts: Iterable[Statement]) -> Statement:
    """Return statements as one."""
    parts = list(parts)
    return Statement(separator.join(part.sql for part in parts), tuple(one for part in parts for one in part.parameters))


def language_token(language: str) -> str:
    """Return the token that names a document's language in the index. No other has a sign in it, so none is like it."""
    return f"={language}"


def checked(token: str) -> str:
    """Return a token, fit to stand between quotes: its makers let letters and digits through only, and this is the last look."""
    if not token.isalnum():
        message = f"not a token of letters and digits: {token!r}"
        raise ValueError(message)
    return token


def is_phrase(alternative: Alternative) -> bool:
    """Say whether neighbours matter."""
    return alternative.phrase and len(alternative.tokens) > 1


class DatabaseEngine(Engine):
    """An index inside a database, which the database keeps in step."""

    @abstractmethod
    def matches(self, expressions: Mapping[str, Expression], *, scored: bool) -> Statement:
        """Return a SELECT of `id` and `score`, the higher the better, of documents that match; weights are not looked at."""

    def find(self, request: Request, *, limit: int, offset: int = 0) -> list[int]:
        """Return ids of documents in the order asked for."""
        if not _groups(request):
            return []
        found = self._found(request, scored=request.order == "relevance")
        sql = f"{found.sql} SELECT id FROM found ORDER BY {ORDERS[request.order]} LIMIT %s OFFSET %s"
        return [row[0] for row in self._rows(Statement(sql, (*found.parameters, limit, offset)))]

    def find_and_count(self, request: Request, *, limit: int) -> tuple[list[int], int]:
        """Return the first ids of documents in the order asked for, and how many there are. One query."""
        if not _groups(request):
            return [], 0
        found = self._found(request, scored=request.order == "relevance")
        sql = f"{found.sql} SELECT id, COUNT(*) OVER () FROM found ORDER BY {ORDERS[request.order]} LIMIT %s"
        rows = self._rows(Statement(sql, (*found.parameters, limit)))
        return [row[0] for row in rows], rows[0][1] if rows else 0

    def counts(self, requests: Sequence[Request]) -> list[int]:
        """Return how many documents each request finds."""
        asked = [place for place, request in enumerate(requests) if _groups(request)]
        found = [0] * len(requests)
        if asked:
            each = [self._found(requests[place], scored=False) for place in asked]
            counted = joined(", ", (Statement(f"({one.sql} SELECT COUNT(*) FROM found)", one.parameters) for one in each))
            (row,) = self._rows(Statement(f"SELECT {counted.sql}", counted.parameters))
            for place, number in zip(asked, row, strict=True):
                found[place] = number
        return found

    def facets(self, request: Request, names: Sequence[str]) -> dict[str, dict[int, int]]:
        """Return the number of documents per id of facet value, by facet; each facet without its own filter."""
        numbers: dict[str, dict[int, int]] = {name: {} for name in names}
        if not _groups(request):
            return numbers
        free = [name for name in names if not request.filters.get(name)]
        if free:
            self._count_values(request, free, numbers)
        for name in names:
            if name not in free:
                others = {facet: ids for facet, ids in request.filters.items() if facet != name}
                self._count_values(replace(request, filters=others), [name], numbers)
        return numbers

    def _count_values(self, request: Request, names: Sequence[str], numbers: dict[str, dict[int, int]]) -> None:
        found = self._found(request, scored=False)
        places = ", ".join(["%s"] * len(names))
        sql = f"""{found.sql} SELECT value.facet, value.id, counted.number FROM (
            SELECT given.value_id, COUNT(*) AS number FROM found CROSS JOIN {FACET} AS given
            WHERE given.document_id = found.id GROUP BY given.value_id
        ) AS counted JOIN {VALUE} AS value ON value.id = counted.value_id WHERE value.facet IN ({places})"""
        for facet, value, number in self._rows(Statement(sql, (*found.parameters, *names))):
            numbers[facet][value] = number

    def _found(self, request: Request, *, scored: bool) -> Statement:
        """Return a WITH clause whose `found` has the id, score and date of what a request finds."""
        hits = self._hits(request.expressions, scored=scored)
        conditions = [_has_value(ids) for ids in request.filters.values() if ids]
        columns = ["hits.id", "hits.score"]
        source = "hits"
        parameters: tuple[Any, ...] = ()
        if request.order != "relevance" or request.versions or request.without:
            source = f"hits CROSS JOIN {DOCUMENT} AS document"
            conditions.append(Statement("document.id = hits.id"))
            columns.append("document.date")
        if request.without and _groups(request.without):
            conditions.append(self._other_pages(request.without))
        if request.versions:
            cases = " ".join("WHEN %s THEN %s" for _language in request.versions)
            order = f"CASE document.language {cases} ELSE {len(request.versions)} END, hits.id"
            columns.append(f"ROW_NUMBER() OVER (PARTITION BY document.translation_key ORDER BY {order}) AS version")
            parameters = tuple(one for pair in zip(request.versions, range(len(request.versions)), strict=True) for one in pair)
        where = joined(" AND ", conditions)
        sql = f"SELECT {', '.join(columns)} FROM {source}" + (f" WHERE {where.sql}" if conditions else "")
        if request.versions:
            sql = f"SELECT id, score, date FROM ({sql}) AS versions WHERE version = 1"
        return Statement(
            f"WITH hits AS MATERIALIZED ({hits.sql}), found AS ({sql})", (*hits.parameters, *parameters, *where.parameters)
        )

    def _other_pages(self, request: Request) -> Statement:
        """Return the condition that a document is no version of what a request finds."""
        found = self._found(request, scored=False)
        keys = f"SELECT version.translation_key FROM found CROSS JOIN {DOCUMENT} AS version WHERE version.id = found.id"
        return Statement(f"document.translation_key NOT IN ({found.sql} {keys})", found.parameters)

    def _hits(self, expressions: Mapping[str, Expression], *, scored: bool) -> Statement:
        """Return a SELECT of `id` and `score` of the documents that match the expression of their language."""
        plain = {language: asked for language, asked in expressions.items() if asked.groups and not asked.weights}
        parts = [self.matches(plain, scored=scored)] if plain else []
        parts += [self._weighed(language, asked) for language, asked in expressions.items() if asked.groups and asked.weights]
        return joined(" UNION ALL ", parts)

    def _weighed(self, language: str, expression: Expression) -> Statement:
        """Return a SELECT of the documents in which groups of enough weight match."""
        parts = []
        for group, weight in zip(expression.groups, expression.weights, strict=True):
            hits = self.matches({language: Expression((group,))}, scored=False)
            sql = f"SELECT id, CAST(%s AS integer) AS weight FROM ({hits.sql}) AS hits"
            parts.append(Statement(sql, (weight, *hits.parameters)))
        each = joined(" UNION ALL ", parts)
        sql = f"SELECT id, SUM(weight) AS score FROM ({each.sql}) AS words GROUP BY id HAVING SUM(weight) >= %s"
        return Statement(f"SELECT id, score FROM ({sql}) AS weighed", (*each.parameters, expression.enough))

    def _rows(self, statement: Statement) -> list[tuple[Any, ...]]:
        with connections[self.alias].cursor() as cursor:
            cursor.execute(statement.sql, statement.parameters)
            return list(cursor.fetchall())


def _groups(request: Request) -> bool:
    """Say whether a request asks for anything."""
    return any(expression.groups for expression in request.expressions.values())


def _has_value(ids: Sequence[int]) -> Statement:
    """Return the condition that a document has one of the values of a facet."""
    places = ", ".join(["%s"] * len(ids))
    sql = f"EXISTS (SELECT 1 FROM {FACET} AS given WHERE given.document_id = hits.id AND given.value_id IN ({places}))"
    return Statement(sql, tuple(ids))
