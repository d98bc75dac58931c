"""Each night: look for what needs upkeep, mail its owners once a week, and ask other sites where that is switched on."""

from typing import Any

from django.core.management.base import BaseCommand

from newsroom.upkeep import checking, foreign_links


class Command(BaseCommand):
    help = (
        "Have the task worker check links, dates of review, facts, pictures, files and publications of live pages; with "
        "CHECK_FOREIGN_LINKS it asks other sites too. The screen “Upkeep” shows what it found."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        checking.begin_night()
        if options["verbosity"]:
            others = "other sites are asked too" if foreign_links.enabled() else "other sites are not asked"
            self.stdout.write(f"The task worker checks everything that is live; {others}.")
