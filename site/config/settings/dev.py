"""Settings of `make run`: one machine, no secrets needed, errors shown in full."""

from config.settings.base import *  # noqa: F403  # settings modules build on each other
from config.settings.base import STORAGES

DEBUG = True
SECRET_KEY = "for development only: never used where DEBUG is off"  # noqa: S105  # not a secret
ALLOWED_HOSTS = ["*"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
