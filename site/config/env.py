"""The table of environment variables: name, type, default, meaning. Nothing else reads the environment."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config.languages import CODES

ROOT = Path(__file__).resolve().parents[2]


class ConfigurationError(ImproperlyConfigured):
    """A variable is missing or has a value that cannot be used. The message is a sentence for the person who set it."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable."""

    name: str
    kind: Callable[[str], Any]
    default: str
    meaning: str
    required_in_production: bool = False


def boolean(text: str) -> bool:
    """Read yes/no, true/false, on/off, 1/0."""
    lowered = text.strip().lower()
    if lowered in {"1", "true", "yes", "on"}:
        return True
    if lowered in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("use yes or no")


def words(text: str) -> list[str]:
    """Read a list separated by commas."""
    return [word.strip() for word in text.split(",") if word.strip()]


def digits(text: str) -> str:
    """Read the numbering system of the Arabic pages: latn (0-9) or arab (٠-٩)."""
    if text not in {"latn", "arab"}:
        raise ValueError("use latn or arab")
    return text


def log_format(text: str) -> str:
    """Read the form of the log: json or plain; empty leaves it to the settings."""
    if text not in {"", "json", "plain"}:
        raise ValueError("use json or plain")
    return text


def scanner(text: str) -> str:
    """Read where clamd listens: host:port, or the path of a socket."""
    if text and not text.startswith("/") and not re.fullmatch(r"[^\s/]+:\d{1,5}", text):
        raise ValueError("use host:port or the path of a socket")
    return text


def contact(text: str) -> str:
    """Read an address to write to: mailto:… or https://…."""
    if text and not re.fullmatch(r"(mailto:|https://)[!-~]+", text):
        raise ValueError("use mailto:… or https://…")
    return text


def engine(text: str) -> str:
    """Read which machine translates: deepl or libretranslate; none when empty. `dummy` is for one's own machine."""
    if text not in {"", "deepl", "libretranslate", "dummy"}:
        raise ValueError("use deepl or libretranslate")
    return text


def folder(text: str) -> str:
    """Read the path of a folder, from the root of the file system on."""
    if text and not Path(text).is_absolute():
        raise ValueError("use a path from / on")
    return text


def first_part(text: str) -> str:
    """Read the first part of an address, which nothing else of the site may have."""
    taken = {*CODES, "api", "documents", "media", "static"}
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or text in taken:
        raise ValueError("use small letters, digits and hyphens, and no word that the site uses itself")
    return text


