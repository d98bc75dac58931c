"""Makes the whole index anew, or one language of it, while it is in use.

Documents keep their rows, so readers find the old ones until the new ones are there. Pages are read and analysed without a lock;
a page that changed meanwhile is done again under one. It may be interrupted, run twice at once, and run beside publishing.
"""

import logging
import os
import signal
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from typing import TypeVar
from uuid import UUID

from django.db import connection, connections, transaction
from django.db.models import Count

from core.i18n import CODES
from search import completions, indexing, reading_files, storing, words
from search.documents import State, belonging, drafts, fill, states
from search.engines import engine
from search.models import SearchDocument

logger = logging.getLogger(__name__)

BATCH = 200
"""Pages that are read together."""

WORTH_SHARING = 8
"""Batches from which on another process is started."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
Result = tuple[int, int, list[UUID]]
Report = Callable[[int, int], None]
"""Is told how many pages of how many are done."""


@dataclass(slots=True)
class Outcome:
    """What was done."""

    written: int = 0
    removed: int = 0
    failed: list[UUID] = field(default_factory=list)
    """Translation keys of pages that could not be brought in."""


def processors() -> int:
    """Return how many processes to share the work among: one for each processor, within reason."""
    return min(len(os.sched_getaffinity(0)), 4)


def batches(languages: Collection[str] = CODES) -> list[list[UUID]]:
    """Return the translation keys of all pages with a version in one of these languages, some hundred pages at a time."""
    keys = belonging().filter(locale__language_code__in=languages).values("translation_key")
    rows = belonging().filter(translation_key__in=keys).values("translation_key").annotate(number=Count("pk"))
    found: list[list[UUID]] = [[]]
    pages = 0
    for key, number in rows.order_by("translation_key").values_list("translation_key", "number"):
        if pages and pages + number > BATCH:
            found.append([])
            pages = 0
        found[-1].append(key)
        pages += number
    return found if found[-1] else []


def rebuild(languages: Collection[str] = CODES, report: Report = lambda done, total: None, *, processes: int = 1) -> Outcome:
    """Write every document anew, take out what does not belong, count the words, read the names of vocabularies.

    `processes` share the pages where there are many.
    """
    outcome = Outcome(removed=remove_superfluous())
    work = batches(languages)
    total, done = sum(map(len, work)), 0
    report(done, total)
    for pages, written, failed in _results(work, languages, processes):
        outcome.written += written
        outcome.failed += failed
        done += pages
        report(done, total)
    outcome.removed += remove_superfluous()
    finish(languages, processes=processes if len(work) >= WORTH_SHARING else 1)
    return outcome


def _results(work: list[list[UUID]], languages: Collection[str], processes: int) -> Iterator[Result]:
    return _shared(partial(_attempt, languages=languages), work, processes if len(work) >= WORTH_SHARING else 1)


def _shared(do: Callable[[_Item], _Result], items: Collection[_Item], processes: int) -> Iterator[_Result]:
    """Yield what is made of each item, in no order; `processes` share the work."""
    # What a transaction has not committed yet is hidden from other processes.
    if processes < 2 or connection.in_atomic_block:
        yield from map(do, items)
        return
    connections.close_all()  # a connection must not be in two processes
    pool = ProcessPoolExecutor(processes, mp_context=get_context("fork"), initializer=_leave_interrupts)
    try:
        for done in as_completed([pool.submit(do, item) for item in items]):
            yield done.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    """Let Ctrl+C reach the process that shares the work out only; it lets the others finish what they have begun."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _attempt(keys: list[UUID], languages: Collection[str]) -> Result:
    """Write a batch; where that fails, page by page. Return the number of pages and documents, and the pages that failed."""
    try:
        return len(keys), _rewrite(keys, languages), []
    except Exception:
        logger.exception("A batch of %s pages could not be written and is tried page by page.", len(keys))
        return len(keys), 0, indexing.attempt_all(keys)[0]


def remove_superfluous() -> int:
    """Take out documents of pages that are not for everybody, or not there, and texts of files in closed collections."""
    removed = storing.remove_in_pieces(indexing.not_belonging(SearchDocument.objects.all()))
    indexing.withdraw_files(SearchDocument.objects.all())
    return removed


def finish(languages: Collection[str] = CODES, *, processes: int = 1) -> None:
    """Bring in step what is made of all documents together."""
    for _done in _shared(words.recount, languages, processes):
        pass
    completions.write_names()
    storing.forget_unused_values()
    engine().tidy()


def _rewrite(keys: list[UUID], languages: Collection[str]) -> int:
    before = states(keys)
    found = [draft for draft in drafts(before) if draft.document.language in languages]
    fill(found)
    with transaction.atomic():
        indexing.lock(keys)
        changed = set(_changed(before, states(keys)))
        kept = [draft for draft in found if draft.document.translation_key not in changed]
        written = storing.write(kept, every=True, count_words=False)
        storing.remove_others(set(keys) - changed, {draft.document.page_id for draft in found}, languages)
        reading_files.later(indexing.unread(kept))
    if changed:
        written += indexing.index(changed)
    indexing.withdraw(SearchDocument.objects.filter(translation_key__in=keys))
    return written


def _changed(before: list[State], after: list[State]) -> Iterator[UUID]:
    """Yield the translation keys of pages that are not as they were."""
    for state in set(before).symmetric_difference(after):
        yield state.key
