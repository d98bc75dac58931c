"""Tasks whose worker was killed are carried out again."""

from typing import Any

from django.core.management.base import BaseCommand

from operations import restoring
from operations.workers import take_up_tasks


class Command(BaseCommand):
    help = "Put back the tasks of workers that were killed, and finish a restoration that was. Part of the work of every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        restoring.finish_what_waits()
        number = take_up_tasks()
        if options["verbosity"]:
            self.stdout.write(f"{number} tasks put back.")
