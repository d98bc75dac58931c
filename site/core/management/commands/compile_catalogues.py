"""Compiles the catalogues of interface texts, without gettext programs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import catalogues


class Command(BaseCommand):
    help = "Compile the catalogues that changed since they were last compiled."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            compiled = catalogues.compile_all()
        except catalogues.CatalogueError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"{len(compiled)} catalogues compiled.")
