"""Which task workers live, and what is done with the tasks of those that were killed.

The queue itself gives a task to one worker only, but a task whose worker is killed stays "running" for ever. So each worker holds
a lock that ends with its process, and leaves a sign of life every few seconds. A worker whose lock is free and whose last sign is
old is dead: its tasks are put back. Both must be so, because a server that restarts takes the lock from the living, too.

A task may therefore run a second time where its first run was killed; tasks are written so that this does no harm.
"""

import logging
import threading
from datetime import timedelta

from django.db import DatabaseError, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from operations import locks
from operations.models import Worker

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_SIGNS = 10.0
DEAD_AFTER = timedelta(seconds=45)
"""Age of the last sign. A worker that computes for long is no shorter of signs: a thread of its own gives them."""
MOST_RUNS = 3
"""A task that was interrupted so often is called failed, or it would kill workers for ever."""

READY, RUNNING, FAILED = "READY", "RUNNING", "FAILED"


class SignsOfLife(threading.Thread):
    """Holds the lock of a worker and gives signs of life until stopped."""

    def __init__(self, worker: str) -> None:
        super().__init__(name="signs-of-life", daemon=True)
        self.worker = worker
        self.stopped = threading.Event()
        self.given = threading.Event()
        """Set when the first sign is given: only then may the worker take tasks."""

    def run(self) -> None:
        """Give signs, through interruptions of the database."""
        while not self.stopped.is_set():
            try:
                with locks.held(_lock(self.worker), wait=False):
                    while not self.stopped.is_set():
                        self.sign()
                        connections.close_all()
                        self.stopped.wait(SECONDS_BETWEEN_SIGNS)
            except DatabaseError as error:
                logger.warning("No sign of life could be given: %s", type(error).__name__)
                connections.close_all()
                self.stopped.wait(1)

    def sign(self) -> None:
        """Give one sign."""
        Worker.objects.update_or_create(pk=self.worker, defaults={"seen_at": timezone.now()})
        self.given.set()

    def stop(self) -> None:
        """End the thread, and say that the worker ended by itself and left no task behind."""
        self.stopped.set()
        self.join(SECONDS_BETWEEN_SIGNS)
        Worker.objects.filter(pk=self.worker).delete()
        locks.remove(_lock(self.worker))


def take_up_tasks() -> int:
    """Put back the tasks of workers that were killed; return how many."""
    number = 0
    for worker in Worker.objects.filter(seen_at__lt=timezone.now() - DEAD_AFTER):
        with locks.held(_lock(worker.pk), wait=False) as dead:
            if dead:
                number += put_back(worker.pk)
                worker.delete()
                locks.remove(_lock(worker.pk))
    return number


def put_back(worker: str) -> int:
    """Put back the tasks that a worker had begun and runs no more; return how many."""
    number = 0
    with exclusive_transaction():
        for result in DBTaskResult.objects.select_for_update().filter(status=RUNNING):
            if not result.worker_ids or result.worker_ids[-1] != worker:
                continue
            number += 1
            if len(result.worker_ids) < MOST_RUNS:
                logger.warning("Task %s (%s) was interrupted and is carried out again.", result.pk, result.task_path)
                result.status = READY
                result.save(update_fields=["status"])
            else:
                logger.error("Task %s (%s) failed: it was interrupted %s times.", result.pk, result.task_path, MOST_RUNS)
                result.status, result.finished_at = FAILED, timezone.now()
                result.traceback = f"It was interrupted {MOST_RUNS} times: its worker was killed or lost the database."
                result.save(update_fields=["status", "finished_at", "traceback"])
    return number


def _lock(worker: str) -> str:
    return f"worker-{worker}"
