"""Deletes for good what has lain in the archive longer than it is kept."""

from typing import Any

from django.core.management.base import BaseCommand

from translation_desk.tree import archiving


class Command(BaseCommand):
    help = "Delete archived pages that can no longer be restored. Their addresses go on answering that the page was removed."

    def handle(self, *args: Any, **options: Any) -> None:
        number = archiving.purge()
        if options["verbosity"]:
            self.stdout.write(f"{number} archived pages deleted for good.")
