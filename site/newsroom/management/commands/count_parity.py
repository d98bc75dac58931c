"""Each minute: figures of parity that no longer hold are counted anew."""

from typing import Any

from django.core.management.base import BaseCommand

from newsroom.parity import counting


class Command(BaseCommand):
    help = "Have the figures of parity counted anew if the day or the content has changed since they were counted last."

    def handle(self, *args: Any, **options: Any) -> None:
        asked = counting.keep_up()
        if options["verbosity"]:
            self.stdout.write("A count is asked for." if asked else "The figures hold.")
