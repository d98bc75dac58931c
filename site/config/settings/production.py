"""Settings of a public server. Whatever must be set is read here once more, so that a missing one stops the start."""

from config import env
from config.settings.base import *  # noqa: F403  # settings modules build on each other

SECRET_KEY = env.read("SECRET_KEY", production=True)
ALLOWED_HOSTS = env.read("ALLOWED_HOSTS", production=True)
WAGTAILADMIN_BASE_URL = WAGTAILAPI_BASE_URL = env.read("BASE_URL", production=True)
DATABASES = {**DATABASES, "default": env.database(env.read("DATABASE_URL", production=True), DATA_DIR)}  # noqa: F405  # from base
MACHINE_TRANSLATION = env.machine_translation(
    *(env.read(name) for name in ("MACHINE_TRANSLATION", "MACHINE_TRANSLATION_URL", "MACHINE_TRANSLATION_KEY")), production=True
)

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = env.read("HSTS_SECONDS")
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
# Browsers take cookies of these names from this host alone, over HTTPS alone.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
if TRUSTED_PROXIES:  # noqa: F405  # from base
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# One line for each request, without personal data: docs/operating.md.
LOG_REQUESTS = True
LOGGING["handlers"]["console"].update(formatter=env.read("LOG_FORMAT") or "json", filters=["without_paths"])  # noqa: F405  # from base
# Django's own handlers would write the address of every request that fails.
LOGGING["loggers"] = {"django": {"handlers": [], "propagate": True}, "django.server": {"handlers": [], "propagate": True}}  # noqa: F405  # from base
