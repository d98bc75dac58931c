"""Wagtail's own search, as the lists and choosers of the administration use it, for titles in six languages.

A thin layer over Wagtail's backend of the database: a query is also asked in the spelling that `title_keys` gives, and loses the
characters that bring the stock backends down. Indexing, ranking and filters stay Wagtail's.
"""

from functools import cache
from typing import Any

from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchBackend, OrderByFieldError
from modelsearch.query import And, Boost, Not, Or, Phrase, PlainText, SearchQuery

from search import title_keys

HARMFUL = str.maketrans({'"': " ", "\x00": " "})
"""A quotation mark ends a string of SQLite's query language, NUL any text of either database."""


class FoldingMixin:
    """Asks a query in both spellings."""

    def _search(self, query_compiler_class: Any, query: Any, model_or_queryset: Any, **kwargs: Any) -> Any:
        if isinstance(query, str):
            query = PlainText(query, operator=kwargs.get("operator") or PlainText.DEFAULT_OPERATOR)
        # A query of nothing finds nothing, as in the stock backends.
        widened = _widened(query) or ""
        ask: Any = super()._search  # type: ignore[misc]  # a mixin
        try:
            return ask(query_compiler_class, widened, model_or_queryset, **kwargs)
        except OrderByFieldError:
            # The list is sorted by a column that the index does not know: the best matches first are better than a failure.
            return ask(query_compiler_class, widened, model_or_queryset, **{**kwargs, "order_by_relevance": True})


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802  # the name that Wagtail asks for
    """Return the folding backend of the database in use."""
    stock: Any = type(database.SearchBackend(params))
    return _folding(stock)(params)


@cache
def _folding(stock: Any) -> type[BaseSearchBackend]:
    """Return a stock backend with our layer over it."""
    return type(f"Folding{stock.__name__}", (FoldingMixin, stock), {})


def _widened(query: SearchQuery) -> SearchQuery | None:
    """Return a query that finds what was typed in either spelling; None where it asks for nothing."""
    match query:
        case PlainText():
            return _either(query)
        case Phrase():
            text = _harmless(query.query_string)
            return Phrase(text) if text else None
        case And() | Or():
            parts = [part for part in map(_widened, query.subqueries) if part is not None]
            return type(query)(parts) if parts else None
        case Not() | Boost():
            part = _widened(query.subquery)
            if part is None:
                return None
            return Not(part) if isinstance(query, Not) else Boost(part, query.boost)
        case _:
            return query


def _either(query: PlainText) -> SearchQuery | None:
    plain = _harmless(query.query_string)
    if not plain:
        return None
    as_typed = PlainText(plain, operator=query.operator, boost=query.boost)
    folded = " ".join(title_keys.of_query(plain))
    if not folded or folded == plain:
        return as_typed
    return Or([as_typed, PlainText(folded, operator=query.operator, boost=query.boost)])


def _harmless(text: str) -> str:
    return " ".join(text.translate(HARMFUL).split())
