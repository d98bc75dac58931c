"""Publishes revisions for decisions that were taken, and leaves alone what people have under way on the page."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision


@transaction.atomic
def publish_or_schedule(revision: Revision, user: Any, *, at: datetime | None = None) -> bool:
    """Publish a page's revision, at its time if that lies ahead, and tell whether it is live now.

    `at` replaces the publication time that the revision carries.
    """
    if at is not None:
        revision.content["go_live_at"] = at.isoformat()
        revision.save(update_fields=["content"])
    action = PublishPageRevisionAction(revision, user=user)
    if action.object.go_live_at is None or action.object.go_live_at <= timezone.now():
        action.execute(skip_permission_checks=True)
        return True
    # Not by Wagtail's action: it takes a live page without a live revision off the site, and announces as published what is
    # only scheduled.
    revision.approved_go_live_at = action.object.go_live_at
    revision.save(update_fields=["approved_go_live_at"])
    action.object.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)
    action.log_scheduling_action()
    return False


@transaction.atomic
def publish_beside(page: Page, user: Any) -> Revision:
    """Publish `page` as it stands in memory, made from what is live, beside drafts, reviews and schedules, and return its revision.

    Wagtail's publishing would make this revision the newest draft, so that a review under way had to begin anew, and would drop
    the date of an approved revision that waits for it.
    """
    draft = (
        Page.objects.filter(pk=page.pk, has_unpublished_changes=True, latest_revision__isnull=False)
        .values("latest_revision_id", "latest_revision_created_at", "draft_title", "has_unpublished_changes")
        .first()
    )
    waiting = dict(page.revisions.filter(approved_go_live_at__isnull=False).values_list("pk", "approved_go_live_at"))
    revision = page.save_revision(user=user, clean=False)
    PublishPageRevisionAction(revision, user=user).execute(skip_permission_checks=True)
    if draft is not None:
        Page.objects.filter(pk=page.pk).update(**draft)
    for pk, date in waiting.items():
        Revision.objects.filter(pk=pk).update(approved_go_live_at=date)
    return revision
