"""Tells the page cache of changes whose process died, or did not reach the cache, right after the commit."""

from typing import Any

from django.core.management.base import BaseCommand

from operations.page_cache import watching


class Command(BaseCommand):
    help = "Have pages rendered anew where a change was committed but the page cache was not told. Part of each minute's work."

    def handle(self, *args: Any, **options: Any) -> None:
        late = watching.notice_late_changes()
        if options["verbosity"]:
            self.stdout.write(f"{late} late changes.")
