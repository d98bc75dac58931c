"""What all writing of translations has in common: who may write now, the texts, their history, the job's counts.

The services of `editing`, of filling and of files build on it; each of them opens the job and writes in one transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import connections, router
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from core.i18n import locale_code
from translation_desk import counting, jobs, tags
from translation_desk.errors import NotAllowedError, WrongStateError
from translation_desk.models import Segment, SegmentHistory, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.permissions import can_review, can_translate, require

Action = SegmentHistory.Action

ONE_SITTING = timedelta(minutes=10)
"""Texts that one person saves within this time share a row of the history."""

BELONGS = (
    *("text", "author_id", "accepted_by_id", "written_at", "kept", "prefilled", "machine"),
    *("review", "reviewed_by_id", "reviewed_at", "suggestion", "suggested_by_id"),
)
"""Columns that go with the text of a segment."""
TIMES = ("written_at", "reviewed_at")

HEAVY = ("version__content", "version__segments")
"""Columns that a save has no use for; those of a long page weigh a megabyte."""


def opened(user: Any, job_id: int) -> TranslationJob:
    """Return a job that the person may write in now, begun and locked. Raises NotAllowedError, WrongStateError."""
    job = writable(user, job_id)
    if not job.started:
        live = job.status in {Status.LIVE, Status.OUTDATED}
        (jobs.open_correction if live else jobs.start)(user, job)
        job = _locked_job(job_id)
    return job


def writable(user: Any, job_id: int) -> TranslationJob:
    """Return a job that the person may write in now, locked. Raises NotAllowedError, WrongStateError."""
    job = _locked_job(job_id)
    require(can_translate(user, job))
    require_own(user, job)
    jobs.require_open(job)
    return job


def _locked_job(job_id: int) -> TranslationJob:
    query = TranslationJob.objects.select_related("version", "translator").defer(*HEAVY).select_for_update(of=("self",))
    job = query.filter(pk=job_id).first()
    if job is None:
        raise WrongStateError(_("This translation does not exist any more."))
    return job


def require_own(user: Any, job: TranslationJob) -> None:
    """Raise NotAllowedError where somebody else is at work: two people do not write into one translation unasked."""
    if job.translator is not None and job.translator != user and not can_review(user, job):
        name = job.translator.get_full_name() or str(job.translator)
        raise NotAllowedError(_("%(name)s translates this page. Take it over to write in it.") % {"name": name})


def write(
    job: TranslationJob,
    segments: Sequence[Segment],
    texts: Sequence[str],
    user: Any,
    action: str,
    *,
    author: Any = None,
    accepted_by: Any = None,
    kept: bool = False,
    prefilled: bool = False,
    machine: str = "",
    tool: str = "",
) -> list[Segment]:
    """Write texts, their history and the job's counts; the caller has asked for rights and locked the rows.

    `machine`: the engine that they come from, unread. `tool`: that engine, or the program with which a file was written.
    """
    now = timezone.now()
    for segment, text in zip(segments, texts, strict=True):
        _count(job, segment, text)
        segment.text, segment.written_at, segment.kept, segment.prefilled = text, now, kept, prefilled
        segment.machine = machine
        segment.author, segment.accepted_by = author or user, accepted_by
        segment.version += 1
        segment.review, segment.reviewed_by, segment.reviewed_at = Segment.Review.NONE, None, None
        segment.suggestion, segment.suggested_by = "", None
    same = [name.removesuffix("_id") for name in BELONGS if name != "text"]
    if len(segments) == 1:
        segments[0].save(update_fields=["text", "version", *same])
    elif segments:
        # Only the texts differ from row to row.
        values = {name: getattr(segments[0], name) for name in same}
        Segment.objects.filter(pk__in=[segment.pk for segment in segments]).update(version=F("version") + 1, **values)
        _write_texts(segments)
    return _finish(job, segments, user, action, tool or machine)


def _write_texts(segments: Sequence[Segment]) -> None:
    """Write the texts of many rows in one statement; Django's takes five times as long to make its conditions."""
    statement = f"UPDATE {Segment._meta.db_table} SET text = %s WHERE id = %s"  # noqa: S608  # the table's name is a constant
    with connections[router.db_for_write(Segment)].cursor() as cursor:
        cursor.executemany(statement, [(segment.text, segment.pk) for segment in segments])


def put_back(user: Any, job: TranslationJob, before: Sequence[tuple[Segment, Mapping[str, Any]]]) -> list[Segment]:
    """Give segments the text, and all that belongs to it, that `kept_before` noted. `job` was opened in the same transaction."""
    for segment, values in before:
        _count(job, segment, values["text"])
        segment.version += 1
        for name, value in values.items():
            setattr(segment, name, parse_datetime(value) if name in TIMES and value else value)
    segments = [segment for segment, _values in before]
    if not segments:
        return []
    columns = [name.removesuffix("_id") for name in BELONGS]
    Segment.objects.bulk_update(segments, [*columns, "version"], batch_size=500)
    return _finish(job, segments, user, Action.RESTORED)


def kept_before(segment: Segment) -> dict[str, Any]:
    """Return what `put_back` needs of a segment, as JSON."""
    values = {name: getattr(segment, name) for name in BELONGS}
    return values | {name: values[name].isoformat() for name in TIMES if values[name]}


def _finish(job: TranslationJob, segments: Sequence[Segment], user: Any, action: str, tool: str = "") -> list[Segment]:
    """Keep what was done to segments in their history and in the job's counts."""
    remember(job, segments, user, action, tool)
    job.save(update_fields=["segments_done", "words_done", "written", "target_title"])
    return list(segments)


def _count(job: TranslationJob, segment: Segment, text: str) -> None:
    if segment.kind != Segment.Kind.TEXT:
        return
    code = locale_code(job.locale_id)
    step = bool(text) - bool(segment.text)
    job.segments_done = max(0, job.segments_done + step)
    job.words_done = max(0, job.words_done + step * segment.words)
    job.written = max(0, job.written + counting.length(text, code) - counting.length(segment.text, code))
    if segment.path == "title" and job.live_version_id is None:
        job.target_title = tags.plain(text)[:255]


def remember(job: TranslationJob, segments: Sequence[Segment], user: Any, action: str, tool: str = "") -> None:
    """Add an event to the history of segments; what one person writes in one sitting is one event."""
    if action == Action.WRITTEN and len(segments) == 1:
        last = SegmentHistory.objects.filter(segment=segments[0]).first()
        if (
            last is not None
            and (last.action, last.user_id, last.source_version_id) == (action, user.pk, job.version_id)
            and last.at > timezone.now() - ONE_SITTING
        ):
            last.text = segments[0].text
            last.save(update_fields=["text"])
            return
    SegmentHistory.objects.bulk_create(
        [
            SegmentHistory(
                segment=segment, action=action, text=segment.text, user=user, source_version_id=job.version_id, tool=tool[:100]
            )
            for segment in segments
        ],
        batch_size=500,
    )
