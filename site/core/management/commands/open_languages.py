"""Opens the languages of the site."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.languages_setup import SetupError, open_languages


class Command(BaseCommand):
    """Makes what each language needs; safe to run again."""

    help = "Makes locales, home pages (as drafts), the default site and its words, and clears Wagtail's stock rights on the root."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the service and print what it changed."""
        try:
            done = open_languages()
        except SetupError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            for sentence in done or ["The languages are open; nothing to do."]:
                self.stdout.write(sentence)
