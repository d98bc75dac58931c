"""What follows from steps of Wagtail's workflow, whichever screen they were taken on: the desk's own or Wagtail's.

Approval itself, which decides what visitors read, is in `approval` and `finish`.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.admin.mail import (
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
    WorkflowStateSubmissionEmailNotifier,
)
from wagtail.models import Page, TaskState, WorkflowState, get_default_page_content_type
from wagtail.signals import (
    page_unpublished,
    task_rejected,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from translation_desk import grading, jobs, log_entries, obstacles
from translation_desk.models import Grade, HeldApproval, Notice, Segment, SourceVersion, Submission, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.notifying import notify, notify_all, reviewers_of, translators_of
from translation_desk.refreshing import english_changed
from translation_desk.submitting import decide

Decision = Submission.Decision

_silent: ContextVar[bool] = ContextVar("without_mails", default=False)


def connect() -> None:
    """Connect the handlers; called once when the application is ready."""
    workflow_approved.connect(_approved, dispatch_uid="translation_desk.approved")
    task_rejected.connect(_rejected, dispatch_uid="translation_desk.rejected")
    workflow_cancelled.connect(_cancelled, dispatch_uid="translation_desk.cancelled")
    page_unpublished.connect(_unpublished, dispatch_uid="translation_desk.unpublished")
    english_changed.connect(_english_changed, dispatch_uid="translation_desk.english_changed_notices")
    _leave_mails_to_the_desk()


def _approved(instance: WorkflowState, user: Any, **_kwargs: Any) -> None:
    task_state = instance.current_task_state
    submission = _submission(task_state.revision_id) if task_state else None
    if task_state is None or submission is None:
        return
    job = submission.job
    # Wording that was proposed and not accepted has been decided against.
    Segment.objects.filter(job=job, active=True).exclude(suggestion="").update(suggestion="", suggested_by=None)
    when = submission.go_live_at.isoformat() if job.go_live_at and submission.go_live_at else ""
    data: dict[str, Any] = {"go_live_at": when} if when else {}
    if job.status == Status.APPROVED and (waits := obstacles.of_jobs([job]).get(job.pk)):
        data["waits"] = waits[0].as_data()
    comment, revision = task_state.comment, task_state.revision
    log_entries.write("approve", job, user, reason=comment, revision=revision, version=submission.version, **data)
    notify(Notice.Event.APPROVED, job, [job.translator, submission.submitted_by], actor=user, message=comment, **data)


def _rejected(instance: TaskState, user: Any, **_kwargs: Any) -> None:
    submission = _submission(instance.revision_id, Decision.PENDING)
    if submission is None:
        return
    job = submission.job
    decide(submission, Decision.SENT_BACK, user, instance.comment)
    if job.translator is None or not job.translator.is_current:
        author = submission.submitted_by
        job.translator = author if author is not None and author.is_current else None
        job.save(update_fields=["translator"])
    jobs.refresh_counts([job])
    log_entries.write("send_back", job, user, reason=instance.comment, revision=instance.revision, version=submission.version)
    notify(Notice.Event.SENT_BACK, job, [job.translator], actor=user, message=instance.comment)


def _cancelled(instance: WorkflowState, user: Any, **_kwargs: Any) -> None:
    task_state = instance.current_task_state
    submission = _submission(task_state.revision_id, Decision.PENDING) if task_state else None
    if submission is None:
        return
    decide(submission, Decision.WITHDRAWN, user)
    jobs.refresh_counts([submission.job])


def _unpublished(instance: Page, **_kwargs: Any) -> None:
    # What an urgent change hides goes on waiting; whoever takes a page offline means its newer text too.
    HeldApproval.objects.filter(page=instance.pk).exclude(page__translation_job__hidden__whole=True).delete()
    job = TranslationJob.objects.filter(target_page=instance.pk).first()
    if job is not None and (job.live_version_id or job.status in {Status.LIVE, Status.OUTDATED, Status.APPROVED}):
        job.live_version = None
        job.save(update_fields=["live_version"])
        jobs.refresh_counts([job])


def _submission(revision_id: int | None, decision: str | None = None) -> Submission | None:
    found = Submission.objects.filter(revision=revision_id)
    if decision is not None:
        found = found.filter(decision=decision)
    related = ("version", "submitted_by", "job__target_page", "job__source_page", "job__version", "job__translator")
    return found.select_related(*related).first()


def _english_changed(jobs: list[TranslationJob], user: Any, version: SourceVersion, **_kwargs: Any) -> None:
    # The argument names are the signal's.
    people = get_user_model().objects.in_bulk({job.translator_id for job in jobs if job.translator_id})
    urgent = version.grade == Grade.URGENT
    by_number: dict[int, list[tuple[TranslationJob, list[Any]]]] = defaultdict(list)
    for job in jobs:
        number = job.segments_pending or job.segments_changed
        told = [people[job.translator_id]] if job.translator_id in people else []
        if urgent and grading.presses(job):
            told = [*(told or translators_of(job)), *reviewers_of(job)]
        if number and job.enabled and told:
            by_number[number].append((job, told))
    event = Notice.Event.URGENT_CHANGE if urgent else Notice.Event.ENGLISH_CHANGED
    for number, told_of in by_number.items():
        notify_all(event, told_of, actor=user, message=version.note, segments=number)


@contextmanager
def without_mails() -> Iterator[None]:
    """Hand pages in, or decide on them, without a mail for each: for hundreds at a time, which people see as a whole."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


class _NotOfTheDesk:
    """Leaves pages of the desk out: their people get the desk's mail, in their language and as they chose."""

    def can_handle(self, instance: Any, **kwargs: Any) -> bool:
        """Tell whether Wagtail's mail is to be sent."""
        if _silent.get():
            return False
        state = instance if isinstance(instance, WorkflowState) else instance.workflow_state
        is_page = state.base_content_type_id == get_default_page_content_type().pk
        if is_page and TranslationJob.objects.filter(target_page=int(state.object_id), enabled=True).exists():
            return False
        return bool(super().can_handle(instance, **kwargs))  # type: ignore[misc]  # the other half is one of Wagtail's notifiers


class _TaskSubmitted(_NotOfTheDesk, GroupApprovalTaskStateSubmissionEmailNotifier):
    pass


class _WorkflowSubmitted(_NotOfTheDesk, WorkflowStateSubmissionEmailNotifier):
    pass


class _WorkflowRejected(_NotOfTheDesk, WorkflowStateRejectionEmailNotifier):
    pass


class _WorkflowApproved(_NotOfTheDesk, WorkflowStateApprovalEmailNotifier):
    pass


_NOTIFIERS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification", _TaskSubmitted()),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification", _WorkflowSubmitted()),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification", _WorkflowRejected()),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification", _WorkflowApproved()),
)


def _leave_mails_to_the_desk() -> None:
    """Put our notifiers in the place of Wagtail's, under Wagtail's own keys: whoever connects later finds the key taken."""
    for signal, sender, key, notifier in _NOTIFIERS:
        signal.disconnect(sender=sender, dispatch_uid=key)
        signal.connect(notifier, sender=sender, dispatch_uid=key, weak=False)
