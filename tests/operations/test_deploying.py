"""Machines that are brought to a new version at the same moment."""

import os
import time
from pathlib import Path
from typing import Any

import pytest

from operations import deploying
from tests.operations.scratch import in_a_process, scratch_site
from vocabulary.loading import Loaded


def test_machines_change_the_database_one_after_the_other(
    django_db_blocker: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"

    def prepare(_say: Any) -> None:
        for word in ("begins", "ends"):
            with log.open("a") as file:
                file.write(f"{word} {os.getpid()}\n")
            time.sleep(0.1)

    monkeypatch.setattr(deploying, "prepare_database", prepare)
    monkeypatch.setattr(deploying, "compile_catalogues", lambda _say: None)
    with django_db_blocker.unblock(), scratch_site(tmp_path):
        children = [in_a_process(lambda: deploying.deploy(lambda _text: None, static=False)) for _ in range(3)]
        assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    lines = [line.split() for line in log.read_text().splitlines()]
    assert [word for word, _process in lines] == ["begins", "ends"] * 3
    assert all(begin[1] == end[1] for begin, end in zip(lines[::2], lines[1::2], strict=True))


def test_static_files_are_collected_only_when_they_changed(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    collected: list[str] = []
    monkeypatch.setattr(deploying, "call_command", lambda name, **_options: collected.append(name))
    for _ in range(2):
        deploying.collect_static(lambda _text: None)
    assert collected == ["collectstatic"]
    (settings.STATIC_ROOT / deploying.COLLECTED).write_text("of another version")
    deploying.collect_static(lambda _text: None)
    assert len(collected) == 2


@pytest.mark.django_db
def test_a_second_deployment_changes_nothing(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    settings.DATA_DIR = tmp_path
    ran: list[str] = []
    monkeypatch.setattr(deploying.MigrationExecutor, "migration_plan", lambda _self, _targets: [])
    monkeypatch.setattr(deploying, "call_command", lambda name, **_options: ran.append(name))
    monkeypatch.setattr(deploying, "load_vocabularies", lambda **_options: ran.append("vocabularies") or Loaded())
    said: list[str] = []
    deploying.deploy(said.append, static=False)
    assert ran == ["open_languages", "vocabularies", "fill_memory"]
    assert said[-2:] == [Loaded().sentence(), "The database is up to date."]
