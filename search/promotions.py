"""Pages that staff put first for certain queries.

A table of our own, since Wagtail's `search_promotions` knows a query by its exact spelling, once for all languages ("solar" is
English, French and Spanish), and counts every query of visitors besides. Here a page is promoted in its own language, and queries
are compared as the search compares words.
"""

from typing import TYPE_CHECKING

from wagtail.models import Page

from core.remembering import remembered
from core.versions import public
from search.models import Promotion, SearchDocument
from search.synonyms import tokens_of_phrase

if TYPE_CHECKING:
    from search.asking import Asked

MOST = 3
"""Promoted results of one query; more would hide what the search found."""

Known = dict[frozenset[str], list[int]]
"""Ids of promoted pages by the tokens of a query, in order."""


def promoted(asked: "Asked") -> list[SearchDocument]:
    """Return what staff promote for a query. One query, and only where something is promoted for these words.

    A page that is no longer live and public has no document; it is asked about all the same, since that document goes a moment
    later than the page.
    """
    tokens = frozenset(tokens_of_phrase(asked.text, asked.language))
    page_ids = promoted_pages(asked.language).get(tokens, [])[:MOST] if tokens else []
    if not page_ids:
        return []
    documents = SearchDocument.objects.filter(page__in=public(Page.objects.live().filter(pk__in=page_ids)).values("pk"))
    return sorted(documents.defer("body", "files_text"), key=lambda document: page_ids.index(document.page_id))


def promoted_pages(language: str) -> Known:
    """Return the promoted pages of a language; without a query once they are remembered."""
    return remembered(("promotions", language), lambda: _read(language))


def _read(language: str) -> Known:
    known: Known = {}
    for row in Promotion.objects.filter(page__locale__language_code=language):
        for line in row.lines:
            pages = known.setdefault(frozenset(tokens_of_phrase(line, language)), [])
            if row.page_id not in pages:
                pages.append(row.page_id)
    known.pop(frozenset(), None)
    return known
