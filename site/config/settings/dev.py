"""Settings of `make run`: one machine, no secrets needed, the site's own pages for errors unless DEBUG is set."""

from config import env
from config.settings.base import *  # noqa: F403  # settings modules build on each other
from config.settings.base import STORAGES

DEBUG = env.read("DEBUG")
SECRET_KEY = "for one's own machine only: production refuses to start without its own"  # noqa: S105  # not a secret
ALLOWED_HOSTS = ["*"]
MFA_REQUIRED = False
SERVE_MEDIA = True
DEMO_SIGN_INS = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if DEBUG:
    # A template that is being worked on shows at once.
    PAGE_CACHE_MEGABYTES = 0
