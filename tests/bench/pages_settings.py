"""Settings of the measurements of pages: those of a public server, with tables made from the models."""

from config import env
from config.settings.production import *  # noqa: F403  # settings modules build on each other
from config.settings.production import DATA_DIR, DATABASES
from tests.bench.desk_settings import NoMigrations

MIGRATION_MODULES = NoMigrations()
# Sign-ins nobody needs here would take most of the time of loading the demonstration.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # As `make run` opens it; a public server must name another one.
    DATABASES["default"] = env.database("", DATA_DIR)
