"""Fails when the catalogues of interface texts are not complete and sound in every language."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import catalogue_checks, catalogues, wagtail_catalogues


class Command(BaseCommand):
    help = "List what is missing or wrong in the catalogues; the exit code is 1 when there is anything."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = [*catalogue_checks.problems(), *wagtail_catalogues.problems()]
        except catalogues.CatalogueError as error:
            raise CommandError(str(error)) from error
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} problems in the catalogues. `make catalogues` adds new texts and removes old ones.")
        self.stdout.write("The catalogues are complete.")
