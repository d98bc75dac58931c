"""Publishes what was approved, at once or at its time."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision


def set_time(revision: Revision, at: datetime | None) -> None:
    """Let a revision carry a publication time, where one is given."""
    if at is not None:
        revision.content["go_live_at"] = at.isoformat()
        revision.save(update_fields=["content"])


@transaction.atomic
def publish_or_schedule(revision: Revision, user: Any, *, at: datetime | None = None) -> bool:
    """Publish a page's revision, at its time if that lies ahead, and tell whether it is live now.

    `at` replaces the publication time that the revision carries.
    """
    set_time(revision, at)
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
