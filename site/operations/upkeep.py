"""Work that comes round by the clock: scheduled pages and what was interrupted each minute, housekeeping and mails each night."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import DatabaseError, connections
from django.utils import timezone

from operations import locks
from operations.models import NightWork

logger = logging.getLogger(__name__)

LOCK = "upkeep"
PAUSE_AFTER_FAILURE = timedelta(minutes=15)
NIGHT_HOUR = 3
"""Hour of the site's time zone from which the night's work is done."""
EACH_MINUTE = (
    *("publish_scheduled", "publish_releases", "take_up_tree_changes", "notice_late_changes", "take_up_tasks"),
    *("count_parity", "build_packs"),
)
NIGHTLY = (
    *("housekeeping", "make_renditions", "purge_archive", "keep_deadlines", "keep_expert_questions", "send_digests"),
    *("check_search", "check_links"),
)


class Upkeep(threading.Thread):
    """A thread beside the task worker that does what is due each minute.

    Of several workers one does it at a time. A failure, such as a database that is down for a while, is logged and tried again:
    the work of a minute in the next, that of a night after a while.
    """

    def __init__(self, *, seconds: float = 60.0, now: Callable[[], datetime] = timezone.localtime) -> None:
        super().__init__(name="upkeep", daemon=True)
        self.seconds = seconds
        self.now = now
        self.failed_at: dict[str, datetime] = {}
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
        """Do what is due at this moment, unless another worker is at it."""
        try:
            with locks.held(LOCK, wait=False) as mine:
                if mine:
                    self.do_what_is_due()
        except DatabaseError as error:
            logger.error("The work by the clock will be tried again: %s: %s", type(error).__name__, error)

    def do_what_is_due(self) -> None:
        """Do the work of this minute, and the night's that no worker has done yet."""
        for command in EACH_MINUTE:
            self.attempt(command)
        now = self.now()
        if now.hour < NIGHT_HOUR:
            return
        done = set(NightWork.objects.filter(done_on=now.date()).values_list("command", flat=True))
        for command in NIGHTLY:
            failed_at = self.failed_at.get(command)
            if command in done or (failed_at and now - failed_at < PAUSE_AFTER_FAILURE):
                continue
            if self.attempt(command):
                NightWork.objects.update_or_create(command=command, defaults={"done_on": now.date()})
            else:
                self.failed_at[command] = now

    def attempt(self, command: str) -> bool:
        """Run a command; log it and return False where it fails."""
        try:
            call_command(command, verbosity=0)
        except Exception as error:
            logger.error("%s failed and will be tried again: %s: %s", command, type(error).__name__, error)
            return False
        return True
