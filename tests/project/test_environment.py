"""The table of environment variables: typed reading, sentences for mistakes, and the example file."""

import re
from pathlib import Path

import pytest

from config import env

ROOT = Path(__file__).resolve().parents[2]


def test_defaults_are_read_as_their_type() -> None:
    assert env.read("TRUSTED_PROXIES", environment={}) == 0
    assert env.read("ALLOWED_HOSTS", environment={}) == []
    assert env.read("ARABIC_DIGITS", environment={}) == "latn"
    assert isinstance(env.read("DATA_DIR", environment={}), Path)


def test_values_are_read_as_their_type() -> None:
    assert env.read("ALLOWED_HOSTS", environment={"ALLOWED_HOSTS": "a.example, b.example,"}) == ["a.example", "b.example"]
    assert env.read("TRUSTED_PROXIES", environment={"TRUSTED_PROXIES": "2"}) == 2
    assert env.read("DATA_DIR", environment={"DATA_DIR": "/srv/data"}) == Path("/srv/data")


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("ON", True), ("1", True), ("no", False), ("0", False), ("", False)])
def test_yes_and_no(text: str, value: bool) -> None:
    assert env.boolean(text) is value


@pytest.mark.parametrize(("name", "text"), [("TRUSTED_PROXIES", "two"), ("ARABIC_DIGITS", "roman"), ("HSTS_SECONDS", "a year")])
def test_an_unreadable_value_is_named_in_a_sentence(name: str, text: str) -> None:
    with pytest.raises(env.ConfigurationError) as caught:
        env.read(name, environment={name: text})
    assert name in str(caught.value)
    assert text in str(caught.value)


@pytest.mark.parametrize("name", [variable.name for variable in env.VARIABLES if variable.required_in_production])
def test_production_says_which_variable_is_missing(name: str) -> None:
    with pytest.raises(env.ConfigurationError, match=name):
        env.read(name, production=True, environment={})


def test_a_variable_outside_the_table_cannot_be_read() -> None:
    with pytest.raises(KeyError):
        env.read("HOME", environment={"HOME": "/root"})


