"""Enters into the translation memory what was approved before there was one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from translation_desk import memory
from translation_memory.indexing import rebuild


class Command(BaseCommand):
    help = (
        "Enter what the translation desk has approved into the translation memory, for translations that it knows nothing of. "
        "`deploy` does it once, on a site that is older than its memory."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="Do nothing where something has entered already.")

        parser.add_argument(
            "--words", action="store_true", help="Make its index of words anew instead: after a change of how texts are cut."
        )

    def handle(self, *_args: Any, if_empty: bool, words: bool, verbosity: int, **_options: Any) -> None:
        if words:
            count = rebuild()
        else:
            count = memory.fill_if_empty() if if_empty else memory.fill(self.stdout.write if verbosity else lambda _line: None)
        if verbosity:
            self.stdout.write(f"{count} texts.")
