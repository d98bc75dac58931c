"""Has every page rendered anew, whatever the page cache holds: after data was brought in past the application."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.page_cache.versions import content_version


class Command(BaseCommand):
    help = "Have every page rendered anew for its next visitor, after data was brought in past the application."

    def handle(self, *args: Any, **options: Any) -> None:
        if not content_version().raise_():
            raise CommandError("The content version could not be raised; the log says why.")
        if options["verbosity"]:
            self.stdout.write("Every page is rendered anew for its next visitor.")
