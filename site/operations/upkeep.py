"""Work that comes round by the clock: scheduled pages and what was interrupted each minute, housekeeping and mails each night."""

import logging
import threading
from collections.abc import Callable
from datetime import date, datetime

from django.core.management import call_command
from django.db import connections
from django.utils import timezone

logger = logging.getLogger(__name__)

NIGHT_HOUR = 3
"""Hour of the site's time zone from which the night's work is done."""
EACH_MINUTE = ("publish_scheduled", "take_up_tree_changes", "notice_late_changes")
NIGHTLY = ("housekeeping", "make_renditions", "purge_archive", "keep_deadlines", "send_digests", "check_search")


class Upkeep(threading.Thread):
    """A thread beside the task worker that does what is due each minute.

    A failure, such as a database that is down for a while, is logged and the next minute tries again.
    """

    def __init__(self, *, seconds: float = 60.0, now: Callable[[], datetime] = timezone.localtime) -> None:
        super().__init__(name="upkeep", daemon=True)
        self.seconds = seconds
        self.now = now
        self.last_nights: dict[str, date] = {}
        self.stopped = threading.Event()

    def run(self) -> None:
        """Do what is due, wait, and begin again until stopped."""
        while not self.stopped.is_set():
            self.round()
            connections.close_all()
            self.stopped.wait(self.seconds)

    def stop(self) -> None:
        """End the thread after its present round."""
        self.stopped.set()

    def round(self) -> None:
        """Do what is due at this moment."""
        for command in EACH_MINUTE:
            self.attempt(command)
        now = self.now()
        for command in NIGHTLY if now.hour >= NIGHT_HOUR else ():
            if self.last_nights.get(command) != now.date() and self.attempt(command):
                self.last_nights[command] = now.date()

    def attempt(self, command: str) -> bool:
        """Run a command; log it and return False where it fails."""
        try:
            call_command(command, verbosity=0)
        except Exception as error:
            logger.error("%s failed and will be tried again: %s: %s", command, type(error).__name__, error)
            return False
        return True
