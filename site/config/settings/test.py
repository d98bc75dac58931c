"""Settings of the tests: tasks run at once, passwords hash fast, mails stay in memory."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403  # settings modules build on each other
from config.settings.base import STORAGES

SECRET_KEY = "for tests only"  # noqa: S105  # not a secret
ALLOWED_HOSTS = ["*"]
MFA_REQUIRED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "tests.tasks.AtOnce"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# The tests of the page cache switch it on; no other test may be answered from before its change.
PAGE_CACHE_MEGABYTES = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.gettempdir()) / "leather-panel-tests" / "media"
# Each client of a test looks for what was collected: nothing was, but it warns where the folder is missing.
STATIC_ROOT = Path(tempfile.gettempdir()) / "leather-panel-tests" / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
SERVE_MEDIA = True
# Whatever the environment says, no test sends a text anywhere.
MACHINE_TRANSLATION = {}
CONTACT_RECIPIENTS = ["office@example.org"]
