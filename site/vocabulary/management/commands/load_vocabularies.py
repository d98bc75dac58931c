"""Loads the project's vocabularies."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from vocabulary.loading import load_vocabularies


class Command(BaseCommand):
    """Brings regions, countries, goals and terms up to the tables of the project; safe to run again."""

    help = "Loads countries, regions, Sustainable Development Goals and the termbase; existing entries are overwritten by code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let what staff changed be kept."""
        parser.add_argument(
            "--keep-edited",
            action="store_true",
            help="Add what is missing, fill empty fields, renew those that nobody edited, and leave the others.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, and print the counts and what became of the fields."""
        loaded = load_vocabularies(keep_edited=options["keep_edited"])
        if options["verbosity"]:
            for name, count in loaded.counts.items():
                self.stdout.write(f"{name}: {count}")
            self.stdout.write(loaded.sentence())