VARIABLES: tuple[Variable, ...] = (
    Variable("SECRET_KEY", str, "", "Long random text that signs sessions and tokens.", required_in_production=True),
    Variable("ALLOWED_HOSTS", words, "", "Host names the site answers to, by commas.", required_in_production=True),
    Variable(
        "BASE_URL",
        str,
        "http://127.0.0.1:8000",
        "Public address, used in mails, feeds and sitemaps.",
        required_in_production=True,
    ),
    Variable(
        "DATABASE_URL",
        str,
        "",
        "postgres://user:password@host:port/name; SQLite in DATA_DIR when empty.",
        required_in_production=True,
    ),
    Variable(
        "DATABASE_REPLICA_URL",
        str,
        "",
        "postgres://… of a streaming replica, which pages for anonymous visitors are read from; none when empty.",
    ),
    Variable("DATA_DIR", Path, str(ROOT / "var"), "Folder of the SQLite file, uploads and collected static files."),
    Variable("STATIC_DIR", str, "", "Folder of collected static files; in DATA_DIR when empty."),
    Variable(
        "REDIS_URL", str, "", "redis://host:port/0 of Redis or Valkey; caches in memory and files when empty (one machine only)."
    ),
    Variable("PAGE_CACHE_MEGABYTES", int, "64", "Memory for rendered pages in each process; 0 renders every page anew."),
    Variable(
        "MEDIA_STORAGE",
        str,
        "",
        "s3://key:secret@host/bucket?region=…&public=https://… for uploads in an S3-compatible storage; in DATA_DIR when empty.",
    ),
    Variable(
        "FRONTEND_CACHE",
        str,
        "",
        "What to tell when a page changed: http://host:port of a cache that understands PURGE, or cloudflare://TOKEN@ZONE.",
    ),
    Variable("EMAIL_URL", str, "", "smtp://user:password@host:port or smtps://…; mails go to the log when empty."),
    Variable("CONTACT_RECIPIENTS", words, "", "Mail addresses that receive messages from the contact form, by commas."),
    Variable("SEARCH_QUERIES_KEPT_DAYS", int, "90", "Days that queries without results are kept for the report to staff."),
    Variable(
        "REVISIONS_KEPT_DAYS",
        int,
        "365",
        "Days that revisions of pages are kept which nothing needs any more; 0 keeps all for ever.",
    ),
    Variable("DEFAULT_FROM_EMAIL", str, "noreply@localhost", "Sender of the site's mails."),
    Variable("DEBUG", boolean, "no", "On one's own machine: yes shows errors in full instead of the site's own pages."),
    Variable("TRUSTED_PROXIES", int, "0", "Number of reverse proxies in front that set X-Forwarded-For and X-Forwarded-Proto."),
    Variable("ADMIN_PATH", first_part, "admin", "First part of the administration's addresses: letters, digits and hyphens."),
    Variable("MFA_REQUIRED", boolean, "yes", "Whether everybody on the staff of a public server needs a second factor."),
    Variable("OIDC_SERVER", str, "", "Address of an OpenID Connect provider (its issuer) for single sign-on; none when empty."),
    Variable("OIDC_CLIENT_ID", str, "", "Name by which the provider knows this site."),
    Variable("OIDC_CLIENT_SECRET", str, "", "Password of this site at the provider."),
    Variable("OIDC_NAME", str, "OpenID", "What staff call the provider; stands on the sign-in button."),
    Variable("OIDC_TRUSTS_MFA", boolean, "no", "Whether the provider always asks for a second factor, so that we need not."),
    Variable("SESSION_HOURS", int, "12", "Hours after which staff who do nothing must sign in again."),
    Variable("CLAMAV", scanner, "", "host:port or socket of ClamAV's clamd, which looks at uploads; none does when empty."),
    Variable(
        "IMPORT_FOLDER",
        folder,
        "",
        "Folder on the server from which editors may take the files that tables of pages name; none when empty.",
    ),
    Variable(
        "SECURITY_CONTACT", contact, "", "mailto:… or https://…, where security flaws are to be reported; not said when empty."
    ),
    Variable(
        "MACHINE_TRANSLATION",
        engine,
        "",
        "deepl or libretranslate: English texts may be sent there for suggestions to translators; nothing is sent when empty.",
    ),
    Variable(
        "MACHINE_TRANSLATION_URL",
        str,
        "",
        "https://… of the LibreTranslate server (http:// on the same machine only); DeepL's own address when empty.",
    ),
    Variable("MACHINE_TRANSLATION_KEY", str, "", "Key for that service. DeepL needs one, a LibreTranslate server may."),
    Variable(
        "CHECK_FOREIGN_LINKS",
        boolean,
        "no",
        "Whether the addresses on other sites that pages link to are asked at night whether they are still there.",
    ),
    Variable("ARABIC_DIGITS", digits, "latn", "Digits on Arabic pages: latn (0-9) or arab (٠-٩)."),
    Variable("HSTS_SECONDS", int, "31536000", "How long browsers must use HTTPS only."),
    Variable("LOG_LEVEL", str, "INFO", "DEBUG, INFO, WARNING or ERROR."),
    Variable(
        "LOG_FORMAT", log_format, "", "json (one object a line) or plain; when empty, json in production and plain elsewhere."
    ),
    Variable("LOGS_KEPT_DAYS", int, "30", "Days after which the server deletes its logs. The privacy notice says so; see to it."),
    Variable("METRICS_TOKEN", str, "", "Word with which Prometheus may read /-/metrics; no figures are kept when empty."),
    Variable("SENTRY_DSN", str, "", "Address that failures are reported to; none are when empty."),
    Variable("LISTEN", str, "127.0.0.1:8000", "Address that gunicorn listens at."),
    Variable("WEB_CONCURRENCY", int, "2", "Processes of gunicorn: two for each core is plenty."),
)

BY_NAME: dict[str, Variable] = {variable.name: variable for variable in VARIABLES}


def read(name: str, *, production: bool = False, environment: Mapping[str, str] = os.environ) -> Any:
    """Return the typed value of a variable of the table.

    Raises ConfigurationError when it is missing in production though required there, or cannot be read as its type.
    """
    variable = BY_NAME[name]
    text = environment.get(name, "")
    if not text:
        if production and variable.required_in_production:
            raise ConfigurationError(f"the environment variable {name} is not set. {variable.meaning}")
        text = variable.default
    try:
        return variable.kind(text)
    except ValueError as error:
        raise ConfigurationError(
            f"the environment variable {name} has the value “{text}” ({error}). {variable.meaning}"
        ) from error


SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # 16 MB of the file are kept at hand, so that searches in a larger site need not read it again and again.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;",
}


def database(url: str, data_directory: Path, *, variable: str = "DATABASE_URL") -> dict[str, Any]:
    """Return Django's settings of the database for a DATABASE_URL, or for SQLite in the data folder when the address is empty.

    SQLite runs with a write-ahead log and takes its write lock at the start of a transaction, so that a request and the
    task worker wait for each other instead of failing.
    """
    if not url:
        data_directory.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data_directory / "site.sqlite3",
            "OPTIONS": {**SQLITE_OPTIONS},
        }
    try:
        settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except (ValueError, KeyError, dj_database_url.UnknownSchemeError) as error:
        raise ConfigurationError(f"{variable} cannot be read. {BY_NAME[variable].meaning}") from error
    if settings["ENGINE"] not in {"django.db.backends.postgresql", "django.db.backends.sqlite3"} or not settings["NAME"]:
        raise ConfigurationError(f"{variable} must name a PostgreSQL database. {BY_NAME[variable].meaning}")
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = {**SQLITE_OPTIONS, **settings.get("OPTIONS", {})}
    return settings


