"""Once a day: reminders to experts, questions whose text was replaced, and names that have been kept long enough."""

from typing import Any

from django.core.management.base import BaseCommand

from newsroom.experts import following, forgetting, mails


class Command(BaseCommand):
    help = (
        "Remind experts whose link ends within two days, end questions whose text was replaced, and erase names and addresses "
        "of experts that have been kept long enough."
    )

    def handle(self, *_args: Any, **options: Any) -> None:
        ended = following.end_replaced()
        reminded = mails.remind()
        forgotten = forgetting.forget_old()
        if options["verbosity"]:
            self.stdout.write(f"{ended} questions ended, {reminded} experts reminded, {forgotten} names of experts erased.")
