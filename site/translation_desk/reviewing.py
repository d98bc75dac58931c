"""Decisions of reviewers: on single segments, on a whole translation, and at once on what is live.

Approving and sending back go through Wagtail's own task, so that its history, its dashboard and its signals tell the same story;
what follows from a decision hangs on those signals (`review_signals`), whichever screen it was taken on.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction

from translation_desk import comments, editing, engine, four_eyes, jobs, log_entries, obstacles
from translation_desk.errors import BadTextError, NotAllowedError, WrongStateError
from translation_desk.models import HeldApproval, Notice, Segment, SegmentHistory, Submission, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.notifying import managers, notify
from translation_desk.permissions import can_review, require
from translation_desk.submitting import Decision, locked, pending, remember, unschedule

Action = SegmentHistory.Action
Review = Segment.Review


@transaction.atomic
def suggest(user: Any, segment: Segment, text: str) -> Segment:
    """Propose another wording, as it is edited (with marks for tags). The draft stays as it is until the translator accepts.

    The present wording, or none, takes a proposal back. Raises NotAllowedError, WrongStateError, BadTextError.
    """
    job, segment = _in_review(user, segment)
    stored = editing.stored_text(segment, text, job)
    if stored in {"", segment.text}:
        segment.suggestion, segment.suggested_by = "", None
        if segment.review == Review.FLAGGED and segment.reviewed_by_id == user.pk:
            segment.review, segment.reviewed_by, segment.reviewed_at = Review.NONE, None, None
    elif stored != segment.suggestion:
        segment.suggestion, segment.suggested_by = stored, user
        segment.review, segment.reviewed_by, segment.reviewed_at = Review.FLAGGED, user, timezone.now()
        remember([segment], Action.SUGGESTED, user, job, text=stored)
        _tell_of_corrections(user, job)
    segment.save(update_fields=["suggestion", "suggested_by", "review", "reviewed_by", "reviewed_at"])
    return segment


def _tell_of_corrections(user: Any, job: TranslationJob) -> None:
    """Tell the translator once for each handing in, however many corrections there are."""
    submission = pending(job)
    told = Notice.objects.filter(job=job, event=Notice.Event.CORRECTED, data__submission=submission.pk)
    if not told.exists():
        people = [job.translator or submission.submitted_by]
        notify(Notice.Event.CORRECTED, job, people, actor=user, submission=submission.pk)


@transaction.atomic
def accept_segments(user: Any, segments: Sequence[Segment]) -> int:
    """Find segments of one job good as they are; proposals for them are taken back. Return how many changed.

    Raises NotAllowedError, WrongStateError.
    """
    if not segments:
        return 0
    job = _job_in_review(user, segments[0].job_id)
    rows = list(
        Segment.objects.select_for_update()
        .filter(job=job, active=True, pk__in=[segment.pk for segment in segments])
        .exclude(review=Review.ACCEPTED)
    )
    Segment.objects.filter(pk__in=[row.pk for row in rows]).update(
        review=Review.ACCEPTED, reviewed_by=user, reviewed_at=timezone.now(), suggestion="", suggested_by=None
    )
    remember(rows, Action.CLEARED, user, job)
    return len(rows)


@transaction.atomic
def flag(user: Any, segment: Segment, message: str = "") -> Segment:
    """Say that the translator has to look at a segment again; the message becomes a comment on it.

    Raises NotAllowedError, WrongStateError, BadTextError.
    """
    job, segment = _in_review(user, segment)
    if message.strip():
        comments.add(user, job, message, segment=segment)
    if segment.review != Review.FLAGGED:
        remember([segment], Action.FLAGGED, user, job)
    segment.review, segment.reviewed_by, segment.reviewed_at = Review.FLAGGED, user, timezone.now()
    segment.save(update_fields=["review", "reviewed_by", "reviewed_at"])
    return segment


@transaction.atomic
def send_back(user: Any, job: TranslationJob, message: str) -> Submission:
    """Return a translation to its translator. Without flagged segments the message must say why.

    Raises NotAllowedError, WrongStateError, BadTextError.
    """
    require(can_review(user, job))
    job = locked(job)
    submission = pending(job)
    if not message.strip() and not job.segments.filter(active=True, review=Review.FLAGGED).exists():
        raise BadTextError(_("Say what the translator should change, or flag the segments."))
    _act(user, job, submission, "reject", message.strip())
    submission.refresh_from_db()
    return submission


@transaction.atomic
def approve(
    user: Any, job: TranslationJob, *, at: datetime | None = None, message: str = "", shown: str | None = None
) -> Submission:
    """Approve exactly what was handed in: it goes live now, or at a time in the future.

    `shown`: id of the submission that the person was shown; another may have taken its place since. Raises NotAllowedError (four
    eyes too), WrongStateError, BadTextError.
    """
    require(can_review(user, job))
    job = locked(job)
    submission = pending(job)
    if shown is not None and shown != str(submission.pk):
        raise WrongStateError(_("The page was changed during the review, so the newer text waits for review now."))
    if submission.revision is None:
        raise WrongStateError(_("The text that was handed in is gone. Ask the translator to hand it in again."))
    if at is not None and at <= timezone.now():
        raise BadTextError(_("Choose a time in the future, or none to publish now."))
    if job.source_page is None:
        raise WrongStateError(_("The English page has been deleted. The texts are kept, but nothing can be published."))
    if at is not None:
        submission.go_live_at = at
        submission.save(update_fields=["go_live_at"])
    _act(user, job, submission, "approve", message.strip())
    submission.refresh_from_db()
    return submission


def _act(user: Any, job: TranslationJob, submission: Submission, action: str, comment: str) -> None:
    """Take a decision through the task of Wagtail's workflow, on the revision that was handed in."""
    page = jobs.ensure_target(job).specific
    task_state = page.current_workflow_task_state
    if task_state is None or task_state.revision_id != submission.revision_id:
        raise WrongStateError(_("This translation does not wait for review. Perhaps somebody decided a moment ago."))
    # The same row, already read with its submission.
    task_state.revision = submission.revision
    task = task_state.task.specific
    if action not in {name for name, _label, _modal in task.get_actions(page, user)}:
        raise NotAllowedError(four_eyes.refusal(user, task_state.revision) if action == "approve" else "")
    try:
        task.on_action(task_state, user, action, comment=comment)
    except PermissionDenied as error:
        raise NotAllowedError(str(error)) from error


