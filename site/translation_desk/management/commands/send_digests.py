"""Once a day: what is due soon, and the collected mails of those who want one a day."""

from typing import Any

from django.core.management.base import BaseCommand

from translation_desk.digests import send_digests, tell_what_is_due


class Command(BaseCommand):
    help = "Tell people of translations that are due soon and send the mails that they asked to have collected."

    def handle(self, *args: Any, **options: Any) -> None:
        due = tell_what_is_due()
        sent = send_digests()
        if options["verbosity"]:
            self.stdout.write(f"{len(due)} notices of what is due soon; {sent} collected mails sent.")
