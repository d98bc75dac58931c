"""How long a session lasts, and what ends all of a person's."""

import importlib
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from config import env
from tests.accounts.test_signing_in import is_in, sign_in


def test_a_session_lasts_some_hours_and_work_prolongs_it_once_an_hour(person: Any, client: Client, settings: Any) -> None:
    sign_in(client)
    assert 12 * 3600 - 60 < client.session.get_expiry_age() <= 12 * 3600
    assert settings.SESSION_COOKIE_NAME not in client.get("/admin/").cookies
    session = client.session
    session["prolonged_at"] -= 3700
    session.save()
    assert client.get("/admin/").cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 12 * 3600
    assert settings.SESSION_COOKIE_NAME not in client.get("/admin/").cookies


def test_signing_out_everywhere_ends_all_sessions(person: Any, client: Client) -> None:
    other = Client()
    for browser in (client, other):
        sign_in(browser)
    assert reverse("end_sessions") in client.get(reverse("wagtailadmin_account")).content.decode()
    assert client.get(reverse("end_sessions")).status_code == 200
    assert is_in(other)
    assert "signed out everywhere" in client.post(reverse("end_sessions"), follow=True).content.decode()
    assert not is_in(client)
    assert not is_in(other)
    sign_in(other)
    assert is_in(other)


def test_a_closed_account_has_no_session_left_when_it_is_opened_again(person: Any, client: Client) -> None:
    client.force_login(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    assert not is_in(client)
    person.is_active = True
    person.save()
    assert not is_in(client)


def test_pages_about_ones_account_speak_ones_own_language(person: Any, client: Client) -> None:
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=person, preferred_language="ar")
    client.force_login(person)
    answer = client.get(reverse("end_sessions"), headers={"accept-language": "fr"})
    assert 'dir="rtl"' in answer.content.decode()
    assert answer["Content-Language"] == "ar"


def test_cookies_of_a_public_server_are_out_of_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"SECRET_KEY": "x", "ALLOWED_HOSTS": "x", "BASE_URL": "https://x", "DATABASE_URL": "postgres://x@x/x"}
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    production = importlib.import_module("config.settings.production")
    for cookie in ("SESSION", "CSRF"):
        assert getattr(production, f"{cookie}_COOKIE_SECURE")
        assert getattr(production, f"{cookie}_COOKIE_NAME").startswith("__Host-")
        assert getattr(production, f"{cookie}_COOKIE_SAMESITE") == "Lax"
    assert production.SESSION_COOKIE_HTTPONLY


@pytest.mark.parametrize("text", ["en", "static", "a/b", "Ad min", "-"])
def test_the_administration_takes_no_address_of_the_site(text: str) -> None:
    with pytest.raises(env.ConfigurationError):
        env.read("ADMIN_PATH", environment={"ADMIN_PATH": text})
