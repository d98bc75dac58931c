"""Once a day: the mails that people asked to have collected, those that failed before, and what is due soon."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from translation_desk.mails import send, with_people
from translation_desk.models import Notice, NoticeSettings, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.notifying import notify_all

Delivery = NoticeSettings.Delivery

DUE_WITHIN = timedelta(days=3)
FAILED_AFTER = timedelta(hours=1)
"""From this age on a mail that was to leave at once counts as failed."""
KEPT = timedelta(days=14)
"""Older notices are no news; whoever switches mails on again is not flooded with them."""

AT_WORK = [Status.NOT_STARTED, Status.IN_TRANSLATION, Status.SENT_BACK, Status.OUTDATED]


def tell_what_is_due(today: date | None = None) -> list[Notice]:
    """Tell each translator, or the reviewer of what waits for review, once for each due date that it comes near."""
    today = today or timezone.localdate()
    jobs = list(
        TranslationJob.objects.filter(enabled=True, due__isnull=False, due__lte=today + DUE_WITHIN)
        .filter(Q(status__in=AT_WORK, translator__isnull=False) | Q(status=Status.IN_REVIEW, reviewer__isnull=False))
        .select_related("translator", "reviewer")
    )
    told = set(Notice.objects.filter(event=Notice.Event.DUE_SOON, job__in=jobs).values_list("job_id", "user_id", "data__due"))
    by_date: dict[date, list[tuple[TranslationJob, list[Any]]]] = defaultdict(list)
    for job in jobs:
        user = job.reviewer if job.status == Status.IN_REVIEW else job.translator
        if job.due and user and (job.pk, user.pk, job.due.isoformat()) not in told:
            by_date[job.due].append((job, [user]))
    notices: list[Notice] = []
    for due, pairs in by_date.items():
        notices += notify_all(Notice.Event.DUE_SOON, pairs, actor=None, due=due.isoformat())
    return notices


def send_digests(today: date | None = None) -> int:
    """Send the collected mails of today and what failed to leave at once; return the number of mails."""
    today = today or timezone.localdate()
    now = timezone.now()
    waiting = Notice.objects.filter(mailed_at=None, created_at__gt=now - KEPT)
    daily = NoticeSettings.objects.filter(delivery=Delivery.DAILY).filter(Q(last_digest=None) | Q(last_digest__lt=today))
    collectors = list(daily.values_list("user_id", flat=True))
    sent = send(with_people(waiting.filter(user__in=collectors)), collected=True)
    NoticeSettings.objects.filter(user__in=collectors).update(last_digest=today)
    others = NoticeSettings.objects.exclude(delivery=Delivery.AT_ONCE).values("user_id")
    return sent + send(with_people(waiting.exclude(user__in=others).filter(created_at__lt=now - FAILED_AFTER)), collected=True)