def replica(url: str, data_directory: Path) -> dict[str, dict[str, Any]]:
    """Return Django's settings of the replica under its name, for a DATABASE_REPLICA_URL; none when it is empty.

    A visitor waits two seconds at most to be connected, three for a machine that fell silent; then the primary is asked.
    """
    if not url:
        return {}
    settings = database(url, data_directory, variable="DATABASE_REPLICA_URL")
    if settings["ENGINE"] != "django.db.backends.postgresql":
        raise ConfigurationError(f"DATABASE_REPLICA_URL cannot be read. {BY_NAME['DATABASE_REPLICA_URL'].meaning}")
    settings["OPTIONS"] = {"connect_timeout": 2, "tcp_user_timeout": 3000, **settings.get("OPTIONS", {})}
    settings["TEST"] = {"MIRROR": "default"}
    return {"replica": settings}


def email(url: str) -> dict[str, Any]:
    """Return Django's EMAIL_* settings for an EMAIL_URL."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ConfigurationError(f"EMAIL_URL cannot be read. {BY_NAME['EMAIL_URL'].meaning}")
    secure = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if secure else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": not secure,
        "EMAIL_TIMEOUT": 20,
    }


def frontend_cache(url: str) -> dict[str, Any]:
    """Return Wagtail's setting of the cache in front for a FRONTEND_CACHE; none when it is empty."""
    if not url:
        return {}
    parts = urlsplit(url)
    kind = "wagtail.contrib.frontend_cache.backends"
    if parts.scheme == "cloudflare" and parts.username and parts.hostname:
        return {
            "BACKEND": f"{kind}.CloudflareBackend",
            "BEARER_TOKEN": unquote(parts.username),
            "ZONEID": parts.netloc.rpartition("@")[2],
        }
    if parts.scheme in {"http", "https"} and parts.hostname:
        return {"BACKEND": f"{kind}.HTTPBackend", "LOCATION": url}
    raise ConfigurationError(f"FRONTEND_CACHE cannot be read. {BY_NAME['FRONTEND_CACHE'].meaning}")


def bucket(url: str) -> dict[str, Any]:
    """Return the options of the storage of uploads for a MEDIA_STORAGE; none when it is empty.

    `public` is where visitors find what lies in the bucket's folder `images`; `s3+http` is for a storage without TLS.
    """
    if not url:
        return {}
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    public = urlsplit(query.pop("public", ""))
    region = query.pop("region", None)
    name = parts.path.strip("/")
    complete = parts.hostname and parts.username and parts.password and name and "/" not in name and public.netloc
    if parts.scheme not in {"s3", "s3+http"} or not complete or query or public.scheme not in {"http", "https"}:
        raise ConfigurationError(f"MEDIA_STORAGE cannot be read. {BY_NAME['MEDIA_STORAGE'].meaning}")
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ConfigurationError(
            "MEDIA_STORAGE is set, but its packages are not installed: pip install -r requirements-optional.txt"
        )
    return {
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "bucket_name": name,
        "endpoint_url": f"{'http' if parts.scheme == 's3+http' else 'https'}://{parts.netloc.rpartition('@')[2]}",
        "region_name": region,
        "custom_domain": f"{public.netloc}{public.path.rstrip('/')}",
        "url_protocol": f"{public.scheme}:",
    }


def machine_translation(name: str, url: str, key: str, *, production: bool = False) -> dict[str, str]:
    """Return what is set of the machine that translates; nothing where none is chosen."""
    if not name:
        return {}
    if name == "dummy":
        if production:
            raise ConfigurationError(
                "MACHINE_TRANSLATION is “dummy”, which translates nothing: it is for one's own machine only."
            )
        return {"engine": name, "url": "", "key": ""}
    try:
        parts = urlsplit(url)
        known = not url or (bool(parts.hostname) and (parts.port is None or parts.port > 0))
    except ValueError:
        known = False
    near = known and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    safe = not url or (known and (parts.scheme == "https" or (parts.scheme == "http" and near)))
    if not safe or parts.username or parts.query or parts.fragment or (name == "libretranslate" and not url):
        raise ConfigurationError(f"MACHINE_TRANSLATION_URL cannot be used. {BY_NAME['MACHINE_TRANSLATION_URL'].meaning}")
    if (name == "deepl" and not key) or not re.fullmatch(r"[!-~]*", key):
        raise ConfigurationError(f"MACHINE_TRANSLATION_KEY cannot be used. {BY_NAME['MACHINE_TRANSLATION_KEY'].meaning}")
    return {"engine": name, "url": url.rstrip("/"), "key": key}
