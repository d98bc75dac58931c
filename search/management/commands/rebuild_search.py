"""Makes the search index anew."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.i18n import CODES
from search.rebuilding import processors, rebuild

WIDTH = 30


class Command(BaseCommand):
    help = "Make the search index anew while it is in use. May be interrupted and repeated at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", action="append", choices=CODES, help="Only this language; may be given several times.")
        parser.add_argument("--processes", type=int, default=processors(), help="Share the work (default: %(default)s).")

    def handle(self, *args: Any, **options: Any) -> None:
        started = monotonic()
        self.started, self.drawn = started, -1.0
        shown = options["verbosity"] and self.stdout.isatty()
        report = self.draw if shown else lambda done, total: None
        try:
            outcome = rebuild(options["language"] or CODES, report, processes=options["processes"])
        except KeyboardInterrupt as interrupt:
            raise CommandError("Interrupted. What was written is in use; run the command again for the rest.") from interrupt
        if outcome.failed:
            raise CommandError(f"{len(outcome.failed)} pages could not be indexed; the log says why.")
        if options["verbosity"]:
            self.stdout.write(
                f"{outcome.written} documents written, {outcome.removed} removed in {monotonic() - started:.0f} seconds."
            )

    def draw(self, done: int, total: int) -> None:
        """Draw the bar in its line, ten times a second at most."""
        now = monotonic()
        if done < total and now - self.drawn < 0.1:
            return
        self.drawn = now
        share = done / total if total else 1.0
        left = (now - self.started) * (1 - share) / share if share else 0.0
        bar = "#" * int(WIDTH * share)
        self.stdout.write(f"\r[{bar:.<{WIDTH}}] {done} of {total} pages, {left:.0f} s left ", ending="")
        if done >= total:
            self.stdout.write("\n", ending="")
        self.stdout.flush()
