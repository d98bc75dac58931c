"""What approval does to a job: the words that were handed in become the approved ones, once visitors read them."""

from typing import Any

from django.db.models import F
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState
from wagtail.signals import page_published

from core.i18n import SOURCE_CODE, locale_code
from translation_desk import four_eyes, grading, hiding, jobs, layout, memory, word_ledger, wordless
from translation_desk.models import FourEyesLift, Grade, Segment, SegmentHistory, Submission, TranslationJob

Decision = Submission.Decision


def connect() -> None:
    """Connect the handlers; called once when the application is ready."""
    page_published.connect(_page_published, dispatch_uid="translation_desk.approval")


def read_submission(revision: Revision) -> Submission | None:
    """Return the submission that a revision was made of, with its job; the revision remembers it."""
    submission = Submission.objects.filter(revision=revision).select_related("version", "job__latest_version").first()
    if submission is not None:
        revision.submission = submission
    return submission


def decide(task_state: TaskState, user: Any) -> Submission | None:
    """Record on the submission of a task's revision that it was approved; return it, None for a page that is no translation."""
    submission: Submission | None = getattr(task_state.revision, "submission", None)
    if submission is not None and submission.decision == Decision.PENDING:
        submission.decision = Decision.APPROVED
        submission.decided_by = user
        submission.decided_at = timezone.now()
        submission.message = task_state.comment
        submission.save(update_fields=["decision", "decided_by", "decided_at", "message"])
        if user is not None and four_eyes.disqualified(user, task_state.revision):
            FourEyesLift.objects.filter(submission=submission).update(used_by=user, used_at=submission.decided_at)
    return submission


def waits(submission: Submission, revision: Revision) -> None:
    """Tell the job that its text is approved and goes live later: at its time, or when nothing stands in its way any more."""
    at = revision.approved_go_live_at or submission.go_live_at
    TranslationJob.objects.filter(pk=submission.job_id).update(go_live_at=at)
    submission.job.go_live_at = at
    jobs.refresh_counts([submission.job])


def refresh_by_hand(page: Page) -> None:
    """Have the queue name a page that is kept by hand as visitors do, and say what it waits for. English pages cost no query."""
    if locale_code(page.locale_id) != SOURCE_CODE:
        jobs.refresh_counts(list(TranslationJob.objects.filter(target_page=page.pk, enabled=False)))


def goes_live(submission: Submission) -> None:
    """Make the texts of a submission the approved ones of its job.

    The number of queries does not grow with the texts but by what the memory knows of new ones (`word_ledger.record`).
    If English went on meanwhile, its data follows at once, and the job is laid out anew for whoever takes it next.
    """
    job = submission.job
    texts = {int(pk): entry for pk, entry in submission.texts.items()}
    columns = ("pk", "kind", "path", "source", "order", "words", "text", "author", "approved_text", "approved_at")
    segments = list(Segment.objects.filter(job=job, pk__in=texts).only(*columns))
    _keep_history(submission, segments, texts)
    word_ledger.record(submission, segments, texts)
    _copy_texts(submission, segments, texts)
    _remember(submission, segments, texts)
    values = {"live_version": submission.version, "started": False, "correction": False, "go_live_at": None}
    for name, value in values.items():
        setattr(job, name, value)
    TranslationJob.objects.filter(pk=job.pk).update(**values)
    if job.version_id != job.wanted_version_id:
        layout.lay_out([job], job.wanted_version)
    hiding.forget(job)
    jobs.refresh_counts([job])
    grading.release([job])
    if submission.version.shape != job.latest_version.shape:
        wordless.bring_up_to_date([job], job.latest_version, job.latest_version.published_by)
    if job.grade == Grade.URGENT:
        hiding.settle([job], job.latest_version.published_by)


def _keep_history(submission: Submission, segments: list[Segment], texts: dict[int, dict[str, Any]]) -> None:
    decided_at = submission.decided_at or timezone.now()
    SegmentHistory.objects.bulk_create(
        SegmentHistory(
            segment=segment,
            action=SegmentHistory.Action.APPROVED,
            text=texts[segment.pk]["text"],
            user_id=submission.decided_by_id,
            source_version_id=submission.version_id,
            at=decided_at,
        )
        for segment in segments
        if segment.approved_at is None or segment.approved_text != texts[segment.pk]["text"]
    )


def _copy_texts(submission: Submission, segments: list[Segment], texts: dict[int, dict[str, Any]]) -> None:
    approval = {"approved_by": submission.decided_by_id, "approved_at": submission.decided_at or timezone.now()}
    # Nearly always the draft still says what was handed in, and one statement copies it within the table.
    same, different = [], []
    for segment in segments:
        entry = texts[segment.pk]
        unchanged = (segment.text, segment.author_id) == (entry["text"], entry["author"])
        (same if unchanged else different).append(segment)
    Segment.objects.filter(job=submission.job_id, pk__in=[segment.pk for segment in same]).update(
        approved_text=F("text"), approved_author=F("author"), **approval
    )
    for segment in different:
        segment.approved_text = texts[segment.pk]["text"]
        segment.approved_author_id = texts[segment.pk]["author"]
        segment.approved_by_id, segment.approved_at = approval["approved_by"], approval["approved_at"]
    Segment.objects.bulk_update(different, ["approved_text", "approved_author", "approved_by", "approved_at"])


def _remember(submission: Submission, segments: list[Segment], texts: dict[int, dict[str, Any]]) -> None:
    """Enter the texts into the translation memory."""
    at = submission.decided_at or timezone.now()
    approved = [
        memory.Approved(row.path, row.source, texts[row.pk]["text"], texts[row.pk]["author"], submission.decided_by_id, at)
        for row in segments
        if row.kind == Segment.Kind.TEXT
    ]
    memory.take_up([(submission.job, approved)])


def _page_published(instance: Page, revision: Revision, **_kwargs: Any) -> None:
    """Approve the words of a revision that has gone live, now or, by its date, long after the decision."""
    if not instance.live or revision is None:
        return
    submission = revision._state.fields_cache.get("submission")
    if submission is None or submission.decision != Decision.APPROVED:
        submission = read_submission(revision)
    if submission is not None and submission.decision == Decision.APPROVED:
        goes_live(submission)
    elif submission is None:
        refresh_by_hand(instance)
