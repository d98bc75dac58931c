"""Deletes revisions that nobody needs. Stands in the place of Wagtail's command of this name."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, Revision


class Command(BaseCommand):
    help = (
        "Delete revisions of pages which are not the latest, live or scheduled and were never handed in for review: "
        "those that were say who approved what, and a page may return to them."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--days", type=int, help="Only delete revisions older than this number of days")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Delete them one by one, as Wagtail does, so that comments move on to the next revision."""
        live = Page.objects.filter(live_revision__isnull=False).values("live_revision")
        latest = Page.objects.filter(latest_revision__isnull=False).values("latest_revision")
        unused = Revision.page_revisions.filter(approved_go_live_at=None, task_states=None, submission=None, held_approval=None)
        purgeable = unused.exclude(Q(pk__in=live) | Q(pk__in=latest))
        if options["days"]:
            purgeable = purgeable.filter(created_at__lt=timezone.now() - timedelta(days=options["days"]))
        number = 0
        for revision in purgeable.iterator():
            revision.delete()
            number += 1
        self.stdout.write(f"{number} revisions deleted.")
