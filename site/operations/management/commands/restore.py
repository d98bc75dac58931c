"""Brings a backup back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations import restoring
from operations.errors import OperationError

AFTERWARDS = """The search index is part of the database, and the cache was emptied. What is left to do:
  1. python manage.py deploy: brings a backup of an older version up to date.
  2. Start web processes and workers anew. Tasks that were waiting when the backup was made are carried out then."""


class Command(BaseCommand):
    help = "Put a backup in the place of database and media: as a whole, or not at all. Run it again after a crash."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="A file that `backup` made.")
        parser.add_argument("--replace", action="store_true", help="Replace what is on a site that is not empty.")
        parser.add_argument("--no-input", action="store_true", help="Ask nothing.")

    def handle(self, *args: Any, file: Path, replace: bool, no_input: bool, **options: Any) -> None:
        def may_replace() -> bool:
            return replace and (no_input or input("Everything on this site will be replaced. Type “yes” to go on: ") == "yes")

        try:
            manifest = restoring.restore(file, may_replace=may_replace)
        except OperationError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(
                f"The site is as it was on {manifest.created_at}: {len(manifest.tables)} tables, rows and content compared."
            )
            self.stdout.write(AFTERWARDS)
