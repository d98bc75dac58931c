"""Work in the background as tests do it: at once."""

from typing import Any

from django_tasks.backends.immediate import ImmediateBackend


class AtOnce(ImmediateBackend):
    """Runs tasks when they are asked for, but for entries of Wagtail's own index where no test looks into it.

    They take a sixteenth of all time. The fixture `admin_index` has them made.
    """

    indexes = False

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """Run a task."""
        if task.module_path.startswith("modelsearch.") and not self.indexes:
            task = task.using(queue_name=task.queue_name)
            object.__setattr__(task, "func", _nothing)
        return super().enqueue(task, args, kwargs)


def _nothing(*_arguments: Any) -> None:
    """Stand in for the task."""
