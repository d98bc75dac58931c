"""Files that somebody brings: kept when they come, read in the background, taken once the report was seen.

Who may do so is asked by the services that call this.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from core import queueing, scanning
from exchange_formats.errors import BadFileError
from exchange_formats.xml import require_size
from translation_desk import background
from translation_desk.errors import WrongStateError
from translation_desk.models.imports import FileImport

Stage, State = FileImport.Stage, FileImport.State


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


def ask(row: FileImport, stage: str, task: Any) -> FileImport:
    """Ask for the next work with a file: taking it once it was read, or taking it back. Raises WrongStateError."""
    with transaction.atomic():
        row = type(row)._default_manager.select_for_update().get(pk=row.pk)
        ready = {Stage.TAKING: row.is_read, Stage.UNDOING: row.is_taken}
        if not ready[Stage(stage)]:
            raise WrongStateError(_("This file has gone on meanwhile. Load the page anew."))
        row.stage, row.state, row.attempts, row.error = stage, State.WAITING, 0, ""
        row.done = row.total = 0
        row.save()
        queueing.with_commit(task, row.pk)
    return row


def carry_out(model: type[FileImport], pk: int, work: dict[str, Callable[[Any], None]], task: Any) -> None:
    """Do the work that a file waits for, by its stage, as a whole or not at all.

    A file that cannot be read is refused, with the sentence; trying again would not help.
    """

    def one(row: Any) -> None:
        try:
            with transaction.atomic():
                work[row.stage](row)
        except BadFileError as error:
            row.stage, row.report = Stage.REFUSED, {"error": str(error)}

    background.carry_out(model, pk, one, task)