@transaction.atomic
def take_offline(user: Any, job: TranslationJob, reason: str) -> TranslationJob:
    """Take a live translation, or one that waits to go live, away from visitors at once. A correction opens.

    A reviewer of the language may do this alone. Manager and translator are told. Raises NotAllowedError, WrongStateError,
    BadTextError.
    """
    require(can_review(user, job))
    reason = _reason(reason)
    job = locked(job)
    page = job.target_page.specific if job.target_page else None
    if page is None or not (page.live or job.status == Status.APPROVED):
        raise WrongStateError(_("This translation is not live."))
    version = job.live_version
    unschedule(page, user)
    if page.live:
        UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)
    TranslationJob.objects.filter(pk=job.pk).update(go_live_at=None)
    job = _open_correction(user, locked(job))
    log_entries.write("offline", job, user, reason=reason, version=version)
    notify(Notice.Event.TAKEN_OFFLINE, job, [*managers(), job.translator], actor=user, message=reason)
    return job


@transaction.atomic
def return_to(user: Any, job: TranslationJob, submission: Submission, reason: str) -> Submission:
    """Put an earlier approved version before visitors again at once, word for word, on the English of its time.

    A reviewer of the language may do this alone, since a second person approved these words. A correction opens. What waits for
    review is withdrawn, for it was written against another text. Manager and translator are told. Returns the new submission of
    the old texts. Raises NotAllowedError, WrongStateError, BadTextError.
    """
    require(can_review(user, job))
    reason = _reason(reason)
    job = locked(job)
    if not job.enabled:
        raise WrongStateError(_("This page is kept by hand. Its own history holds its earlier versions."))
    if submission.job_id != job.pk or submission.decision != Decision.APPROVED:
        raise WrongStateError(_("Only a version that was approved can be shown to visitors again."))
    page = jobs.ensure_target(job).specific
    if not submission.version.number or HeldApproval.objects.filter(revision=submission.revision_id).exists():
        raise WrongStateError(_("Visitors have never read this version: it waits to go live."))
    if waits := obstacles.of_page(page):
        raise WrongStateError(waits[0].sentence())
    state = page.current_workflow_state
    if state is not None:
        state.cancel(user=user)
    unschedule(page, user)
    places = dict(job.segments.filter(pk__in=submission.texts).values_list("pk", "place"))
    texts = {str(places[int(pk)]): entry["text"] for pk, entry in submission.texts.items() if int(pk) in places}
    old = engine.render(submission.version, page, texts, missing="english")
    old.go_live_at = None
    revision = old.save_revision(user=user, clean=False, previous_revision=submission.revision, log_action=True)
    again = Submission.objects.create(
        job=job,
        revision=revision,
        version=submission.version,
        texts={pk: {**entry, "changed": False} for pk, entry in submission.texts.items()},
        original=submission.original or submission,
        note=reason,
        submitted_by=user,
        # The approval is the one these words had.
        decision=Decision.APPROVED,
        decided_by=submission.decided_by,
        decided_at=submission.decided_at,
    )
    bring_back(job, submission)
    revision.publish(user=user, skip_permission_checks=True)
    job = _open_correction(user, locked(job))
    date = (submission.decided_at or submission.submitted_at).isoformat()
    log_entries.write("return", job, user, reason=reason, revision=revision, version=submission.version, approved=date)
    notify(Notice.Event.RETURNED, job, [*managers(), job.translator], actor=user, message=reason)
    return again


