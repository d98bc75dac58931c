"""Keeps the index in step with the pages.

What is no longer for everybody leaves at once, in the transaction that takes it away. What is new enters in the background, once
the change is committed: a task looks at the pages as they are when it runs, under a lock on their rows, so tasks may run twice,
late or in any order.

Pages are asked for by translation key, all versions together, since the text of a file stands with one of them.
"""

import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django_tasks import task
from wagtail.models import CollectionViewRestriction, Page

from core import queueing
from search import completions, reading_files, storing
from search.documents import Draft, belonging, drafts, fill, states
from search.models import CarriedFile, SearchDocument

logger = logging.getLogger(__name__)

ATTEMPTS = 3
PAUSE = timedelta(seconds=30)
"""Before the second attempt; doubled before each further one."""
PER_TASK = 100
PER_TRANSACTION = 20
"""Others wait for it who want to write."""

_paused: ContextVar[bool] = ContextVar("paused", default=False)


@contextmanager
def paused() -> Iterator[None]:
    """Have nothing brought up to date for what happens in a block: who loads hundreds of pages fills the index afterwards."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)


def later(keys: Iterable[UUID]) -> None:
    """Have pages brought up to date in the background, once the present transaction is committed."""
    if not _paused.get():
        queueing.each_with_commit(bring_up_to_date, map(str, keys), at_once=PER_TASK)


def pages_later(pages: QuerySet) -> None:
    """Have pages brought up to date in the background."""
    later(pages.order_by().values_list("translation_key", flat=True).distinct())


@task()
def bring_up_to_date(keys: list[str], attempt: int = 1) -> None:
    """Bring pages up to date. Where one of many fails the others are done; what fails is tried again after a pause."""
    failed: list[UUID] = []
    error: Exception | None = None
    for start in range(0, len(keys), PER_TRANSACTION):
        some, error_of_some = attempt_all([UUID(key) for key in keys[start : start + PER_TRANSACTION]])
        failed += some
        error = error_of_some or error
    if error is None:
        return
    if attempt >= ATTEMPTS:
        raise error
    again = [str(key) for key in failed]
    if bring_up_to_date.get_backend().supports_defer:
        run_after = timezone.now() + PAUSE * 2 ** (attempt - 1)
        bring_up_to_date.using(run_after=run_after).enqueue(again, attempt + 1)
    else:
        bring_up_to_date.enqueue(again, attempt + 1)


def attempt_all(keys: Collection[UUID]) -> tuple[list[UUID], Exception | None]:
    """Bring pages up to date, one by one where that fails for all together. Return those that failed, and the last error."""
    try:
        index(keys)
    except Exception as error:
        logger.exception("%s pages could not be brought into the search index.", len(keys))
        if len(keys) == 1:
            return list(keys), error
    else:
        return [], None
    failed: list[UUID] = []
    last: Exception | None = None
    for key in keys:
        found, error_of_one = attempt_all([key])
        failed += found
        last = error_of_one or last
    return failed, last


def index(keys: Collection[UUID]) -> int:
    """Bring pages up to date now and return how many documents were written.

    Pages are read and analysed before the lock, under which an SQLite database lets nobody else write; what changed meanwhile, a
    page or its document, is done again under it.
    """
    before, stored = states(keys), storing.fingerprints(keys)
    found = drafts(before)
    fill([draft for draft in found if stored.get(draft.document.page_id) != draft.document.fingerprint])
    with transaction.atomic():
        lock(keys)
        now = states(keys)
        if now != before or storing.fingerprints(keys) != stored:
            found = drafts(now)
        written = storing.write(found)
        reading_files.later(unread(found))
        storing.remove_others(keys, {draft.document.page_id for draft in found})
    # A page above may have been made private while this was written, and not have seen it.
    withdraw(SearchDocument.objects.filter(translation_key__in=keys))
    return written


def unread(found: Iterable[Draft]) -> list[int]:
    """Return the ids of files of these drafts whose text has not been read as it is now."""
    return [file.document_id for draft in found for file in draft.texts_of if file.readable and not file.state]


def lock(keys: Collection[UUID]) -> None:
    """Let nobody publish, move or rename these pages until the transaction ends; wait for who does."""
    list(Page.objects.select_for_update().filter(translation_key__in=keys).order_by("pk").values_list("pk", flat=True))
    list(storing.locked(SearchDocument.objects.filter(translation_key__in=keys)).values_list("pk", flat=True))


def withdraw(documents: QuerySet) -> None:
    """Take those out of some documents that are not for everybody any more, now."""
    storing.remove(not_belonging(documents))
    withdraw_files(documents)


def not_belonging(documents: QuerySet) -> QuerySet:
    """Keep those documents whose pages are not for everybody, or not there."""
    # Asked for each document: of a few among many, SQLite would otherwise look at all pages first.
    return documents.filter(~Exists(belonging().filter(pk=OuterRef("page_id"))))


def withdraw_files(documents: QuerySet) -> None:
    """Take documents out that hold texts of files in closed collections, and have them made without in the background."""
    closed = list(CollectionViewRestriction.objects.order_by().values_list("collection__path", flat=True))
    if closed:
        inside = Q()
        for path in closed:
            inside |= Q(file__collection__path__startswith=path)
        holding = CarriedFile.objects.filter(inside).values("document")
        later(storing.remove(documents.filter(pk__in=holding)))


def remove_pages(pages: QuerySet) -> None:
    """Take pages out of the index now; their other versions may get the texts of their files."""
    later(storing.remove(SearchDocument.objects.filter(page__in=pages.order_by().values("pk"))))


def remove_carriers(document_ids: Collection[int]) -> None:
    """Take the pages out now that hold the text of files which were replaced or deleted; they come back without it."""
    carrying = CarriedFile.objects.filter(file__in=document_ids).values("document")
    later(storing.remove(SearchDocument.objects.filter(pk__in=carrying)))


@task()
def refresh_names() -> None:
    """Offer the names of vocabularies as they are now to who types a query."""
    completions.write_names()


def names_later() -> None:
    """Have the names of vocabularies read again in the background, once for a transaction."""
    if not _paused.get():
        queueing.with_commit(refresh_names)
