"""Deletes revisions that nobody needs. Stands in the place of Wagtail's command of this name."""

from typing import Any

from django.core.management.base import BaseCommand

from translation_desk import revisions


class Command(BaseCommand):
    help = (
        "Delete revisions of pages which are older than the live one, not scheduled, and were never handed in, reviewed or "
        "decided about: all others say who wrote and approved what, and a page may return to them."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--days", type=int, help="Only delete revisions older than this number of days")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Delete them, and say how many that were."""
        self.stdout.write(f"{revisions.purge(options['days'])} revisions deleted.")
