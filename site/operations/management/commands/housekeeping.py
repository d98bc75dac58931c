"""The night's work: delete what the portal promised not to keep and what nobody needs, and report what people must look at."""

from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations import housekeeping


class Command(BaseCommand):
    help = (
        "Delete expired messages, old queries, task results, sessions, revisions and sizes of pictures; report files "
        "that nothing names. A step that fails stops no other."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--delete-orphans", action="store_true", help="Delete uploaded files that no row of the database names."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        numbers, failed = housekeeping.keep_house()
        if options["verbosity"]:
            self.stdout.write("; ".join(f"{number} {name}" for name, number in numbers.items()) + ".")
        if options["delete_orphans"] or options["verbosity"] > 1:
            for name in list(housekeeping.orphans()):
                if options["delete_orphans"]:
                    default_storage.delete(name)
                self.stdout.write(f"{'Deleted' if options['delete_orphans'] else 'Nothing names'} {name}")
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The log says why.")
