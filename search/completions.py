"""What completes a query while somebody types: titles of documents, names of topics, countries and terms.

A row for each place where somebody may begin to type a text. Titles come and go with their documents.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db import transaction

import linguistics
from core.i18n import CODES
from search.models import Completion, DocumentFacet, SearchDocument
from search.rows import insert
from vocabulary.models import Country, Term, Topic

START_OF_NAME, MIDDLE_OF_NAME, START_OF_TITLE, MIDDLE_OF_TITLE = 40, 30, 20, 10
LONGEST = 255
LONGEST_KEY = 120
MOST_STARTS = 24
CHUNK = 500
FIELDS = ("language", "key", "text", "weight", "page")


def write(documents: Collection[SearchDocument]) -> None:
    """Offer the titles of documents in the place of their former ones."""
    forget(document.page_id for document in documents)
    rows = (
        row
        for document in documents
        for row in _rows(document.title, document.language, START_OF_TITLE, MIDDLE_OF_TITLE, page_id=document.page_id)
    )
    insert(Completion, FIELDS, rows)


def forget(page_ids: Iterable[int]) -> None:
    """Offer the titles of these pages no longer."""
    ids = list(page_ids)
    for start in range(0, len(ids), CHUNK):
        Completion.objects.filter(page__in=ids[start : start + CHUNK]).delete()


@transaction.atomic
def write_names() -> None:
    """Offer the names of all topics and terms, and of the countries that documents are about."""
    Completion.objects.filter(page=None).delete()
    countries = DocumentFacet.objects.filter(value__facet="country").values("value__code")
    sources = (
        ("term", Term.objects.filter(status__in=Term.SHOWN)),
        ("name", Topic.objects.all()),
        ("name", Country.objects.filter(code__in=countries)),
    )
    names = {
        (getattr(entry, f"{field}_{code.replace('-', '_')}") or "", code)
        for field, entries in sources
        for entry in entries
        for code in CODES
    }
    rows = (row for name, code in sorted(names) if name for row in _rows(name, code, START_OF_NAME, MIDDLE_OF_NAME))
    insert(Completion, FIELDS, rows)


def _rows(text: str, language: str, at_start: int, in_middle: int, page_id: int | None = None) -> Iterator[tuple[Any, ...]]:
    for place, key in enumerate(linguistics.starts(text, language)[:MOST_STARTS]):
        yield language, key[:LONGEST_KEY], text[:LONGEST], in_middle if place else at_start, page_id
