"""Approved text that waits: for the page above it, its English, a release. It publishes itself when nothing stands in its way.

Text that waits for its date alone is Wagtail's business. Where anything else stands in the way too, a `HeldApproval` keeps the
approved revision, and no publication time is given to Wagtail, whose command would ask for nothing else.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from translation_desk import approval, obstacles, publication
from translation_desk.models import HeldApproval, Submission, TranslationJob
from translation_desk.obstacles import HOME_DEPTH, STEP


@transaction.atomic
def publish_or_hold(revision: Revision, user: Any, submission: Submission | None, *, at: datetime | None = None) -> bool:
    """Publish a page's approved revision, at its time, or hold it while something stands in its way. Tell whether it is live now.

    `at` replaces the publication time that the revision carries.
    """
    page = revision.content_object
    if submission is None:
        # Newer text of a page that is written in the page editor takes the place of what was approved before.
        HeldApproval.objects.filter(page=page.pk).delete()
    if not obstacles.of_page(page, submission.version if submission else None):
        return publication.publish_or_schedule(revision, user, at=at)
    publication.set_time(revision, at)
    hold(revision, page, user)
    return False


def hold(revision: Revision, page: Page, user: Any) -> HeldApproval:
    """Let an approved revision wait, and take its publication time from Wagtail."""
    Revision.objects.for_instance(page).filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    row, _made = HeldApproval.objects.update_or_create(page_id=page.pk, defaults={"revision": revision, "approved_by": user})
    log(instance=page, action="translation_desk.hold", user=user, revision=revision)
    return row


@transaction.atomic
def release(pages: Collection[int]) -> list[int]:
    """Publish what is held of some pages and has nothing in its way any more, those nearest the home page first.

    Text whose date lies ahead becomes Wagtail's to publish. Returns the ids of the pages whose text is held no longer.
    """
    released = []
    rows = HeldApproval.objects.filter(page__in=pages)
    for row in (
        rows.select_for_update(of=("self",)).select_related("page", "revision", "approved_by").order_by("page__depth", "pk")
    ):
        if obstacles.of_held(HeldApproval.objects.filter(pk=row.pk)):
            continue
        submission = approval.read_submission(row.revision)
        row.delete()
        released.append(row.page_id)
        if not publication.publish_or_schedule(row.revision, row.approved_by) and submission is not None:
            approval.waits(submission, row.revision)
    return released


def free() -> list[int]:
    """Return the ids of the pages whose held text has nothing in its way any more, whatever took it away."""
    held = HeldApproval.objects.all()
    blocked = obstacles.of_held(held)
    return [pk for pk in held.order_by("page__depth", "pk").values_list("page_id", flat=True) if pk not in blocked]


def held_below(page: Page) -> list[int]:
    """Return the ids of the pages directly below a page that hold approved text, in one query."""
    below = HeldApproval.objects.filter(page__path__startswith=page.path, page__depth=page.depth + 1)
    return list(below.order_by("page__path").values_list("page_id", flat=True))


@transaction.atomic
def hold_back() -> list[int]:
    """Hold the texts that would go live by their date below a page that is not live; return the ids of their pages.

    Run before Wagtail's command publishes by date: the page above may have gone offline since the approval.
    """
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    revisions = {int(revision.object_id): revision for revision in scheduled.defer("content").select_related("user")}
    pages = Page.objects.filter(pk__in=revisions, live=False, depth__gt=HOME_DEPTH).in_bulk()
    paths = {page.path[:-STEP] for page in pages.values()}
    # What expires now goes offline in the same run, before anything is published.
    offline = Page.objects.filter(path__in=paths).filter(Q(live=False) | Q(expire_at__lt=timezone.now()))
    blocked = set(offline.values_list("path", flat=True))
    return _hold_all({page: revisions[page.pk] for page in pages.values() if page.path[:-STEP] in blocked})


@transaction.atomic
def hold_scheduled(pages: Collection[int]) -> list[int]:
    """Hold what would go live by its date on some pages, because it shall wait for something else too; return their ids."""
    scheduled = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in pages], approved_go_live_at__isnull=False)
    revisions = {int(revision.object_id): revision for revision in scheduled.defer("content").select_related("user")}
    return _hold_all({page: revisions[page.pk] for page in Page.objects.filter(pk__in=revisions)})


def _hold_all(revisions: Mapping[Page, Revision]) -> list[int]:
    for page, revision in revisions.items():
        submission = approval.read_submission(revision)
        hold(revision, page, submission.decided_by if submission else None)
        if submission is not None:
            approval.waits(submission, revision)
    return [page.pk for page in revisions]


def waits_for_english(jobs: Collection[TranslationJob]) -> bool:
    """Tell whether approved text of some jobs is held."""
    return HeldApproval.objects.filter(page__in=[job.target_page_id for job in jobs if job.target_page_id]).exists()
