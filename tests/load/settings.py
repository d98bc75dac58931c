"""Settings of the site under load: those of a public server, with sign-ins that need no second factor."""

from config.settings.production import *  # noqa: F403  # settings modules build on each other
from config.settings.production import STORAGES
from tests.bench.desk_settings import NoMigrations

MIGRATION_MODULES = NoMigrations()
# Fourteen people sign in at once.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The load asks for pages; to compress the administration's files takes half a minute.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
