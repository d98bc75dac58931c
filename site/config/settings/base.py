"""Settings that every environment shares. They are the strict ones; `dev` and `test` relax what they must."""

from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from config import env
from config.languages import CODES, LANGUAGES as LANGUAGE_TABLE, SOURCE_CODE
from config.settings.signing_in import *  # noqa: F403  # settings modules build on each other

ROOT: Path = env.ROOT
DATA_DIR: Path = env.read("DATA_DIR")

SECRET_KEY = env.read("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS: list[str] = env.read("ALLOWED_HOSTS")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

INSTALLED_APPS = [
    # First: it replaces the managers of the models it registers before anything else reads them.
    "modeltranslation",
    "accounts",
    "core",
    "vocabulary",
    "home",
    "knowledge",
    "projects",
    "search",
    "translation_memory",
    "translation_desk",
    "newsroom",
    "operations",
    "demo",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    # First what is for balancers, and the line of the log; then the page cache: what it answers touches nothing else.
    "operations.middleware.OperationsMiddleware",
    "operations.page_cache.middleware.PageCacheMiddleware",
    "core.security_headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before the language is chosen: an old address leads on in one step, whatever the browser prefers.
    "core.middleware.OldAddressesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SignedInMiddleware",
    "translation_desk.middleware.ProposedTextsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.middleware.MovedPagesMiddleware",
    "core.middleware.ImpossibleNumbersMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.portal",
            ],
            "builtins": ["core.templatetags.portal", "core.templatetags.remembering"],
        },
    },
]

DATABASES: dict[str, Any] = {"default": env.database(env.read("DATABASE_URL"), DATA_DIR)}
if REPLICA := env.replica(env.read("DATABASE_REPLICA_URL"), DATA_DIR):
    DATABASES |= REPLICA
    DATABASE_ROUTERS = ["operations.replica.ReplicaRouter"]

# Shared by all processes; a public page reads its menu and settings from here. Files serve the processes of one machine.
REDIS_URL: str = env.read("REDIS_URL")
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        # Counts of failed sign-ins lie here too; in the usual 300 places a flood of attempts would push them out.
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    }
}
PAGE_CACHE_MEGABYTES: int = env.read("PAGE_CACHE_MEGABYTES")
if IN_FRONT := env.frontend_cache(env.read("FRONTEND_CACHE")):
    # Wagtail has it forget each page that is published or taken offline, in all languages.
    INSTALLED_APPS.append("wagtail.contrib.frontend_cache")
    WAGTAILFRONTENDCACHE: dict[str, Any] = {"default": IN_FRONT}

TASKS: dict[str, Any] = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Languages: everything derives from config/languages.py. The names are each language's own, so they need no translation.
LANGUAGES = [(language.code, language.own_name) for language in LANGUAGE_TABLE]
LANGUAGE_CODE = SOURCE_CODE
# Ours first: the second only fills what Wagtail's own catalogues lack, and may say nothing else than ours.
LOCALE_PATHS = [ROOT / "locale", ROOT / "site" / "wagtail_locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

MODELTRANSLATION_DEFAULT_LANGUAGE = SOURCE_CODE
MODELTRANSLATION_LANGUAGES = CODES
# English first; the others only for what was typed in an administration interface of another language and has no English yet.
MODELTRANSLATION_FALLBACK_LANGUAGES = (SOURCE_CODE, *(code for code in CODES if code != SOURCE_CODE))

# The foundation makes a home page for each language without importing the section that defines it.
HOME_PAGE_MODEL = "home.HomePage"
# The demonstration may come with sign-ins whose password everybody knows: on one's own machine only.
DEMO_SIGN_INS = False

WAGTAIL_SITE_NAME = "Leather Panel"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_BASE_URL = env.read("BASE_URL")
WAGTAIL_USER_TIME_ZONES = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Approval publishes the revision that was reviewed; an edit made meanwhile is reviewed in its turn. What the desk publishes by
# itself, because it needs no words, leaves a running review alone.
WAGTAIL_FINISH_WORKFLOW_ACTION = "translation_desk.finish.publish_reviewed"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
# The desk leaves redirects in all languages at once.
WAGTAILREDIRECTS_AUTO_CREATE = False
# Between the two steps of an import the file lies where every machine finds it.
WAGTAIL_REDIRECTS_FILE_STORAGE = "cache"
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.admin_backend"}}

WAGTAILIMAGES_IMAGE_MODEL = "core.CustomImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "svg", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "core.CustomDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "core.forms.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "epub", "mp4", "odp", "ods", "odt", "pdf", "pptx", "txt", "webm", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Files are saved, never shown within this site's own address, where a file that is a page in disguise could do harm.
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
# `core.security_headers` gives files a stricter policy than this would.
WAGTAILDOCS_BLOCK_EMBEDDED_CONTENT = False
# Documents and pictures are shown to it before they are taken.
CLAMAV: str = env.read("CLAMAV")
# Empty: no text leaves the site, and the editor offers no suggestions.
MACHINE_TRANSLATION: dict[str, str] = env.machine_translation(
    *(env.read(name) for name in ("MACHINE_TRANSLATION", "MACHINE_TRANSLATION_URL", "MACHINE_TRANSLATION_KEY"))
)
# Files that tables of pages name may lie there; whoever brings tables may read them.
IMPORT_FOLDER: str = env.read("IMPORT_FOLDER")
SECURITY_CONTACT: str = env.read("SECURITY_CONTACT")
TAGGIT_CASE_INSENSITIVE = True

WAGTAILAPI_BASE_URL = env.read("BASE_URL")
WAGTAILAPI_SEARCH_ENABLED = True
WAGTAILAPI_LIMIT_MAX = 100

DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# A folder of files goes with a table of pages. Its form takes half as many, and says so.
DATA_UPLOAD_MAX_NUMBER_FILES = 2000

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.read("STATIC_DIR") or DATA_DIR / "static")
STATICFILES_DIRS = [ROOT / "site" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# A web server in front serves uploads; only on one's own machine does the application do it.
SERVE_MEDIA = False
MEDIA_BUCKET: dict[str, Any] = env.bucket(env.read("MEDIA_STORAGE"))
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "operations.storage.MediaStorage" if MEDIA_BUCKET else "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DEFAULT_FROM_EMAIL = env.read("DEFAULT_FROM_EMAIL")
CONTACT_RECIPIENTS: list[str] = env.read("CONTACT_RECIPIENTS")
TRUSTED_PROXIES: int = env.read("TRUSTED_PROXIES")
REVISIONS_KEPT_DAYS: int = env.read("REVISIONS_KEPT_DAYS")
SEARCH_QUERIES_KEPT_DAYS: int = env.read("SEARCH_QUERIES_KEPT_DAYS")
CHECK_FOREIGN_LINKS: bool = env.read("CHECK_FOREIGN_LINKS")
ARABIC_DIGITS: str = env.read("ARABIC_DIGITS")
globals().update(env.email(env.read("EMAIL_URL")))

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
# W019 asks for DENY, but the administration shows previews of pages in a frame of its own.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

LOG_REQUESTS = False
LOGS_KEPT_DAYS: int = env.read("LOGS_KEPT_DAYS")
METRICS_TOKEN: str = env.read("METRICS_TOKEN")
SENTRY_DSN: str = env.read("SENTRY_DSN")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "operations.logs.JsonFormatter"},
    },
    "filters": {"without_paths": {"()": "operations.logs.WithoutPaths"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": env.read("LOG_FORMAT") or "plain"}},
    "root": {"handlers": ["console"], "level": env.read("LOG_LEVEL")},
}