def bring_back(job: TranslationJob, submission: Submission) -> None:
    """Make the texts of a version the approved ones again; what it had not is approved no longer, since nobody reads it."""
    rows = list(job.segments.select_for_update())
    for row in rows:
        entry = submission.texts.get(str(row.pk))
        if entry is None:
            row.approved_text, row.approved_author_id, row.approved_by_id, row.approved_at = "", None, None, None
        elif row.approved_text != entry["text"]:
            row.approved_text, row.approved_author_id = entry["text"], entry["author"]
            row.approved_by_id, row.approved_at = submission.decided_by_id, submission.decided_at
    names = ["approved_text", "approved_author", "approved_by", "approved_at"]
    Segment.objects.bulk_update(rows, names, batch_size=500)


def _open_correction(user: Any, job: TranslationJob) -> TranslationJob:
    """Open the work on what was taken away; it stays its translator's. Work that is under way goes on."""
    jobs.refresh_counts([job])
    if job.enabled and not job.started and job.status != Status.IN_REVIEW:
        translator = job.translator
        job = jobs.start(user, job)
        job.correction, job.translator = True, translator or None
        job.save(update_fields=["correction", "translator"])
        log_entries.write("correction", job, user)
    return job


def _reason(text: str) -> str:
    if not text.strip():
        raise BadTextError(_("Give a reason: manager and translator read it."))
    return text.strip()


def _in_review(user: Any, segment: Segment) -> tuple[TranslationJob, Segment]:
    job = _job_in_review(user, segment.job_id)
    found = Segment.objects.select_for_update().filter(pk=segment.pk, active=True).first()
    if found is None:
        raise WrongStateError(_("The English of this segment has changed. Load the page anew to see what replaced it."))
    return job, found


def _job_in_review(user: Any, job_id: int) -> TranslationJob:
    job = locked(TranslationJob(pk=job_id))
    require(can_review(user, job))
    if job.status != Status.IN_REVIEW:
        raise WrongStateError(_("This translation does not wait for review. Perhaps somebody decided a moment ago."))
    return job


def approved_versions(job: TranslationJob) -> list[Submission]:
    """Return what was approved of a job, newest first; putting an old version before visitors again makes no new one."""
    return list(
        job.submissions.filter(decision=Decision.APPROVED, original=None, version__number__gt=0)
        .select_related("version", "submitted_by", "decided_by", "revision")
        .order_by("-decided_at", "-pk")
    )


__all__ = [
    "accept_segments",
    "approve",
    "approved_versions",
    "flag",
    "return_to",
    "send_back",
    "suggest",
    "take_offline",
]
