"""Loads the demonstration."""

from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from demo.files import CONTENT, ContentError
from demo.loading import NotEmptyError, load


class Command(BaseCommand):
    """Builds the demonstration from the files in `site/demo/content`."""

    help = "Loads the demonstration into an empty site: vocabularies, media, pages in six languages, words of the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let a site with pages be passed over, and other content be loaded."""
        parser.add_argument("--if-empty", action="store_true", help="Do nothing, and say nothing, when the site has pages.")
        parser.add_argument("--content", type=Path, default=CONTENT, help="Folder of the content files.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load and print progress, time and sign-ins."""
        started = monotonic()
        try:
            # Sign-ins with a known password have no place on a public server.
            counts = load(self._report(options["verbosity"]), folder=options["content"], sign_ins=settings.DEMO_SIGN_INS)
        except NotEmptyError as error:
            if options["if_empty"]:
                return
            raise CommandError("The site has pages already. The demonstration is loaded into an empty site only.") from error
        except ContentError as error:
            raise CommandError("The content cannot be loaded:\n" + "\n".join(error.problems)) from error
        if not options["verbosity"]:
            return
        self.stdout.write(f"Loaded {sum(counts.values())} pages in {monotonic() - started:.0f} seconds.")
        if options["if_empty"]:
            # Part of starting the site, which prints the sign-ins itself.
            return
        if settings.DEMO_SIGN_INS:
            call_command("demo_sign_ins", stdout=self.stdout)
        else:
            self.stdout.write("No demo sign-ins were made: the setting DEMO_SIGN_INS is off. Use createsuperuser.")

    def _report(self, verbosity: int) -> Any:
        return self.stdout.write if verbosity else (lambda _line: None)
