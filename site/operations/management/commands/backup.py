"""Saves database and media into one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations import backing_up
from operations.errors import OperationError


class Command(BaseCommand):
    help = "Save database and media into one file with checksums. A file with its final name is complete and was read again."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "place", type=Path, help="A folder, where the backup is named after the moment, or the name of a new file."
        )
        parser.add_argument(
            "--verify", action="store_true", help="Restore it into a database made for that, and compare every table."
        )
        parser.add_argument("--keep", type=int, metavar="N", help="Delete all but the newest N backups of the folder afterwards.")

    def handle(self, *args: Any, place: Path, verify: bool, keep: int | None, **options: Any) -> None:
        if keep is not None and (keep < 1 or not place.is_dir()):
            raise CommandError("--keep needs a folder and a number of 1 or more.")
        try:
            target = backing_up.target_in(place)
            manifest = backing_up.back_up(target)
            if verify:
                backing_up.try_out(target)
            pruned = backing_up.prune(place, keep) if keep else []
        except OperationError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            rows = sum(int(count) for count, _sum in manifest.tables.values())
            self.stdout.write(
                f"{target}: {target.stat().st_size:,} bytes, {len(manifest.tables)} tables with {rows:,} rows, "
                f"{sum(1 for _ in manifest.media):,} files{'; restored on trial, all tables equal' if verify else ''}."
            )
            for path in pruned:
                self.stdout.write(f"Deleted {path}.")
