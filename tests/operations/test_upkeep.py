"""Work by the clock: each minute, each night, and in spite of errors."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError

from operations import locks, upkeep

EVENING = datetime(2030, 5, 1, 22, 0, tzinfo=UTC)


class Clock:
    """A clock that a test sets."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture(autouse=True)
def own_locks(settings: object, tmp_path: Path) -> None:
    """Hold locks that no other process of tests holds."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the commands that were called, instead of calling them."""
    called: list[str] = []
    monkeypatch.setattr(upkeep, "call_command", lambda name, **_options: called.append(name))
    return called


@pytest.mark.django_db
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


@pytest.mark.django_db
def test_an_error_is_logged_and_tried_again(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    attempts: list[str] = []

    def fail(name: str, **_options: object) -> None:
        attempts.append(name)
        raise OperationalError("the database is away")

    monkeypatch.setattr(upkeep, "call_command", fail)
    clock = Clock(EVENING)
    thread = upkeep.Upkeep(now=clock)
    with caplog.at_level(logging.ERROR):
        thread.round()
        clock.moment += timedelta(minutes=1)
        thread.round()
        clock.moment += upkeep.PAUSE_AFTER_FAILURE
        thread.round()
    every_minute, all_of_it = [*upkeep.EACH_MINUTE], [*upkeep.EACH_MINUTE, *upkeep.NIGHTLY]
    assert attempts == [*all_of_it, *every_minute, *all_of_it]
    assert "the database is away" in caplog.text


@pytest.mark.django_db
def test_another_worker_does_not_repeat_the_nights_work(commands: list[str]) -> None:
    upkeep.Upkeep(now=Clock(EVENING)).round()
    commands.clear()
    upkeep.Upkeep(now=Clock(EVENING)).round()
    assert commands == [*upkeep.EACH_MINUTE]


@pytest.mark.django_db
def test_one_worker_at_a_time_does_the_work_by_the_clock(commands: list[str]) -> None:
    with locks.held(upkeep.LOCK):
        upkeep.Upkeep(now=Clock(EVENING)).round()
    assert commands == []
