"""Takes up again the changes of the page tree whose worker was stopped in the middle; nothing of them is half done."""

from typing import Any

from django.core.management.base import BaseCommand

from translation_desk.tree import operations


class Command(BaseCommand):
    help = "Ask a worker again for changes of the page tree that still wait although they were asked for some minutes ago."

    def handle(self, *args: Any, **options: Any) -> None:
        number = operations.take_up_again()
        if options["verbosity"]:
            self.stdout.write(f"{number} changes of the tree taken up again.")
