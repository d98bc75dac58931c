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
from django.utils.crypto import get_random_string

from operations.upkeep import Upkeep
from operations.workers import SignsOfLife, put_back

logger = logging.getLogger(__name__)

PAUSE_AFTER_ERROR = 5.0


class Command(BaseCommand):
    help = (
        "Run background tasks, publish scheduled pages each minute and keep house each night, until stopped. Any number of them "
        "may run: each task is given to one, and the work by the clock is done by one at a time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--tasks-only", action="store_true", help="Run tasks only, and leave the work by the clock to other workers."
        )
        parser.add_argument("--with-parent", action="store_true", help="Stop when the process that started this one is gone.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["with_parent"]:
            threading.Thread(target=stop_with_parent, args=(os.getppid(),), daemon=True).start()
        worker = get_random_string(32)
        signs = SignsOfLife(worker)
        signs.start()
        signs.given.wait()
        if not options["tasks_only"]:
            Upkeep().start()
        try:
            self.run_tasks(worker, options["verbosity"])
        finally:
            signs.stop()

    def run_tasks(self, worker: str, verbosity: int) -> None:
        """Run tasks until told to stop, through interruptions of the database."""
        while True:
            try:
                # What it had begun when the database went away is its own to begin again.
                put_back(worker)
                call_command("db_worker", queue_name="*", reload=False, worker_id=worker, verbosity=verbosity)
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
