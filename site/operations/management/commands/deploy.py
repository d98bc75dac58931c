"""What a new version needs before it answers visitors."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.catalogues import CatalogueError
from operations.deploying import deploy


class Command(BaseCommand):
    help = (
        "Compile catalogues, collect static files, migrate, open languages, bring vocabularies up to date, fill the translation "
        "memory, each as far as needed. Machines that run it at the same moment wait for each other."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-static", action="store_true", help="Collect no static files: an image has them already.")

    def handle(self, *args: Any, no_static: bool, verbosity: int, **options: Any) -> None:
        # Wagtail logs each page it makes; hundreds of lines would bury what is worth reading.
        logging.getLogger("wagtail").setLevel(logging.WARNING)

        def say(text: str) -> None:
            if verbosity:
                self.stdout.write(text)
                self.stdout.flush()

        try:
            deploy(say, static=not no_static)
        except CatalogueError as error:
            raise CommandError(str(error)) from error
