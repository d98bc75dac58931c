"""Files that somebody brings: kept when they come, read in the background, taken once the report was seen.

Who may do so is asked by the services that call this.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import queueing, scanning
from exchange_formats.errors import BadFileError
from exchange_formats.xml import require_size
from translation_desk import background
from translation_desk.errors import WrongStateError
from translation_desk.mails import as_read_by
from translation_desk.models.imports import FileImport

logger = logging.getLogger(__name__)

Stage, State = FileImport.Stage, FileImport.State

Row = TypeVar("Row", bound=FileImport)

UNTAKEN_KEPT = timedelta(days=30)
"""How long a file waits for somebody to take it over."""


def content_of(file: UploadedFile) -> bytes:
    """Return the bytes of an upload. Raises BadFileError where it is empty, too large or harmful."""
    require_size(file.size or 0)
    if not file.size:
        raise BadFileError(_("This file is empty."))
    try:
        scanning.check_upload(file)
    except ValidationError as error:
        raise BadFileError(error.messages[0]) from error
    file.seek(0)
    return file.read()


def receive(row: FileImport, file: UploadedFile, user: Any, task: Any) -> None:
    """Keep an upload in a new row, and have it read. Raises BadFileError."""
    keep(row, file.name or "", content_of(file), user, task)


def keep(row: FileImport, name: str, data: bytes, user: Any, task: Any) -> None:
    """Keep the bytes of a file in a new row, and have it read."""
    row.keep(data)
    row.name, row.requested_by = name[-255:], user
    with transaction.atomic():
        row.save(force_insert=True)
        queueing.with_commit(task, row.pk)


def ask(row: Row, stage: str, task: Any) -> Row:
    """Ask for the next work with a file: taking it once it was read, or taking it back. Raises WrongStateError."""
    with transaction.atomic():
        row = _locked(row)
        if not {Stage.TAKING: row.is_read, Stage.UNDOING: row.is_taken}[Stage(stage)]:
            raise WrongStateError(_("This file has gone on meanwhile. Load the page anew."))
        row.stage = stage
        _begin(row, task)
    return row


def again(row: FileImport, task: Any) -> None:
    """Ask for work that failed once more. Raises WrongStateError for work that did not: it must not be done twice."""
    with transaction.atomic():
        row = _locked(row)
        if row.state != State.FAILED:
            raise WrongStateError(_("This file has gone on meanwhile. Load the page anew."))
        _begin(row, task)


def _locked(row: Row) -> Row:
    return type(row)._default_manager.select_for_update().get(pk=row.pk)


def _begin(row: FileImport, task: Any) -> None:
    row.state, row.attempts, row.error = State.WAITING, 0, ""
    row.done = row.total = 0
    row.save()
    queueing.with_commit(task, row.pk)


class OvertakenError(Exception):
    """Another worker has begun the same work anew; this one stops."""


@dataclass(slots=True)
class Steps:
    """Work that is written step by step, each of which others see at once: how far it is, and in the end its outcome."""

    row: Any

    @contextmanager
    def step(self, *, done: int | None = None, total: int | None = None) -> Iterator[None]:
        """Do what stands in the block, and note how far the work is then, as a whole or not at all. Raises OvertakenError."""
        rows = type(self.row)._default_manager.filter(pk=self.row.pk, state=State.WAITING, attempts=self.row.attempts)
        with transaction.atomic():
            if rows.select_for_update().values_list("pk", flat=True).first() is None:
                raise OvertakenError
            yield
            numbers = {name: value for name, value in (("done", done), ("total", total)) if value is not None}
            for name, value in numbers.items():
                setattr(self.row, name, value)
            if numbers:
                rows.update(**numbers)


Work = Callable[[Any, Steps], Callable[[], None] | None]


def carry_out_in_steps(
    model: type[Any],
    pk: int,
    work: dict[str, Work],
    task: Any,
    tidy: Callable[[Any], None] = lambda _row: None,
) -> None:
    """Do the work that a file waits for, by its stage, in steps, so that nobody waits for a large file.

    Work begins at its beginning, whatever an earlier attempt has left. What it returns is done in one step with the row's new
    state. `tidy` clears away what work has left that failed for good. A file that cannot be read is refused, with the sentence.
    """
    with transaction.atomic():
        row = model._default_manager.select_for_update().filter(pk=pk, state=State.WAITING).first()
        if row is None:
            return
        row.attempts += 1
        row.done = row.total = 0
        row.save(update_fields=["attempts", "done", "total"])
    steps = Steps(row)
    try:
        finish = None
        try:
            with as_read_by(row.requested_by):
                finish = work[row.stage](row, steps)
        except BadFileError as error:
            row.stage, row.report = Stage.REFUSED, {"error": str(error)}
        with steps.step():
            if finish is not None:
                finish()
            row.state, row.error, row.finished_at = State.DONE, "", timezone.now()
            row.save()
    except OvertakenError:
        return
    except Exception as error:
        logger.exception("Work with a file failed: %s %s.", model.__name__, pk)
        _failed(row, f"{type(error).__name__}: {error}"[:2000], task, tidy)


def _failed(row: FileImport, error: str, task: Any, tidy: Callable[[Any], None]) -> None:
    """Have work tried again, or note that it failed for good, unless another worker has begun it anew."""
    last = row.attempts >= background.ATTEMPTS
    values = {"state": State.FAILED, "finished_at": timezone.now()} if last else {}
    mine = type(row)._default_manager.filter(pk=row.pk, state=State.WAITING, attempts=row.attempts)
    if not mine.update(error=error, **values):
        return
    if last:
        tidy(row)
    else:
        background.later(task, row)


def forget_untaken() -> int:
    """Delete files that were sent long ago and never taken over; return how many there were."""
    before = timezone.now() - UNTAKEN_KEPT
    number = 0
    for model in FileImport.__subclasses__():
        rows = model._default_manager.filter(stage__in=(Stage.READING, Stage.REFUSED), requested_at__lt=before)
        number += rows.delete()[0]
    return number


def carry_out(model: type[FileImport], pk: int, work: dict[str, Callable[[Any], None]], task: Any) -> None:
    """Do the work that a file waits for, by its stage, as a whole or not at all.

    A file that cannot be read is refused, with the sentence; trying again would not help.
    """

    def one(row: Any) -> None:
        try:
            with as_read_by(row.requested_by), transaction.atomic():
                work[row.stage](row)
        except BadFileError as error:
            row.stage, row.report = Stage.REFUSED, {"error": str(error)}

    background.carry_out(model, pk, one, task)
