"""Writes documents into the index and takes them out, with everything that hangs on them."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from core.i18n import CODES
from search import completions, words
from search.documents import Draft, fill
from search.engines import engine
from search.models import CarriedFile, DocumentFacet, FacetValue, SearchDocument
from search.rows import insert

WRITTEN = [field.name for field in SearchDocument._meta.concrete_fields if field.name not in {"id", "page"}]
CHUNK = 500


def fingerprints(keys: Collection[UUID]) -> dict[int, str]:
    """Return what documents of pages with these translation keys say, by page."""
    return dict(SearchDocument.objects.filter(translation_key__in=keys).values_list("page_id", "fingerprint"))


def write(drafts: Collection[Draft], *, every: bool = False, count_words: bool = True) -> int:
    """Write the drafts that say something new, or every one; return how many. Call in a transaction.

    Without `count_words` somebody else counts the words of all documents afterwards.
    """
    stored = {
        page_id: (pk, fingerprint, title)
        for page_id, pk, fingerprint, title in SearchDocument.objects.filter(
            page__in=[draft.document.page_id for draft in drafts]
        ).values_list("page_id", "pk", "fingerprint", "title")
    }
    changed = [
        draft for draft in drafts if every or stored.get(draft.document.page_id, (0, "", ""))[1] != draft.document.fingerprint
    ]
    if not changed:
        return 0
    fill([draft for draft in changed if not draft.filled])
    documents = [draft.document for draft in changed]
    known = [stored[document.page_id][0] for document in documents if document.page_id in stored]
    before = list(SearchDocument.objects.filter(pk__in=known).only(*words.TEXTS)) if count_words and known else []
    SearchDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["page"], update_fields=WRITTEN, batch_size=CHUNK
    )
    ids = dict(SearchDocument.objects.filter(page__in=[document.page_id for document in documents]).values_list("page_id", "pk"))
    for document in documents:
        document.pk = ids[document.page_id]
    _write_facets(changed)
    _write_files(changed)
    completions.write([document for document in documents if stored.get(document.page_id, (0, "", None))[2] != document.title])
    if count_words:
        words.adjust(before, documents)
    engine().stored(documents)
    return len(documents)


def _write_facets(drafts: Collection[Draft]) -> None:
    values = _values({value for draft in drafts for value in draft.facets})
    wanted = {(draft.document.pk, values[value]) for draft in drafts for value in draft.facets}
    _bring_in_step(DocumentFacet, "value", [draft.document.pk for draft in drafts], wanted)


def _write_files(drafts: Collection[Draft]) -> None:
    wanted = {(draft.document.pk, file_id) for draft in drafts for file_id in draft.file_ids}
    _bring_in_step(CarriedFile, "file", [draft.document.pk for draft in drafts], wanted)


def _bring_in_step(model: Any, column: str, document_ids: list[int], wanted: set[tuple[int, int]]) -> None:
    """Make the rows of these documents the wanted ones, and touch no other."""
    rows = model.objects.filter(document__in=document_ids).values_list("pk", "document_id", column)
    present = {(document_id, other): pk for pk, document_id, other in rows}
    superfluous = [pk for pair, pk in present.items() if pair not in wanted]
    if superfluous:
        model.objects.filter(pk__in=superfluous).delete()
    missing = sorted(wanted - present.keys())
    if missing:
        insert(model, ("document", column), missing)


def _values(wanted: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], int]:
    """Return the ids of facet values; those that nobody had yet are made."""
    codes = {code for _facet, code in wanted}
    found = _known_values(codes)
    missing = sorted(set(wanted) - found.keys())
    if missing:
        FacetValue.objects.bulk_create([FacetValue(facet=facet, code=code) for facet, code in missing], ignore_conflicts=True)
        found = _known_values(codes)
    return found


def _known_values(codes: Collection[str]) -> dict[tuple[str, str], int]:
    rows = FacetValue.objects.filter(code__in=codes).values_list("facet", "code", "pk")
    return {(facet, code): pk for facet, code, pk in rows}


@transaction.atomic
def remove(documents: QuerySet) -> list[UUID]:
    """Take documents out of the index, with their titles among the completions; return the translation keys of their pages.

    Their words are counted off once that is committed: whoever removes may hold rows that another process waits for while it
    counts. Until then a word without documents may be left, which finds nothing.
    """
    found = list(locked(documents).only("page_id", "translation_key", *words.TEXTS))
    if not found:
        return []
    ids = [document.pk for document in found]
    completions.forget(document.page_id for document in found)
    for chunk in words.chunks(ids, CHUNK):
        SearchDocument.objects.filter(pk__in=chunk).delete()
    transaction.on_commit(partial(words.count_off, found), robust=True)
    engine().removed(ids)
    return list(dict.fromkeys(document.translation_key for document in found))


def remove_others(keys: Collection[UUID], page_ids: Collection[int], languages: Collection[str] = CODES) -> None:
    """Take documents of pages with these translation keys out, but for those of some pages."""
    rows = SearchDocument.objects.filter(translation_key__in=keys).values_list("pk", "page_id", "language")
    others = [pk for pk, page_id, language in rows if page_id not in page_ids and language in languages]
    if others:
        remove(SearchDocument.objects.filter(pk__in=others))


def remove_in_pieces(documents: QuerySet) -> int:
    """Take any number of documents out of the index, and return how many."""
    ids = list(documents.order_by("page_id").values_list("pk", flat=True))
    for chunk in words.chunks(ids, CHUNK):
        remove(SearchDocument.objects.filter(pk__in=chunk))
    return len(ids)


def locked(documents: QuerySet) -> QuerySet:
    """Lock documents, in one order always, so that no two processes wait for each other."""
    # As a sum: SQLite would go through all documents by their pages for the sake of the order, instead of finding a few.
    return documents.order_by(F("page_id") + 0).select_for_update()


def forget_unused_values() -> None:
    """Delete facet values that no document has any more."""
    FacetValue.objects.exclude(pk__in=DocumentFacet.objects.values("value")).delete()
