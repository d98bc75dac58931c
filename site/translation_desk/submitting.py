"""Handing in for review: the drafts become a revision of the page that reviewers see and approval publishes, word for word.

The live page is never touched here. Wagtail's workflow is the truth for what is in review; a `Submission` keeps the texts and who
wrote them.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision, WorkflowState

from core import formatting
from translation_desk import editing, engine, findings, jobs, log_entries, writing
from translation_desk.errors import BadTextError, NotAllowedError, WrongStateError
from translation_desk.models import HeldApproval, Notice, Segment, SegmentHistory, Submission, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.notifying import notify, reviewers_of
from translation_desk.permissions import can_manage, can_translate, require

Decision = Submission.Decision


@transaction.atomic
def submit(user: Any, job: TranslationJob, *, note: str = "") -> Submission:
    """Hand in all drafts of a job. Reviewers are told; until they decide nobody writes in it.

    Raises NotAllowedError, WrongStateError, and BadTextError with a sentence for each segment that is not ready.
    """
    require(can_translate(user, job))
    job = locked(job)
    jobs.require_open(job)
    writing.require_own(user, job)
    if not job.started:
        raise WrongStateError(_("Nothing is in translation here. Begin to translate first."))
    page = jobs.ensure_target(job).specific
    rows = _active_rows(job)
    _require_ready(job, rows, findings.blocking(job, rows))
    if job.correction and page.live and not any(row.changed for row in rows):
        raise WrongStateError(_("Nothing differs from what is live. Change a segment first."))
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        raise WrongStateError(_("This page already waits for review."))
    workflow = page.get_workflow()
    if workflow is None:
        raise WrongStateError(_("No review is set up for this language. Ask an administrator."))
    revision = _save(job, page, rows, user)
    if job.translator_id is None:
        job.translator = user
        job.save(update_fields=["translator"])
    submission = _record(job, revision, rows, user, note)
    if state is None:
        workflow.start(page, user)
    else:
        state.requested_by = user
        state.resume(user)
    jobs.refresh_counts([job])
    log_entries.write("submit", job, user, reason=note, revision=revision)
    notify(Notice.Event.SUBMITTED, job, reviewers_of(job), actor=user, message=note, submission=submission.pk)
    return submission


@transaction.atomic
def renew(user: Any, job: TranslationJob) -> Submission:
    """Hand in again while the job is in review, because the translator accepted corrections.

    The reviewer then decides on the new text. Raises NotAllowedError, WrongStateError, BadTextError.
    """
    require(can_translate(user, job))
    job = locked(job)
    before = pending(job)
    writing.require_own(user, job)
    page = jobs.ensure_target(job).specific
    task_state = page.current_workflow_task_state
    if task_state is None:
        raise WrongStateError(_("This translation does not wait for review."))
    rows = _active_rows(job)
    # The words are the reviewer's, who sees what the checks find in them and decides on them again.
    _require_ready(job, rows, {})
    revision = _save(job, page, rows, user)
    before.decision, before.decided_by, before.decided_at = Decision.REPLACED, user, timezone.now()
    before.save(update_fields=["decision", "decided_by", "decided_at"])
    submission = _record(job, revision, rows, user, before.note)
    # Wagtail starts the same step anew, on the newest revision.
    task_state.cancel(user=user, resume=True)
    jobs.refresh_counts([job])
    log_entries.write("renew", job, user, revision=revision)
    notify(Notice.Event.SUBMITTED, job, reviewers_of(job), actor=user, submission=submission.pk, renewed=True)
    return submission


@transaction.atomic
def accept_corrections(user: Any, job: TranslationJob, segments: Collection[int] | None = None) -> list[Segment]:
    """Take over corrections while the job is in review, all or those of some segments (ids), and hand in again at once.

    The words stay the reviewer's; that another person accepted them lets the reviewer approve. Raises NotAllowedError,
    WrongStateError, BadTextError.
    """
    require(can_translate(user, job))
    job = locked(job)
    pending(job)
    writing.require_own(user, job)
    rows = job.segments.filter(active=True).exclude(suggestion="").select_related("suggested_by").select_for_update(of=("self",))
    if segments is not None:
        rows = rows.filter(pk__in=segments)
    accepted = list(rows)
    if not accepted:
        raise WrongStateError(_("There is no correction to accept."))
    if any(row.suggested_by_id == user.pk for row in accepted):
        raise NotAllowedError(_("Another person has to accept a correction that you proposed."))
    now = timezone.now()
    for row in accepted:
        row.text, row.author, row.accepted_by, row.written_at = row.suggestion, row.suggested_by or user, user, now
        row.version += 1
        row.review, row.reviewed_by, row.reviewed_at = Segment.Review.NONE, None, None
        row.suggestion, row.suggested_by, row.kept = "", None, False
    names = ["text", "author", "accepted_by", "written_at", "version", "review", "reviewed_by", "reviewed_at", "kept"]
    Segment.objects.bulk_update(accepted, [*names, "suggestion", "suggested_by"], batch_size=500)
    remember(accepted, SegmentHistory.Action.ACCEPTED, user, job)
    renew(user, job)
    return accepted


@transaction.atomic
def withdraw(user: Any, job: TranslationJob) -> Submission:
    """Take back what waits for review, or what is approved and waits to go live, so that writing can go on.

    The translator may, whoever handed it in may, and those who manage the language. Raises NotAllowedError, WrongStateError.
    """
    job = locked(job)
    scheduled = job.status == Status.APPROVED
    submission = approved_and_waiting(job) if scheduled else pending(job)
    own = can_translate(user, job) and user.pk in {job.translator_id, submission.submitted_by_id}
    require(own or can_manage(user, job.locale_id))
    page = jobs.ensure_target(job)
    if scheduled:
        unschedule(page, user)
        job.started, job.go_live_at = True, None
        job.save(update_fields=["started", "go_live_at"])
        decide(submission, Decision.WITHDRAWN, user)
    else:
        state = page.specific.current_workflow_state
        if state is not None:
            state.cancel(user=user)
        submission.refresh_from_db()
        if submission.decision == Decision.PENDING:
            decide(submission, Decision.WITHDRAWN, user)
    jobs.refresh_counts([job])
    log_entries.write("withdraw", job, user, revision=submission.revision)
    return submission


def locked(job: TranslationJob) -> TranslationJob:
    """Return the job as it is now with its pages and people, locked until the end of the transaction."""
    related = ("version", "source_page", "target_page", "translator", "reviewer")
    found = TranslationJob.objects.select_related(*related).select_for_update(of=("self",)).filter(pk=job.pk).first()
    if found is None:
        raise WrongStateError(_("This translation does not exist any more."))
    return found


def pending(job: TranslationJob) -> Submission:
    """Return what waits for review. Raises WrongStateError where nothing does."""
    found = job.submissions.filter(decision=Decision.PENDING).select_related("revision", "submitted_by", "version").first()
    if found is None:
        raise WrongStateError(_("This translation does not wait for review. Perhaps somebody decided a moment ago."))
    return found


def approved_and_waiting(job: TranslationJob) -> Submission:
    """Return what is approved and waits to go live. Raises WrongStateError where nothing does."""
    # Its date may have been taken away in the page's history, where only this way leads back to writing.
    approved = job.submissions.filter(decision=Decision.APPROVED) if job.status == Status.APPROVED else job.submissions.none()
    found = approved.select_related("revision", "submitted_by", "version").first()
    if found is None:
        raise WrongStateError(_("No approved translation waits to go live here."))
    return found


def unschedule(page: Page, user: Any) -> None:
    """Let no approved revision of a page go live by itself, neither by its date nor when something else comes to pass."""
    HeldApproval.objects.filter(page=page.pk).delete()
    for revision in Revision.objects.for_instance(page).filter(approved_go_live_at__isnull=False):
        data = {"revision": {"id": revision.pk, "created": revision.created_at, "go_live_at": revision.approved_go_live_at}}
        data["revision"]["has_live_version"] = page.live
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        log(instance=page, action="wagtail.schedule.cancel", user=user, data=data, revision=revision)


def decide(submission: Submission, decision: str, user: Any, message: str = "") -> None:
    """Write down what became of a submission."""
    submission.decision, submission.decided_by, submission.message = decision, user, message
    submission.decided_at = timezone.now()
    submission.save(update_fields=["decision", "decided_by", "decided_at", "message"])


def remember(segments: Iterable[Segment], action: str, user: Any, job: TranslationJob, *, text: str | None = None) -> None:
    """Add an event to the history of segments; the text is the segment's own unless given."""
    SegmentHistory.objects.bulk_create(
        [
            SegmentHistory(
                segment=row, action=action, text=row.text if text is None else text, user=user, source_version_id=job.version_id
            )
            for row in segments
        ],
        batch_size=500,
    )


