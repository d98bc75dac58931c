"""Settings while the site is filled: tasks run at once, so that no worker begins with a heap of them."""

from tests.load.settings import *  # noqa: F403  # settings modules build on each other

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
