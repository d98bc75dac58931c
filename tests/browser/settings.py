"""Settings of the site that these tests visit: as strict as in public, on one machine and without its secrets."""

from config.settings.base import *  # noqa: F403  # settings modules build on each other

SECRET_KEY = "for tests only"
ALLOWED_HOSTS = ["127.0.0.1"]
SERVE_MEDIA = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Hashed and compressed as in public, but only what public pages ask for: to compress the administration's files takes too long.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]


class FromModels:
    """Stands for the migrations of every application: tables are made from the models, which saves half a minute."""

    def __contains__(self, _app: str) -> bool:
        return True

    def __getitem__(self, _app: str) -> None:
        return None


MIGRATION_MODULES = FromModels()