def _active_rows(job: TranslationJob) -> list[Segment]:
    return list(job.segments.filter(active=True).order_by("order", "pk"))


def _require_ready(job: TranslationJob, rows: Sequence[Segment], found: dict[int, str]) -> None:
    problems = found | editing.unfinished(job)
    if problems:
        raise BadTextError(_("Some segments are not ready. Each says what is missing."), problems)
    if not rows:
        raise WrongStateError(_("This page has no texts to translate."))


def _save(job: TranslationJob, page: Page, rows: Sequence[Segment], user: Any) -> Revision:
    """Save the drafts as a revision of the page; what the page's own rules refuse is told by segment."""
    texts = {str(row.place): row.text for row in rows}
    draft = engine.render(job.version, page, texts, missing="english")
    # When it goes live is the reviewer's decision.
    draft.go_live_at = None
    try:
        with transaction.atomic():
            return draft.save_revision(user=user, log_action=True)
    except ValidationError as error:
        raise BadTextError(_("The page does not accept these texts."), _problems(error, rows)) from error


def _problems(error: ValidationError, rows: Sequence[Segment]) -> dict[int, str]:
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    problems = {}
    for name, messages in by_field.items():
        row = next((row for row in rows if row.path == name or row.path.startswith(f"{name}.")), rows[0])
        problems[row.pk] = formatting.sentences(messages)
    return problems


def _record(job: TranslationJob, revision: Revision, rows: Sequence[Segment], user: Any, note: str) -> Submission:
    return Submission.objects.create(
        job=job,
        revision=revision,
        version=job.version,
        texts={
            str(row.pk): {
                "text": row.text,
                "author": row.author_id,
                "accepted_by": row.accepted_by_id,
                "changed": row.changed,
            }
            for row in rows
        },
        note=note,
        submitted_by=user,
    )
