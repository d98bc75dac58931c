"""Machine suggestions: empty texts go to the engine of the settings and come back as drafts that somebody has to read.

Each is confirmed or changed by itself, never all at once, and nothing is handed in before. Whoever asked for them counts as the
author, so that another person approves. Without an engine in the settings nothing is sent and nothing offered.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django_tasks import task

from core import queueing
from core.i18n import locale_code
from machine_translation.base import Engine, batches
from machine_translation.choosing import chosen
from machine_translation.errors import EngineError, Reason, RefusedError, TemporaryError
from translation_desk import background, editing, prefilling, tags, writing
from translation_desk.errors import BadTextError, DeskError, WrongStateError
from translation_desk.importing import OvertakenError
from translation_desk.models import MachineRequest, Segment, SegmentHistory, TranslationJob

logger = logging.getLogger(__name__)

Action = SegmentHistory.Action
State = MachineRequest.State


@dataclass(frozen=True, slots=True)
class Offer:
    """What the editor shows where an engine is set."""

    engine: str
    number: int
    """Texts that it could be asked for."""
    request: MachineRequest | None
    """The latest request, as long as there is something to say of it."""
    sentences: list[str]
    """How far that is, or how it ended."""


def offer(job: TranslationJob, rows: Iterable[Any], known: Collection[int]) -> Offer | None:
    """Return what is offered for a job; None where no engine is set. One query.

    `rows`: its active texts; `known`: the ids of those that the memory has.
    """
    engine = chosen()
    if engine is None:
        return None
    number = sum(1 for row in rows if not row.text and row.pk not in known)
    request = MachineRequest.objects.filter(job=job).first()
    told = request if request is not None and (request.works or number) else None
    return Offer(engine.label, number, told, sentences(told) if told else [])


def sentences(request: MachineRequest) -> list[str]:
    """Say how far a request is, or how it ended; nothing where all texts were filled in."""
    told = [str(Reason(request.reason).label)] if request.reason else []
    if request.works:
        numbers = {"engine": request.engine, "done": request.done, "total": request.total}
        told.append(_("%(engine)s translates the empty texts: %(done)s of %(total)s.") % numbers)
    elif request.failed or request.filled < request.total:
        filled = ngettext(
            "%(filled)s of %(total)s text was filled in.", "%(filled)s of %(total)s texts were filled in.", request.total
        )
        told.append(filled % {"filled": request.filled, "total": request.total})
        if not request.failed:
            told.append(_("What does not fit its place, or was written meanwhile, was left out."))
    return told


def request(user: Any, job: TranslationJob) -> MachineRequest:
    """Have the empty texts of a job translated that the memory does not have; work begins where it has not.

    Raises NotAllowedError, and WrongStateError where nobody may write, no engine is set, or there is nothing to ask for.
    """
    engine = chosen()
    if engine is None:
        raise WrongStateError(str(Reason.OFF.label))
    with transaction.atomic():
        locked = writing.writable(user, job.pk)
        if MachineRequest.objects.filter(job=locked, state=State.WAITING).exists():
            raise WrongStateError(_("The empty texts are being translated already."))
        if not _empty(locked):
            raise WrongStateError(_("There is no text left that a machine could be asked for."))
        # It may stand on newer English once it has begun.
        locked = writing.opened(user, job.pk)
        MachineRequest.objects.filter(job=locked).delete()
        asked = MachineRequest.objects.create(job=locked, requested_by=user, engine=engine.label, total=len(_empty(locked)))
        queueing.with_commit(run, asked.pk)
        return asked


def confirm(user: Any, segment: Segment) -> Segment:
    """Say of one text of a machine that it is right as it is. Raises NotAllowedError, WrongStateError."""
    with transaction.atomic():
        locked = writing.writable(user, segment.job_id)
        rows = Segment.objects.filter(job=locked, active=True, pk=segment.pk).exclude(machine="").exclude(text="")
        row = rows.select_for_update(of=("self",)).first()
        if row is None:
            raise WrongStateError(_("This text does not come from a machine, or is confirmed already."))
        row.machine = ""
        row.save(update_fields=["machine"])
        writing.remember(locked, [row], user, Action.CONFIRMED)
        return row


def _empty(job: TranslationJob) -> list[Segment]:
    """Return the texts of a job that are empty and not in the memory: what people approved once goes before any machine."""
    rows = list(Segment.objects.filter(job=job, active=True, kind=Segment.Kind.TEXT).order_by("order", "pk"))
    known = prefilling.fillable(job, rows)
    return [row for row in rows if not row.text and row.pk not in known]


# --- In the background ---


@task()
def run(request_id: int) -> None:
    """Ask the engine for what a request still waits for; what came is written before the next is asked for.

    An attempt that fails is made again after a pause, at last as long as the service asks for; then people are told.
    """
    row = _begun(request_id)
    if row is None:
        return
    try:
        _translate(row)
        _end(row, state=State.DONE, reason="", error="", finished_at=timezone.now())
    except OvertakenError:
        return
    except TemporaryError as error:
        _failed(row, error.reason, error, seconds=error.seconds, again=True)
    except EngineError as error:
        _failed(row, error.reason, error)
    except DeskError as error:
        _failed(row, Reason.STOPPED, error)
    except Exception as error:
        logger.exception("Machine suggestions failed: %s.", row.pk)
        _failed(row, Reason.FAILED, error, again=True)


def _begun(request_id: int) -> MachineRequest | None:
    with transaction.atomic():
        rows = MachineRequest.objects.select_related("job", "requested_by").select_for_update(of=("self",))
        row = rows.filter(pk=request_id, state=State.WAITING).first()
        if row is not None:
            row.attempts += 1
            row.save(update_fields=["attempts"])
        return row


def _mine(row: MachineRequest) -> Any:
    """Return the row as long as no other worker has begun it anew."""
    return MachineRequest.objects.filter(pk=row.pk, state=State.WAITING, attempts=row.attempts)


def _end(row: MachineRequest, **values: Any) -> bool:
    return bool(_mine(row).update(**values))


def _failed(row: MachineRequest, reason: Reason, error: Exception, *, seconds: int = 0, again: bool = False) -> None:
    """Have it tried again, or note for people why not."""
    values = {"reason": reason, "error": f"{type(error).__name__}: {error}"[:2000]}
    if again and row.attempts < background.ATTEMPTS:
        if _end(row, **values):
            background.later(run, row, seconds=seconds)
    elif _end(row, **values, state=State.FAILED, finished_at=timezone.now()):
        logger.warning("Machine suggestions ended: %s.", values["error"])


def _translate(row: MachineRequest) -> None:
    """Ask for the texts that are empty now. No transaction is open while the engine is asked."""
    engine = chosen()
    if engine is None:
        raise RefusedError(Reason.OFF)
    waiting: dict[str, list[Segment]] = defaultdict(list)
    for segment in _empty(row.job):
        waiting[tags.to_marks(segment.source, segment.source)].append(segment)
    for batch in batches(waiting):
        answers = engine.translate(batch, locale_code(row.job.locale_id))
        _write(row, engine, [(segment, text) for text_, text in zip(batch, answers, strict=True) for segment in waiting[text_]])


def _write(row: MachineRequest, engine: Engine, answers: Sequence[tuple[Segment, str]]) -> None:
    """Make answers drafts where nobody wrote meanwhile; what fits no place is left out.

    Raises OvertakenError, NotAllowedError, WrongStateError.
    """
    by_pk: Mapping[int, tuple[Segment, str]] = {segment.pk: (segment, text) for segment, text in answers if text}
    with transaction.atomic():
        if _mine(row).select_for_update().values_list("pk", flat=True).first() is None:
            raise OvertakenError
        job = writing.writable(row.requested_by, row.job_id) if row.requested_by else None
        if job is None or not job.started:
            raise WrongStateError(str(Reason.STOPPED.label))
        found = Segment.objects.filter(pk__in=by_pk, job=job, active=True, text="").select_for_update(of=("self",))
        rows, texts = [], []
        for segment in found.order_by("order", "pk"):
            asked, answer = by_pk[segment.pk]
            text = _fitting(job, segment, answer) if (segment.version, segment.source) == (asked.version, asked.source) else ""
            if text:
                rows.append(segment)
                texts.append(text)
        if rows:
            writing.write(job, rows, texts, row.requested_by, Action.MACHINE, machine=engine.label)
        _mine(row).update(done=F("done") + len(answers), filled=F("filled") + len(rows))


def _fitting(job: TranslationJob, segment: Segment, answer: str) -> str:
    """Return an answer as it is stored in a place; empty where it does not fit there."""
    try:
        stored = editing.stored_text(segment, answer, job)
    except BadTextError:
        return ""
    return "" if tags.missing(segment.source, stored) else stored
