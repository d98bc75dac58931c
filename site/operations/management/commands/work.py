"""The task worker: background tasks, scheduled pages each minute, housekeeping each night."""

import logging
import os
import signal
import threading
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connections

from operations.upkeep import Upkeep

logger = logging.getLogger(__name__)

PAUSE_AFTER_ERROR = 5.0


class Command(BaseCommand):
    help = "Run background tasks, publish scheduled pages each minute and keep house each night, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--tasks-only", action="store_true", help="Run tasks only, for a second worker beside one that does the rest."
        )
        parser.add_argument("--with-parent", action="store_true", help="Stop when the process that started this one is gone.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["with_parent"]:
            threading.Thread(target=stop_with_parent, args=(os.getppid(),), daemon=True).start()
        if not options["tasks_only"]:
            Upkeep().start()
        while True:
            try:
                call_command("db_worker", queue_name="*", reload=False, verbosity=options["verbosity"])
            except DatabaseError as error:
                logger.error("The task worker lost its database and will try again: %s", error)
                connections.close_all()
                time.sleep(PAUSE_AFTER_ERROR)
            else:
                return


def stop_with_parent(parent: int) -> None:
    """Wait until another process has taken over this one, then stop it like a terminal would."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