def test_sqlite_when_no_address_is_given(tmp_path: Path) -> None:
    settings = env.database("", tmp_path / "data")
    assert settings["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["NAME"] == tmp_path / "data" / "site.sqlite3"
    assert (tmp_path / "data").is_dir()


def test_postgresql_address(tmp_path: Path) -> None:
    settings = env.database("postgres://portal:secret@db.example:5433/leather", tmp_path)
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example", 5433, "leather")


def test_sqlite_waits_wherever_its_file_lies(tmp_path: Path) -> None:
    settings = env.database("sqlite:////srv/portal/site.sqlite3", tmp_path)
    assert settings["NAME"] == "/srv/portal/site.sqlite3"
    assert settings["OPTIONS"] == env.database("", tmp_path)["OPTIONS"]


@pytest.mark.parametrize("address", ["nonsense", "mysql://a:b@host/name", "postgres://host:notaport/name", "postgres://host/"])
def test_a_wrong_database_address_is_one_sentence(address: str, tmp_path: Path) -> None:
    with pytest.raises(env.ConfigurationError) as caught:
        env.database(address, tmp_path)
    assert "DATABASE_URL" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("address", ["http://mail.example", "smtp://"])
def test_a_wrong_mail_address_is_one_sentence(address: str) -> None:
    with pytest.raises(env.ConfigurationError, match="EMAIL_URL"):
        env.email(address)


def test_mail_server() -> None:
    settings = env.email("smtps://portal%40example.org:pass%2Fword@mail.example")
    assert settings["EMAIL_HOST_USER"] == "portal@example.org"
    assert settings["EMAIL_HOST_PASSWORD"] == "pass/word"
    assert (settings["EMAIL_PORT"], settings["EMAIL_USE_SSL"], settings["EMAIL_USE_TLS"]) == (465, True, False)


def test_storage_of_uploads() -> None:
    assert env.bucket("") == {}
    options = env.bucket("s3://key:se%2Fcret@s3.example:9000/bucket?region=here&public=https://media.example/p")
    assert (options["access_key"], options["secret_key"], options["bucket_name"]) == ("key", "se/cret", "bucket")
    assert (options["endpoint_url"], options["region_name"]) == ("https://s3.example:9000", "here")
    assert (options["custom_domain"], options["url_protocol"]) == ("media.example/p", "https:")


@pytest.mark.parametrize(
    "address",
    [
        "ftp://key:secret@host/bucket?public=https://a.example",
        "s3://host/bucket?public=https://a.example",
        "s3://key:secret@host/?public=https://a.example",
        "s3://key:secret@host/bucket",
        "s3://key:secret@host/bucket?public=https://a.example&unknown=1",
    ],
)
def test_a_wrong_storage_is_one_sentence(address: str) -> None:
    with pytest.raises(env.ConfigurationError, match="MEDIA_STORAGE") as caught:
        env.bucket(address)
    assert "secret" not in str(caught.value).replace("key:secret@host/bucket?region=…", "")


def example_file() -> str:
    """Write the example file that belongs to the table."""
    lines = [
        "# Environment variables of the portal with their defaults. Copy this file to .env and take the # off what you set;",
        "# `make run` and manage.py read .env, a variable of the environment itself wins. Values may stand in quotes.",
    ]
    for variable in env.VARIABLES:
        required = " Required in production." if variable.required_in_production else ""
        default = variable.default.removeprefix(f"{ROOT}/")
        lines += ["", f"# {variable.meaning}{required}", f"#{variable.name}={default}"]
    return "\n".join(lines) + "\n"


def test_the_example_file_lists_the_table() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert re.findall(r"^#([A-Z_]+)=", text, flags=re.MULTILINE) == [variable.name for variable in env.VARIABLES]
    assert text == example_file()


def test_a_cache_in_front_is_told_as_wagtail_tells_it() -> None:
    kind = "wagtail.contrib.frontend_cache.backends"
    assert env.frontend_cache("") == {}
    assert env.frontend_cache("http://varnish:6081") == {"BACKEND": f"{kind}.HTTPBackend", "LOCATION": "http://varnish:6081"}
    assert env.frontend_cache("cloudflare://a%2Fb@0Zone") == {
        "BACKEND": f"{kind}.CloudflareBackend",
        "BEARER_TOKEN": "a/b",
        "ZONEID": "0Zone",
    }
    for text in ("varnish", "cloudflare://zone", "ftp://host"):
        with pytest.raises(env.ConfigurationError, match="FRONTEND_CACHE"):
            env.frontend_cache(text)


def test_no_machine_translates_unless_one_is_chosen() -> None:
    assert env.machine_translation("", "https://translate.example", "word") == {}


def test_a_machine_that_translates() -> None:
    chosen = env.machine_translation("libretranslate", "http://127.0.0.1:5000/", "")
    assert chosen == {"engine": "libretranslate", "url": "http://127.0.0.1:5000", "key": ""}
    assert env.machine_translation("deepl", "", "word:fx") == {"engine": "deepl", "url": "", "key": "word:fx"}


@pytest.mark.parametrize(
    ("name", "url", "key", "variable"),
    [
        ("deepl", "", "", "MACHINE_TRANSLATION_KEY"),
        ("deepl", "", "two words", "MACHINE_TRANSLATION_KEY"),
        ("libretranslate", "", "", "MACHINE_TRANSLATION_URL"),
        ("libretranslate", "http://translate.example", "", "MACHINE_TRANSLATION_URL"),
        ("libretranslate", "https://", "", "MACHINE_TRANSLATION_URL"),
        ("libretranslate", "https://host:port", "", "MACHINE_TRANSLATION_URL"),
        ("libretranslate", "https://a:b@host", "", "MACHINE_TRANSLATION_URL"),
        ("deepl", "ftp://localhost", "word", "MACHINE_TRANSLATION_URL"),
    ],
)
def test_a_machine_that_cannot_be_asked_is_one_sentence(name: str, url: str, key: str, variable: str) -> None:
    with pytest.raises(env.ConfigurationError, match=variable) as caught:
        env.machine_translation(name, url, key)
    assert "two words" not in str(caught.value) and "a:b" not in str(caught.value)


def test_the_dummy_is_no_machine_for_a_public_server() -> None:
    assert env.machine_translation("dummy", "", "")["engine"] == "dummy"
    with pytest.raises(env.ConfigurationError, match="dummy"):
        env.machine_translation("dummy", "", "", production=True)
    with pytest.raises(env.ConfigurationError, match="MACHINE_TRANSLATION"):
        env.read("MACHINE_TRANSLATION", environment={"MACHINE_TRANSLATION": "oracle"})
