"""Taking an English page offline: in all languages, or in English alone while the others stay as pages of one language."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_unpublished

from translation_desk import jobs, orders
from translation_desk.models import HeldApproval, TranslationJob
from translation_desk.models.jobs import LOCKED, Status
from translation_desk.tree import following


class Scope(models.TextChoices):
    """In which languages a page goes offline."""

    ALL = "all", _("All languages")
    ENGLISH = "english", _("English only; the other languages stay as pages of their own")


def concerned(page: Page, scope: str, *, below: bool) -> models.QuerySet[Page]:
    """Return the live pages that go offline with an English page."""
    roots = [page, *(following.translations(page) if scope == Scope.ALL else ())]
    asked = Q(pk__in=[root.pk for root in roots])
    if below:
        for root in roots:
            asked |= Q(path__startswith=root.path)
    return Page.objects.filter(asked, live=True).order_by("path")


@transaction.atomic
def withdraw(page: Page, scope: str, *, below: bool, user: Any) -> int:
    """Take an English page offline, with what lies below it where `below`; return how many pages went. Asks for no right."""
    pages = list(concerned(page, scope, below=below))
    if scope == Scope.ENGLISH:
        _let_stay(pages)
    keys = [gone.pk for gone in pages]
    Page.objects.filter(pk__in=keys).update(live=False, live_revision=None, has_unpublished_changes=True)
    waiting = _waiting(keys) if scope == Scope.ALL else []
    scheduled = Revision.page_revisions.filter(object_id__in=[str(key) for key in (*keys, *waiting)])
    scheduled.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    HeldApproval.objects.filter(page__in=[*keys, *waiting]).delete()
    _log(pages, user)
    found = list(TranslationJob.objects.filter(target_page__in=[*keys, *waiting]))
    TranslationJob.objects.filter(pk__in=[job.pk for job in found]).update(live_version=None)
    for job in found:
        job.live_version = None
    jobs.refresh_counts(found)
    for gone in Page.objects.filter(pk__in=keys).order_by("path"):
        page_unpublished.send(sender=gone.specific_class, instance=gone)
    orders.settle_lost()
    return len(pages)


def _waiting(keys: Iterable[int]) -> list[int]:
    """Take back what is approved and not live yet of the translations of English pages; return the ids of their pages."""
    rows = TranslationJob.objects.filter(source_page__in=keys, status=Status.APPROVED)
    found = [pk for pk in rows.values_list("target_page_id", flat=True) if pk is not None]
    rows.update(started=True, go_live_at=None)
    return found


def _let_stay(pages: Iterable[Page]) -> None:
    """Give the live translations of English pages out of the desk's hands: they are kept by hand, under the same review.

    Work that waits for a decision or for its date goes on at the desk.
    """
    of_these = TranslationJob.objects.filter(source_page__in=[page.pk for page in pages], target_page__live=True, enabled=True)
    staying = list(of_these.exclude(status__in=LOCKED))
    for job in staying:
        job.enabled = job.started = False
    TranslationJob.objects.bulk_update(staying, ["enabled", "started"])
    jobs.refresh_counts(staying)
    # What nobody has begun is asked for no more; a refresh brings it back with the English.
    left = {job.translation_key for job in staying}
    TranslationJob.objects.filter(translation_key__in=left, started=False, status=Status.NOT_STARTED).update(archived=True)


def _log(pages: Iterable[Page], user: Any) -> None:
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page_id=page.pk,
            content_type_id=page.content_type_id,
            label=page.draft_title or page.title,
            action="wagtail.unpublish",
            user=user,
            uuid=get_active_log_context().uuid,
            timestamp=timezone.now(),
        )
        for page in pages
    )
