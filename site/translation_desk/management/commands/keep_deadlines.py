"""Once a day: accounts whose last day has passed."""

from typing import Any

from django.core.management.base import BaseCommand

from translation_desk import leaving


class Command(BaseCommand):
    help = "Close the accounts whose last day has passed; their open work goes back to the queue."

    def handle(self, *_args: Any, **options: Any) -> None:
        closed = leaving.close_ended()
        if options["verbosity"]:
            self.stdout.write(f"{closed} accounts closed after their last day.")
