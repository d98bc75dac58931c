"""Migrations: none is missing, they hold no blocks, and they build a sound database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from core.fields import BodyField

ROOT = Path(__file__).resolve().parents[2]
OUR_APPS = [config for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT) and ".venv" not in config.path]

# One process for all three, since each would take seconds to begin.
MIGRATING = """
import gc

import django
from django.core.management import call_command

django.setup()
# Migrations make all models again and again, and searching them for garbage takes a third of the time.
gc.freeze()
gc.set_threshold(100_000, 20, 50)
call_command("migrate", verbosity=0)
call_command("migrate", check_unapplied=True, verbosity=0)
call_command("check", databases=["default"])
"""


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("app", [config.label for config in OUR_APPS])
def test_migrations_hold_no_blocks(app: str) -> None:
    """Blocks change often; a migration that described them would have to be written each time."""
    for path in (Path(apps.get_app_config(app).path) / "migrations").glob("0*.py"):
        text = path.read_text(encoding="utf-8")
        assert "block_lookup" not in text, path
        assert "wagtail.blocks" not in text, path


def test_body_field_leaves_its_blocks_out() -> None:
    from core.blocks import BodyBlock

    _name, _path, arguments, options = BodyField(BodyBlock()).deconstruct()
    assert arguments == [[]]
    assert "block_lookup" not in options


@pytest.fixture
def fresh_database(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The environment of a command that meets an empty database of the engine under test."""
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.dev", "DATABASE_URL": ""}
    environment["PYTHONPATH"] = f"{ROOT}{os.pathsep}{ROOT / 'site'}"
    if connection.vendor != "postgresql":
        yield environment
        return
    import psycopg

    database = settings.DATABASES["default"]
    name = f"migrations_{os.getpid()}"
    place = {
        "host": database["HOST"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "port": database["PORT"] or None,
    }
    with psycopg.connect(**place, dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {**environment, "DATABASE_URL": os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"}
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_migrations_build_a_sound_database(fresh_database: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, "-c", MIGRATING], env=fresh_database, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
