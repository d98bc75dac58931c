"""Remarks on segments and on whole jobs: threads that are answered, resolved and opened again."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from translation_desk.errors import BadTextError, WrongStateError
from translation_desk.models import Segment, SegmentComment, TranslationJob
from translation_desk.permissions import can_manage, can_translate, require

LONGEST = 5000

Thread = tuple[SegmentComment, list[SegmentComment]]
"""A comment with its answers."""


def may_comment(user: Any, job: TranslationJob) -> bool:
    """Tell whether somebody may speak here: the people of the language and the managers, in any state of the job."""
    return can_translate(user, job) or can_manage(user, job.locale_id)


@dataclass(frozen=True, slots=True)
class OfJob:
    """What people said of a job."""

    threads: list[Thread]
    """About the job as a whole."""
    open: dict[int, int]
    """How many threads are open by id of the segment."""


def of_job(job: TranslationJob) -> OfJob:
    """Return what people said of a job; one query. Of threads about a segment it brings only that they are open."""
    wanted = Q(segment=None) | Q(parent=None, resolved_at=None)
    found = list(SegmentComment.objects.filter(wanted, job=job).select_related("author", "resolved_by"))
    opened = Counter(comment.segment_id for comment in found if comment.segment_id is not None)
    return OfJob(_threads([comment for comment in found if comment.segment_id is None]), dict(opened))


def threads(job: TranslationJob, segment: Segment | None) -> list[Thread]:
    """Return the threads of a segment, or of the whole job, each with its answers; open ones first."""
    return _threads(list(SegmentComment.objects.filter(job=job, segment=segment).select_related("author", "resolved_by")))


def _threads(found: list[SegmentComment]) -> list[Thread]:
    first = [comment for comment in found if comment.parent_id is None]
    answers: dict[int, list[SegmentComment]] = {comment.pk: [] for comment in first}
    for comment in found:
        if comment.parent_id in answers:
            answers[comment.parent_id].append(comment)
    return [(comment, answers[comment.pk]) for comment in sorted(first, key=lambda comment: comment.resolved_at is not None)]


@transaction.atomic
def add(user: Any, job: TranslationJob, text: str, *, segment: Segment | None = None) -> SegmentComment:
    """Start a thread on a segment, or on the whole job. Raises NotAllowedError, BadTextError, WrongStateError."""
    require(may_comment(user, job))
    if segment is not None and segment.job_id != job.pk:
        raise WrongStateError(_("This segment belongs to another translation."))
    made = SegmentComment.objects.create(job=job, segment=segment, author=user, text=_checked(text))
    _count(job)
    return made


@transaction.atomic
def pass_on(user: Any, job: TranslationJob, text: str) -> SegmentComment:
    """Start a thread on the whole job with what a reader wrote, for somebody who answers readers and need have no part in it.

    Asks for no right. Raises BadTextError.
    """
    made = SegmentComment.objects.create(job=job, author=user, text=_checked(text))
    _count(job)
    return made


@transaction.atomic
def answer(user: Any, comment: SegmentComment, text: str) -> SegmentComment:
    """Answer a thread. An answer opens a resolved thread again, since there is something to read."""
    require(may_comment(user, comment.job))
    first = comment.parent or comment
    made = SegmentComment.objects.create(job=first.job, segment=first.segment, parent=first, author=user, text=_checked(text))
    if first.resolved_at is not None:
        reopen(user, first)
    return made


@transaction.atomic
def resolve(user: Any, comment: SegmentComment) -> SegmentComment:
    """Close a thread. It stays readable."""
    return _settle(user, comment, resolved=True)


@transaction.atomic
def reopen(user: Any, comment: SegmentComment) -> SegmentComment:
    """Open a closed thread again."""
    return _settle(user, comment, resolved=False)


def _settle(user: Any, comment: SegmentComment, *, resolved: bool) -> SegmentComment:
    require(may_comment(user, comment.job))
    first = comment.parent or comment
    if (first.resolved_at is not None) != resolved:
        first.resolved_at = timezone.now() if resolved else None
        first.resolved_by = user if resolved else None
        first.save(update_fields=["resolved_at", "resolved_by"])
        _count(first.job)
    return first


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise BadTextError(_("Write a comment first."))
    if len(text) > LONGEST:
        raise BadTextError(_("A comment may have at most %(limit)s characters.") % {"limit": LONGEST})
    return text


def _count(job: TranslationJob) -> None:
    """Count the open threads of a job anew."""
    job.comments_open = SegmentComment.objects.filter(job=job, parent=None, resolved_at=None).count()
    job.save(update_fields=["comments_open"])
