"""Carries out work in the background: as a whole or not at all, again after a pause when it fails, for staff to see."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from translation_desk.models.background import BackgroundWork

logger = logging.getLogger(__name__)

ATTEMPTS = 3
PAUSE = timedelta(seconds=30)
"""Before the second attempt; doubled before each further one."""

STRANDED = timedelta(minutes=5)
"""After this time work that still waits may have lost its task: workers were killed again and again, or it was renamed."""

State = BackgroundWork.State


def carry_out(model: type[Any], pk: int, work: Callable[..., Any], task: Any, *, read: Callable[[], Any] | None = None) -> None:
    """Do the work of a row that waits, in one transaction with the row; does nothing for any other row.

    `task` is asked again, with the id, where an attempt fails and another is left. A worker that is killed leaves it waiting.
    `read` does first what takes long and writes nothing, before the transaction, for whose end everybody who writes waits on
    SQLite; its result is given to `work` beside the row.
    """
    try:
        read_before: tuple[Any, ...] = ()
        if read is not None:
            if not model.objects.filter(pk=pk, state=State.WAITING).exists():
                return
            read_before = (read(),)
        with transaction.atomic():
            row = model.objects.select_for_update().filter(pk=pk, state=State.WAITING).first()
            if row is None:
                return
            row.attempts += 1
            work(row, *read_before)
            row.state, row.error, row.finished_at = State.DONE, "", timezone.now()
            row.save()
    except Exception as error:
        logger.exception("Work in the background failed: %s %s.", model.__name__, pk)
        row = model.objects.filter(pk=pk).first()
        if row is None:
            return
        row.attempts += 1
        row.error = f"{type(error).__name__}: {error}"[:2000]
        if row.attempts >= ATTEMPTS:
            row.state, row.finished_at = State.FAILED, timezone.now()
        row.save()
        if row.state == State.WAITING:
            later(task, row)


def waiting(rows: models.QuerySet[Any]) -> Any:
    """Return a row among some that waits and that no worker has begun, None where there is none.

    It stays locked until the end of the caller's transaction, so that whoever carries it out reads what is written before that
    end. A row that a worker has locked may have been read too early.
    """
    with transaction.atomic():
        return rows.select_for_update(skip_locked=True).filter(state=State.WAITING, attempts=0).first()


def is_stranded(row: Any) -> bool:
    """Tell whether the task of a row that waits may be lost."""
    return row.requested_at < timezone.now() - STRANDED


def put_back(row: Any, task: Any) -> None:
    """Have work that failed tried again from the beginning."""
    type(row).objects.filter(pk=row.pk).update(state=State.WAITING, attempts=0, error="")
    task.enqueue(row.pk)


def later(task: Any, row: Any, *, seconds: int = 0) -> None:
    """Have work tried once more after a pause, which grows with the attempts and is at least as many seconds as are asked for."""
    if task.get_backend().supports_defer:
        pause = max(PAUSE * 2 ** (row.attempts - 1), timedelta(seconds=seconds))
        task.using(run_after=timezone.now() + pause).enqueue(row.pk)
    else:
        task.enqueue(row.pk)
