"""Once a day: accounts whose last day has passed, and work that waits too long."""

from typing import Any

from django.core.management.base import BaseCommand

from translation_desk import escalation, leaving


class Command(BaseCommand):
    help = (
        "Close the accounts whose last day has passed; their open work goes back to the queue. Tell the managers of work that "
        "waits too long."
    )

    def handle(self, *_args: Any, **options: Any) -> None:
        closed = leaving.close_ended()
        told = escalation.escalate()
        if options["verbosity"]:
            self.stdout.write(f"{closed} accounts closed after their last day; {len(told)} notices of work that waits too long.")
