"""Several task workers: each task runs once, also the one whose worker was killed."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from django.utils import timezone
from django_tasks import task
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from operations import workers
from operations.models import Worker
from tests.operations.scratch import ALIAS, ScratchSite, in_a_process, scratch_site

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@task()
def note(path: str, word: str) -> None:
    """Note that a task ran."""
    with Path(path).open("a") as file:
        file.write(f"{word}\n")


@task()
def note_and_wait(path: str, word: str) -> None:
    """Note that a task ran, and go on for ever the first time."""
    with Path(path).open("a") as file:
        file.write(f"{word}\n")
    if Path(path).read_text().count(word) == 1:
        time.sleep(600)


@pytest.fixture(scope="module")
def site(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScratchSite]:
    with django_db_blocker.unblock(), scratch_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def results(site: ScratchSite) -> Any:
    """The tasks of the small site, none at first."""
    rows = DBTaskResult.objects.using(ALIAS)
    rows.all().delete()
    Worker.objects.using(ALIAS).all().delete()
    return rows


def enqueue(results: Any, path: str, *arguments: Any) -> Any:
    return results.create(
        task_path=f"{__name__}.{path}",
        args_kwargs={"args": arguments, "kwargs": {}},
        backend_name="default",
        run_after=timezone.now() - timedelta(seconds=1),
        exception_class_path="",
        traceback="",
    )


def queue_worker(name: str) -> QueueWorker:
    return QueueWorker(
        queue_names=["*"],
        interval=0.02,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )


def work(name: str) -> None:
    """Run tasks until none is left, as the command `work` does."""
    with override_settings(TASKS=TASKS):
        signs = workers.SignsOfLife(name)
        signs.start()
        signs.given.wait()
        queue_worker(name).run()
        signs.stop()


def test_each_task_runs_once_with_two_workers(results: Any, tmp_path: Path) -> None:
    path = str(tmp_path / "notes")
    for number in range(20):
        enqueue(results, "note", path, f"task {number}")
    children = [in_a_process(lambda name=name: work(name)) for name in ("first", "second")]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    notes = Path(path).read_text().splitlines()
    assert sorted(notes) == sorted(f"task {number}" for number in range(20))
    assert set(results.values_list("status", flat=True)) == {"SUCCESSFUL"}
    assert not Worker.objects.using(ALIAS).exists()


def test_a_task_whose_worker_was_killed_runs_again(results: Any, tmp_path: Path) -> None:
    path = tmp_path / "notes"
    begun = enqueue(results, "note_and_wait", str(path), "begun")
    child = in_a_process(lambda: work("killed"))
    deadline = time.monotonic() + 20
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert take_up() == 0, "its worker lives"
    Worker.objects.using(ALIAS).update(seen_at=timezone.now() - timedelta(hours=1))
    assert take_up() == 0, "its worker holds its lock, though its last sign is old"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    Worker.objects.using(ALIAS).update(seen_at=timezone.now())
    assert take_up() == 0, "its worker gave a sign a moment ago"
    Worker.objects.using(ALIAS).update(seen_at=timezone.now() - timedelta(hours=1))
    assert take_up() == 1
    assert os.waitpid(in_a_process(lambda: work("other")), 0)[1] == 0
    begun.refresh_from_db()
    assert (begun.status, begun.worker_ids) == ("SUCCESSFUL", ["killed", "other"])
    assert path.read_text().splitlines() == ["begun", "begun"]


def take_up() -> int:
    """Put tasks back as the work of every minute does; return how many."""
    return os.waitstatus_to_exitcode(os.waitpid(in_a_process(lambda: os._exit(10 + workers.take_up_tasks())), 0)[1]) - 10


def test_a_task_that_kills_its_workers_fails(results: Any) -> None:
    deadly = enqueue(results, "note", "", "")
    results.filter(pk=deadly.pk).update(status="RUNNING", worker_ids=["a", "b", "c"])
    other = enqueue(results, "note", "", "")
    results.filter(pk=other.pk).update(status="RUNNING", worker_ids=["c", "living"])
    Worker.objects.using(ALIAS).create(pk="c", seen_at=timezone.now() - timedelta(hours=1))
    assert take_up() == 1
    deadly.refresh_from_db()
    other.refresh_from_db()
    assert (deadly.status, other.status) == ("FAILED", "RUNNING")
    assert "interrupted 3 times" in deadly.traceback
    assert django_settings.TASKS != TASKS
