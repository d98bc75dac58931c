"""Asks for work in the background together with the change that it follows.

The queue lies in the database, so what is asked for in a transaction is committed or undone with it. Asked for after the commit,
it would be lost where the process is killed in between.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction


class Asked:
    """Remembers among what waits for the commit what was asked for; it goes with a part of the transaction that is undone."""

    def __init__(self, task: Any, items: list[Any], at_once: int) -> None:
        self.task = task
        self.items = items
        self.at_once = at_once
        self.__qualname__ = type(self).__qualname__  # Django's log names what fails after a commit by it
        self.is_queued = task.get_backend().supports_defer

    def enqueue(self) -> None:
        """Ask for the task: for each item, or for lists of items."""
        if self.at_once:
            for start in range(0, len(self.items), self.at_once):
                self.task.enqueue(self.items[start : start + self.at_once])
        else:
            for arguments in self.items:
                self.task.enqueue(*arguments)

    def __call__(self) -> None:
        """Ask now where no queue keeps what is asked for: a task that runs at once must find the change committed."""
        if not self.is_queued:
            self.enqueue()
            asked = set(self.items)
            for other in _waiting(self.task):
                other.items = [item for item in other.items if item not in asked]


def with_commit(task: Any, *arguments: Any) -> None:
    """Have a task run once the present transaction is committed: once, however often it asks for the same."""
    _ask(task, [arguments], 0)


def each_with_commit(task: Any, items: Iterable[Any], *, at_once: int) -> None:
    """Do the same for a task that takes a list; each item is in one list, however often it is asked for."""
    _ask(task, items, at_once)


def _ask(task: Any, items: Iterable[Any], at_once: int) -> None:
    new = sorted(set(items).difference(*(asked.items for asked in _waiting(task) if asked.is_queued)))
    if new:
        asked = Asked(task, new, at_once)
        if asked.is_queued:
            asked.enqueue()
        transaction.on_commit(asked, robust=True)


def _waiting(task: Any) -> list[Asked]:
    waiting = (function for _ids, function, *_rest in transaction.get_connection().run_on_commit)
    return [function for function in waiting if isinstance(function, Asked) and function.task == task]
