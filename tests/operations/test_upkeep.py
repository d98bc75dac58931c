"""Work by the clock: each minute, each night, and in spite of errors."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from home.models import ContactMessage
from operations import upkeep

EVENING = datetime(2030, 5, 1, 22, 0, tzinfo=UTC)


class Clock:
    """A clock that a test sets."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the commands that were called, instead of calling them."""
    called: list[str] = []
    monkeypatch.setattr(upkeep, "call_command", lambda name, **_options: called.append(name))
    return called


def test_scheduled_pages_each_minute_and_the_nights_work_once_a_night(commands: list[str]) -> None:
    clock = Clock(EVENING)
    thread = upkeep.Upkeep(now=clock)
    thread.round()
    thread.round()
    assert commands == [*upkeep.EACH_MINUTE, *upkeep.NIGHTLY, *upkeep.EACH_MINUTE]
    commands.clear()
    for hours in (3, 4, 5, 6):
        clock.moment = EVENING + timedelta(hours=hours)
        thread.round()
    assert commands == [*upkeep.EACH_MINUTE * 3, *upkeep.NIGHTLY, *upkeep.EACH_MINUTE]


def test_an_error_is_logged_and_tried_again(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    attempts: list[str] = []

    def fail(name: str, **_options: object) -> None:
        attempts.append(name)
        raise OperationalError("the database is away")

    monkeypatch.setattr(upkeep, "call_command", fail)
    thread = upkeep.Upkeep(now=Clock(EVENING))
    with caplog.at_level(logging.ERROR):
        thread.round()
        thread.round()
    assert attempts == [*upkeep.EACH_MINUTE, *upkeep.NIGHTLY] * 2
    assert "the database is away" in caplog.text


@pytest.mark.django_db
def test_housekeeping_deletes_expired_messages_only() -> None:
    today = timezone.localdate()
    ContactMessage.objects.create(message="old", language="en", delete_after=today - timedelta(days=1))
    ContactMessage.objects.create(message="last day", language="en", delete_after=today)
    call_command("housekeeping", verbosity=0)
    assert [message.message for message in ContactMessage.objects.all()] == ["last day"]


@pytest.mark.django_db
def test_housekeeping_clears_old_task_results(settings: object) -> None:
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    long_ago = timezone.now() - timedelta(days=30)
    common = {
        "args_kwargs": {},
        "task_path": "home.contact.mail_to_office",
        "backend_name": "default",
        "exception_class_path": "",
        "traceback": "",
    }
    DBTaskResult.objects.create(status="SUCCESSFUL", **common)
    DBTaskResult.objects.update(finished_at=long_ago)
    waiting = DBTaskResult.objects.create(status="READY", **common)
    call_command("housekeeping", verbosity=0)
    assert [result.pk for result in DBTaskResult.objects.all()] == [waiting.pk]
