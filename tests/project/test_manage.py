"""manage.py: mistakes in the configuration end with one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import manage

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgres://portal:secret-word@127.0.0.1:1/leather", "cannot connect to “leather” on 127.0.0.1"),
        ("postgres://", "DATABASE_URL must name"),
        ("leather", "DATABASE_URL"),
        ("sqlite:////nowhere/at/all/site.sqlite3", "cannot be opened"),
    ],
)
def test_a_wrong_database_ends_with_one_sentence(address: str, expected: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "migrate"],
        env={**os.environ, "DATABASE_URL": address, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.dev"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert expected in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "secret-word" not in done.stderr


def test_env_file_fills_what_the_environment_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text(
        "# comment\nLOG_LEVEL='DEBUG'\nBASE_URL = https://a.example/?a=b\nARABIC_DIGITS=arab\n\nnonsense\n", encoding="utf-8"
    )
    for name in ("LOG_LEVEL", "BASE_URL"):
        monkeypatch.setenv(name, "-")
        monkeypatch.delenv(name)
    monkeypatch.setenv("ARABIC_DIGITS", "latn")
    manage.read_env_file(file)
    assert os.environ["LOG_LEVEL"] == "DEBUG"
    assert os.environ["BASE_URL"] == "https://a.example/?a=b"
    assert os.environ["ARABIC_DIGITS"] == "latn"


def test_no_env_file_is_no_mistake(tmp_path: Path) -> None:
    manage.read_env_file(tmp_path / ".env")
