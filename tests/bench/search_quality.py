"""Recall and precision on the judged queries, ours and those of Wagtail's own search on the same texts as pages."""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.db import DatabaseError, transaction
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from search.asking import ask
from search.finding import find
from tests import factories
from tests.search import evaluation, rows, stock_index

Answer = Callable[[str], tuple[list[str], list[str]]]
"""Gives for a query the ids of the first results, and of all that are answers."""


def measure() -> dict[str, Any]:
    """Return recall among the first ten and precision, by language and in the mean, and a sum of what was found by each query."""
    with factories.undone():
        found = ours()
    with factories.undone():
        stock = _stock()
    answers = json.dumps({language: score.answers for language, score in found.items()}, sort_keys=True)
    return {"ours": _figures(found), "stock": _figures(stock), "answers": hashlib.sha256(answers.encode()).hexdigest()}


def ours() -> dict[str, evaluation.Score]:
    """Return how well our search does, by language."""
    scores = {}
    for language, known in evaluation.everything().items():
        stored = rows.documents({"language": language, "title": one["title"], "body": one["text"]} for one in known.documents)
        names = {document.pk: one["id"] for document, one in zip(stored, known.documents, strict=True)}

        def answer(text: str, language: str = language, names: dict[int, str] = names) -> tuple[list[str], list[str]]:
            results = find(ask(text, language), per_page=100).results
            exact = [names[found.document.pk] for found in results if not found.partial]
            return [names[found.document.pk] for found in results], exact

        scores[language] = _score(known, answer)
    return scores


def _stock() -> dict[str, evaluation.Score]:
    stock_index.make()
    homes = factories.homes()
    scores = {}
    for language, known in evaluation.everything().items():
        names: dict[int, str] = {}
        for one in known.documents:
            body = [{"type": "paragraph", "id": one["id"], "value": f"<p>{one['text']}</p>"}]
            made = factories.pages(
                factories.StandardPage, homes, one["id"].lower(), (language,), title=one["title"], summary=".", body=body
            )
            names[made[language].pk] = one["id"]
        index_stock(factories.StandardPage.objects.filter(pk__in=names))
        pages = Page.objects.filter(pk__in=names)

        def answer(text: str, pages: Any = pages, names: dict[int, str] = names) -> tuple[list[str], list[str]]:
            try:
                with transaction.atomic():
                    found = [names[page.pk] for page in pages.search(text, backend="stock")[:100]]
            except (DatabaseError, ValueError):
                # A quotation mark is an error to it on SQLite, a NUL on PostgreSQL.
                found = []
            return found, found

        scores[language] = _score(known, answer)
    return scores


def index_stock(pages: Iterable[Page]) -> None:
    """Enter pages in Wagtail's own index."""
    for page in pages:
        model = type(page)
        break
    else:
        return
    index = get_search_backend("stock").get_index_for_model(model)
    entries = list(pages)
    for start in range(0, len(entries), 500):
        index.add_items(model, entries[start : start + 500])


def _score(known: evaluation.Evaluation, answer: Answer) -> evaluation.Score:
    score = evaluation.Score()
    for query in known.queries:
        score.add(query, *answer(query.text))
    return score


def _figures(scores: dict[str, evaluation.Score]) -> dict[str, Any]:
    found = {
        language: {"recall": round(score.recall, 4), "precision": round(score.precision, 4)} for language, score in scores.items()
    }
    mean = {what: round(sum(one[what] for one in found.values()) / len(found), 4) for what in ("recall", "precision")}
    return {**found, "mean": mean}
