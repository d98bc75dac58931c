"""The answer to a query: which documents, in what order, how many, how they spread over the facets.

First the documents with all words. Where these are fewer than three, documents follow that have at least half of the words,
weighed by rarity: a word that few documents have says more about what is meant. The number of queries does not grow with them.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db import router
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Left
from django.utils import timezone

from core.i18n import CODES, SOURCE_CODE
from core.remembering import remembered, remembered_each
from search import lexicon
from search.asking import Asked, ask, expressed, wanted_of
from search.engines import Engine, Expression, Order, Request, engine
from search.models import FacetValue, SearchDocument
from search.ranking import CANDIDATES, OPENING, Candidate, Ranking

FACETS = ("section", "topic", "country", "type", "year")
"""Facets whose values documents have. The language is a facet too, but of the request: each has an expression of its own."""
LANGUAGE = "language"
ORDERS: tuple[Order, ...] = ("relevance", "newest", "oldest")
COLUMNS = ("pk", "language", "title", "title_tokens", "topic_tokens", "opening", "date", "section", "type")
"""What the order depends on, as `Candidate` has it."""
FEW = 3
MOST_PAGES = 2000
ANSWER = 20
"""Kilobytes that an answer takes at most. It is remembered: visitors turn the pages of results, and many ask for the same."""
MOST_CODES = 20
UNSHOWN = ("files_text", "title_tokens", "topic_tokens", "body_tokens", "further_tokens", "fingerprint", "indexed_at")
"""Columns that a result does not print. Texts of files may be very long; who shows them reads them for all results at once."""


@dataclass(slots=True)
class Found:
    """A document as a result. Texts of files and tokens are not loaded."""

    document: SearchDocument
    wanted: frozenset[str]
    """Tokens to mark, in the language of the document."""
    partial: bool = False
    """Some words are missing."""


@dataclass(slots=True)
class Outcome:
    """The results of a query, one page of them."""

    results: list[Found] = field(default_factory=list)
    total: int = 0
    exact_total: int = 0
    """Number of documents with all words."""
    page: int = 1
    """Page of results shown: the nearest there is to the one asked for."""
    pages: int = 1
    order: Order = "relevance"
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    """Number of documents by facet and code, each facet without its own filter."""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Codes that were filtered by."""
    unknown: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Codes asked for that no document has; they were left out."""

    @property
    def documents(self) -> list[SearchDocument]:
        """The documents of the page of results."""
        return [found.document for found in self.results]

    @property
    def partial(self) -> bool:
        """Say whether there are documents with only some of the words."""
        return self.total > self.exact_total


@dataclass(slots=True)
class Elsewhere:
    """What other languages have about a query."""

    results: list[Found] = field(default_factory=list)
    total: int = 0
    """Number of pages; their versions count once."""

    @property
    def documents(self) -> list[SearchDocument]:
        """The documents."""
        return [found.document for found in self.results]


class _Search:
    """One query as it is being answered."""

    def __init__(self, asked: Asked, filters: Mapping[str, Sequence[str]], order: str) -> None:
        self.asked = asked
        self.order: Order = next((known for known in ORDERS if known == order), ORDERS[0])
        self.engine = reading()
        self.codes = remembered("values of facets", _facet_codes)
        self.ids = {named: number for number, named in self.codes.items()}
        self.filters: dict[str, tuple[str, ...]] = {}
        self.unknown: dict[str, tuple[str, ...]] = {}
        for facet, wanted in filters.items():
            self._sort_out(facet, list(dict.fromkeys(wanted))[:MOST_CODES])
        self.everywhere = {asked.language: asked.expression, **in_other_languages(asked)}
        languages = self.filters.get(LANGUAGE, (asked.language,))
        self.request = Request(
            expressions={language: self.everywhere[language] for language in languages if language in self.everywhere},
            filters={
                facet: tuple(self.ids[facet, code] for code in codes)
                for facet, codes in self.filters.items()
                if facet != LANGUAGE
            },
            order=self.order,
        )
        self.widened = False
        """Documents with some of the words follow those with all of them."""
        self.few: tuple[int, ...] = ()
        """Documents with all words, where others follow."""
        self.exact_total = self.total = 0
        self.best: list[int] = []
        self.facets: dict[str, dict[str, int]] = {}

    def _sort_out(self, facet: str, codes: list[str]) -> None:
        known = [code for code in codes if ((facet, code) in self.ids if facet != LANGUAGE else code in CODES)]
        unknown = [code for code in codes if code not in known]
        if known:
            self.filters[facet] = tuple(known)
        if unknown:
            self.unknown[facet] = tuple(unknown)

    def answer(self) -> None:
        """Find the best, count all, and count by facet."""
        self.best, self.total = self.engine.find_and_count(self.request, limit=CANDIDATES)
        if self._too_few():
            self._widen()
        if self.widened:
            self.few = tuple(self.best)
            self.best, self.total = self.engine.find_and_count(self.request, limit=CANDIDATES)
        self.exact_total = len(self.few) if self.widened else self.total
        counted = self.engine.facets(self.request, FACETS)
        self.facets = {
            facet: {self.codes[number][1]: count for number, count in counted[facet].items() if number in self.codes}
            for facet in FACETS
        }
        self.facets[LANGUAGE] = self._languages()

    def _too_few(self) -> bool:
        """Say whether documents with some of the words are asked for as well.

        Filters do not bear on it, or a facet would count other documents than it shows when it is chosen. A language that is not
        the query's own is counted without them, so they are asked for where there is nothing else. By date, the few documents
        with all words would be lost among the others.
        """
        enough = FEW if self.order == "relevance" and self.asked.language in self.request.expressions else 1
        if self.total >= enough:
            return False
        if not self.request.filters:
            return True
        return self.engine.count(replace(self.request, filters={}, order="relevance")) < enough

    def _languages(self) -> dict[str, int]:
        """Return the number of documents of each language, whichever languages are filtered by, in the order of the table."""
        expressions = {**self.everywhere, **self.request.expressions}
        # What is known already is not counted again.
        numbers = {language: self.total for language in self.request.expressions if len(self.request.expressions) == 1}
        others = [language for language in expressions if language not in numbers]
        asked = [replace(self.request, expressions={language: expressions[language]}) for language in others]
        numbers |= dict(zip(others, self.engine.counts(asked), strict=True))
        return {language: numbers[language] for language in CODES if numbers.get(language)}

    def _widen(self) -> None:
        """Ask for at least half of the words. A word that no document has is not counted."""
        ((language, expression), *more) = self.request.expressions.items() or [("", Expression(()))]
        if more or len(expression.groups) < 2:
            return
        each = [Request({language: Expression((group,))}) for group in expression.groups]
        numbers = self.engine.counts(each)
        weights = [round(1000 * math.log1p(sum(numbers) / number)) if number else 0 for number in numbers]
        if not any(weights):
            return
        wider = replace(expression, weights=tuple(weights), enough=max(1, math.ceil(sum(weights) / 2)))
        self.request = replace(self.request, expressions={language: wider})
        self.widened = True

    def page(self, start: int, end: int) -> list[int]:
        """Return the ids of a stretch of the results."""
        if self.order != "relevance" or start >= CANDIDATES:
            if end <= len(self.best):
                return self.best[start:end]
            return self.engine.find(self.request, limit=end - start, offset=start)
        best = in_order(self.asked, self.best, self.request.expressions, first=self.few)
        rest = self.engine.find(self.request, limit=end - CANDIDATES, offset=CANDIDATES) if end > CANDIDATES else []
        return [*best[start:end], *rest]


def _answered(asked: Asked, filters: Mapping[str, Sequence[str]], order: str) -> _Search:
    search = _Search(asked, filters, order)
    search.answer()
    return search


def find(
    asked: Asked,
    *,
    filters: Mapping[str, Sequence[str]] | None = None,
    order: str = "relevance",
    page: int = 1,
    per_page: int = 20,
) -> Outcome:
    """Answer a query in its language, or in the languages filtered by. Whatever is asked for beyond what exists is left out."""
    if not asked:
        return Outcome(facets={facet: {} for facet in (*FACETS, LANGUAGE)})
    chosen = {facet: tuple(codes) for facet, codes in (filters or {}).items()}
    search = remembered(("answer", asked, tuple(chosen.items()), order), lambda: _answered(asked, chosen, order), weight=ANSWER)
    pages = max(1, math.ceil(search.total / per_page))
    page = min(max(page, 1), pages)
    ids = search.page((page - 1) * per_page, min(page * per_page, search.total))
    wanted = {language: wanted_of(expression) for language, expression in search.everywhere.items()}
    partial = search.exact_total < search.total
    return Outcome(
        results=[
            Found(document, wanted.get(document.language, asked.wanted), partial and document.pk not in search.few)
            for document in shown(ids)
        ],
        total=search.total,
        exact_total=search.exact_total,
        page=page,
        pages=pages,
        order=search.order,
        facets=search.facets,
        filters=search.filters,
        unknown=search.unknown,
    )


def elsewhere(asked: Asked, limit: int = 5, *, without: Collection[UUID] = ()) -> Elsewhere:
    """Return what only other languages have about a query: of each page one version, the reader's language first.

    Pages with these translation keys are left out: what is shown beside what the query finds in full.
    """
    expressions = in_other_languages(asked) if asked else {}
    if not expressions:
        return Elsewhere()
    most = limit + len(without)
    ids, total = remembered(("elsewhere", asked, most), lambda: _elsewhere(asked, expressions, most))
    documents = shown(ids)
    others = [document for document in documents if document.translation_key not in without]
    return Elsewhere(
        [Found(document, wanted_of(expressions[document.language])) for document in others[:limit]],
        total - (len(documents) - len(others)),
    )


def _elsewhere(asked: Asked, expressions: Mapping[str, Expression], limit: int) -> tuple[list[int], int]:
    preferred = dict.fromkeys(code for code in (asked.reader, SOURCE_CODE, *CODES) if code in expressions)
    request = Request(expressions, without=Request({asked.language: asked.expression}), versions=tuple(preferred))
    return reading().find_and_count(request, limit=limit)


def _candidates(ids: Collection[int]) -> dict[int, Candidate]:
    """Return what the order of documents depends on, by id."""
    rows: QuerySet = SearchDocument.objects.filter(pk__in=ids).annotate(
        opening=Left("body_tokens", OPENING), section=KeyTextTransform("section", "facts"), type=KeyTextTransform("type", "facts")
    )
    return {row[0]: Candidate._make(row) for row in rows.values_list(*COLUMNS)}


def _facet_codes() -> dict[int, tuple[str, str]]:
    """Return facet and code of all values, by id."""
    found = FacetValue.objects.filter(facet__in=FACETS).values_list("pk", "facet", "code")
    return {number: (facet, code) for number, facet, code in found}


def reading() -> Engine:
    """Return the engine of the database that documents are read from, which may be a replica."""
    return engine(router.db_for_read(SearchDocument))


def found_pages(query: str, language: str) -> dict[int, int]:
    """Return the pages that a query finds in any language, by id, with their place in the order of relevance."""
    asked = ask(query, language)
    if not asked:
        return {}
    index = reading()
    own = index.find(Request({asked.language: asked.expression}), limit=MOST_PAGES)
    own = [*in_order(asked, own[:CANDIDATES], {asked.language: asked.expression}), *own[CANDIDATES:]]
    others = index.find(Request(in_other_languages(asked)), limit=MOST_PAGES - len(own)) if len(own) < MOST_PAGES else []
    ids = [*own, *others]
    # A list of thousands of ids would be more parameters than SQLite takes.
    page_ids: dict[int, int] = {}
    for start in range(0, len(ids), 500):
        page_ids |= dict(SearchDocument.objects.filter(pk__in=ids[start : start + 500]).values_list("pk", "page_id"))
    return {page_ids[number]: place for place, number in enumerate(ids) if number in page_ids}


def in_other_languages(asked: Asked) -> dict[str, Expression]:
    """Return what to search for in the other languages: translated where our terms can, else the words as they are."""
    translated = lexicon.translated(asked)
    expressions = {}
    for language in CODES:
        if language != asked.language:
            expression = translated.get(language) or expressed(asked.text, language)[0]
            if expression.groups:
                expressions[language] = expression
    return expressions


def shown(ids: Sequence[int]) -> list[SearchDocument]:
    """Return documents in a given order, with what a result prints."""
    documents = SearchDocument.objects.defer(*UNSHOWN).in_bulk(ids)
    return [documents[number] for number in ids if number in documents]


def in_order(asked: Asked, ids: Sequence[int], expressions: Mapping[str, Expression], *, first: Sequence[int] = ()) -> list[int]:
    """Return documents in the order that a reader expects; those of `first` before all others."""
    if len(ids) < 2:
        return list(ids)
    rankings = {
        language: Ranking(expression, asked.text, today=timezone.localdate()) for language, expression in expressions.items()
    }
    candidates = remembered_each("candidate", ids, _candidates)
    places = [rankings[one.language].place(one) for one in candidates.values()]
    exact = frozenset(first)
    return [number for *_points, number in sorted(places, key=lambda place: (place[-1] in exact, place), reverse=True)]
