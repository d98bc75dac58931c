"""Makes packs of courses and topics that nobody has asked for yet, so that their pages can say how large they are."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from operations import packs


class Command(BaseCommand):
    help = "Make packs of courses and topics that are missing. Part of each minute's work, some at a time."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many."""
        parser.add_argument("--most", type=int, default=packs.AT_ONCE, help="Packs to make at most.")

    def handle(self, *args: Any, **options: Any) -> None:
        made = packs.build_missing(options["most"])
        if options["verbosity"]:
            self.stdout.write(f"{made} packs made.")
