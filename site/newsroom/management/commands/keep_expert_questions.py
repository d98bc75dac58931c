"""Once a day: reminders to experts, questions that have ended, and names that have been kept long enough."""

from typing import Any

from django.core.management.base import BaseCommand

from newsroom.experts import following, forgetting, mails


class Command(BaseCommand):
    help = (
        "Send links whose mail failed, remind experts whose link ends within three days, end questions whose text was replaced, "
        "tell those who asked of questions without an answer, and erase names of experts that have been kept long enough."
    )

    def handle(self, *_args: Any, **options: Any) -> None:
        ended = following.end_replaced()
        sent = mails.send_unsent()
        reminded = mails.remind()
        unanswered = mails.tell_of_unanswered()
        forgotten = forgetting.forget_old()
        if options["verbosity"]:
            told = f"{ended} questions ended, {sent} mails sent again, {reminded} experts reminded"
            self.stdout.write(f"{told}, {unanswered} without an answer, {forgotten} names of experts erased.")
