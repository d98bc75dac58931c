"""Compares the index with the pages, and repairs it: whatever a lost task or a change past Wagtail's signals has left."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count
from wagtail.documents import get_document_model

from search import indexing, reading_files, rebuilding
from search.documents import drafts, states
from search.models import FileText, SearchDocument


@dataclass(slots=True)
class Found:
    """What a check found."""

    documents: int = 0
    missing: int = 0
    outdated: int = 0
    superfluous: int = 0
    unread: int = 0
    """Files that are read now, in the background."""
    textless: dict[str, int] = field(default_factory=dict)
    """Number of files by the state of their text, where that is not that they were read."""
    failed: list[UUID] = field(default_factory=list)
    """Translation keys of pages that could not be repaired."""


def check() -> Found:
    """Compare the index with the pages, repair what differs, and say what it was."""
    found = Found(superfluous=rebuilding.remove_superfluous())
    for keys in rebuilding.batches():
        wrong = _wrong(keys, found)
        if wrong:
            found.failed += indexing.attempt_all(wrong)[0]
    rebuilding.finish()
    found.unread = _read_files()
    states_of_files = FileText.objects.exclude(state=FileText.State.READ).values_list("state").annotate(Count("pk"))
    found.textless = dict(states_of_files.order_by("state"))
    return found


def _wrong(keys: Collection[UUID], found: Found) -> list[UUID]:
    """Return the translation keys of pages whose documents are not what they should be, and count them."""
    stored = dict(SearchDocument.objects.filter(translation_key__in=keys).values_list("page_id", "fingerprint"))
    wrong: set[UUID] = set()
    try:
        wanted = drafts(states(keys))
    except Exception:
        # One page that cannot be read; trying each says which.
        return list(keys)
    found.documents += len(wanted)
    for draft in wanted:
        fingerprint = stored.pop(draft.document.page_id, None)
        found.missing += fingerprint is None
        found.outdated += fingerprint is not None and fingerprint != draft.document.fingerprint
        if fingerprint != draft.document.fingerprint:
            wrong.add(draft.document.translation_key)
    if stored:
        found.superfluous += len(stored)
        wrong.update(SearchDocument.objects.filter(page__in=stored).values_list("translation_key", flat=True))
    return list(wrong)


def _read_files() -> int:
    """Have files read whose present content has not been read, and return how many."""
    read = dict(FileText.objects.values_list("document_id", "file_hash"))
    files = get_document_model().objects.only("pk", "file", "file_hash").order_by("pk")
    unread = [file.pk for file in files.iterator() if reading_files.is_readable(file) and read.get(file.pk) != file.file_hash]
    reading_files.later(unread)
    return len(unread)
