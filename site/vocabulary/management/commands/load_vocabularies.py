"""Loads the project's vocabularies."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from vocabulary.loading import load_vocabularies


class Command(BaseCommand):
    """Brings regions, countries, goals and terms up to the tables of the project; safe to run again."""

    help = "Loads countries, regions, Sustainable Development Goals and the termbase; existing entries are updated by code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let existing entries be kept."""
        parser.add_argument(
            "--add-only", action="store_true", help="Add what is missing and leave existing entries as staff edited them."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load and print the counts."""
        counts = load_vocabularies(add_only=options["add_only"])
        if options["verbosity"]:
            for name, count in counts.items():
                self.stdout.write(f"{name}: {count}")
