"""Work that waits longer than it should for a decision: marked in the queue, and told to the managers once."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from translation_desk.models import Notice, TranslationJob, WaitingLimits
from translation_desk.models.jobs import Status
from translation_desk.notifying import managers, notify_all


def limits() -> dict[Status, int]:
    """Return after how many days work in a status has waited too long, in one query."""
    found = WaitingLimits.load()
    return {Status.IN_REVIEW: found.days_for_review, Status.SENT_BACK: found.days_after_sending_back}


def overdue(now: datetime | None = None) -> Q:
    """Return the condition of having waited too long."""
    now = now or timezone.now()
    rows = Q()
    for status, days in limits().items():
        rows |= Q(status=status, waiting_since__lte=now - timedelta(days=days))
    return Q(rows, enabled=True)


def is_overdue(job: TranslationJob, days: dict[Status, int]) -> bool:
    """Tell whether a job has waited too long; `days` are those of `limits`."""
    allowed = days.get(Status(job.status))
    return job.enabled and allowed is not None and job.waiting_since <= timezone.now() - timedelta(days=allowed)


def escalate(now: datetime | None = None) -> list[Notice]:
    """Tell the managers of what has waited too long: once for each time that it begins to wait."""
    told = Notice.objects.filter(event=Notice.Event.ESCALATED, job=OuterRef("pk"), created_at__gte=OuterRef("waiting_since"))
    jobs = list(TranslationJob.objects.filter(overdue(now), ~Exists(told), source_page__isnull=False))
    people = managers() if jobs else []
    notices: list[Notice] = []
    for status, days in limits().items():
        waiting = [(job, people) for job in jobs if job.status == status]
        notices += notify_all(Notice.Event.ESCALATED, waiting, actor=None, status=status.value, days=days)
    return notices
