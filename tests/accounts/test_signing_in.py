"""Signing in with a password: the only door, what it refuses, and how it tells nothing about who has an account."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db

HOME = "/admin/"
LOGIN = "/admin/login/"
RESET = "/admin/password_reset/"


def sign_in(client: Client, name: str = "Person", password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(LOGIN, {"login": name, "password": password}, **extra)


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


class TestDoor:
    def test_a_password_opens_the_administration_and_leads_to_where_one_was_going(self, person: Any, client: Client) -> None:
        asked = client.get("/admin/reports/locked/")
        assert asked["Location"] == f"{LOGIN}?next=/admin/reports/locked/"
        assert 'name="next" value="/admin/reports/locked/"' in client.get(asked["Location"]).content.decode()
        answer = client.post(LOGIN, {"login": "Person", "password": PASSWORD, "next": "/admin/reports/locked/"})
        assert answer["Location"] == "/admin/reports/locked/"
        assert is_in(client)

    def test_it_leads_to_no_other_site(self, person: Any, client: Client) -> None:
        answer = client.post(LOGIN, {"login": "Person", "password": PASSWORD, "next": "https://elsewhere.example/"})
        assert answer["Location"] == HOME

    def test_signing_out_needs_a_button(self, person: Any, client: Client) -> None:
        sign_in(client)
        assert client.get(reverse("wagtailadmin_logout")).status_code == 200
        assert is_in(client)
        assert client.post(reverse("wagtailadmin_logout"))["Location"] == LOGIN
        assert not is_in(client)

    @pytest.mark.parametrize("name", ["wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_password_reset"])
    def test_addresses_of_wagtail_are_answered_by_the_counted_door(self, client: Client, name: str) -> None:
        assert "account_" in client.get(reverse(name), follow=True).resolver_match.view_name

    def test_wagtails_link_to_a_new_password_is_closed(self, person: Any, client: Client) -> None:
        assert client.get(reverse("wagtailadmin_password_reset_confirm", args=["MQ", "a-b"])).status_code == 404

    def test_the_door_for_private_pages_is_the_same(self, client: Client) -> None:
        assert client.get(reverse("wagtailcore_login"), {"next": "/en/a/"})["Location"] == f"{LOGIN}?next=%2Fen%2Fa%2F"
        answer = client.post("/en/_util/login/", {"username": "Person", "password": PASSWORD})
        assert answer["Location"] == LOGIN

    @pytest.mark.parametrize("path", ["signup/", "email/", "password/change/", "sign-in/signup/"])
    def test_nobody_makes_an_account_or_manages_addresses(self, person: Any, client: Client, path: str) -> None:
        client.force_login(person)
        assert client.get(f"/admin/{path}").status_code == 404

    @pytest.mark.parametrize("code", ["ar", "zh-hans", "fr"])
    def test_it_speaks_the_language_of_the_browser_until_another_is_chosen(self, client: Client, code: str) -> None:
        assert f'lang="{code}"' in client.get(LOGIN, headers={"accept-language": code}).content.decode()
        answer = client.post("/admin/sign-in/language/", {"language": code, "next": LOGIN})
        assert answer["Location"] == LOGIN
        assert answer.cookies["django_language"]["path"] == HOME
        page = client.get(LOGIN, headers={"accept-language": "ru"})
        assert page["Content-Language"] == code
        assert ('dir="rtl"' in page.content.decode()) == (code == "ar")


class TestRefusals:
    def test_nothing_tells_whether_an_account_exists(self, person: Any, client: Client) -> None:
        get_user_model().objects.create_user("closed", "closed@example.org", PASSWORD, is_active=False)
        pages = {
            re.sub(r'value="[^"]*"|\w{64}', "", sign_in(client, name, password).content.decode())
            for name, password in [("Person", "wrong"), ("nobody", "wrong"), ("closed", PASSWORD)]
        }
        assert len(pages) == 1
        assert "do not match" in pages.pop()

    def test_after_five_failures_the_right_password_is_refused_too(self, person: Any, client: Client) -> None:
        for _attempt in range(5):
            sign_in(client, password="wrong")
        # Not the address alone is counted, and capital letters make no other account.
        text = sign_in(Client(REMOTE_ADDR="10.9.9.9"), name="person").content.decode()
        assert "Too many attempts" in text
        assert "Too many attempts" in sign_in(client).content.decode()
        assert not is_in(client)

    def test_success_does_not_count_as_a_failure(self, person: Any) -> None:
        for _attempt in range(7):
            client = Client()
            sign_in(client)
            assert is_in(client)

    def test_an_address_that_tries_many_accounts_is_stopped(self, person: Any, client: Client, settings: Any) -> None:
        settings.TRUSTED_PROXIES = 1
        # What a sender adds before the address that the proxy saw changes nothing.
        for number in range(20):
            sign_in(client, f"somebody-{number}", headers={"x-forwarded-for": f"9.9.9.{number}, 10.0.0.1"})
        assert "Too many attempts" in sign_in(client, headers={"x-forwarded-for": "10.0.0.1"}).content.decode()
        assert sign_in(client, headers={"x-forwarded-for": "10.0.0.2"})["Location"] == HOME

    def test_an_address_that_asks_without_end_gets_a_clear_page(self, person: Any, client: Client) -> None:
        for _attempt in range(30):
            answer = client.post(LOGIN)
        assert answer.status_code == 200
        answer = client.post(LOGIN)
        assert answer.status_code == 429
        assert "Wait some minutes" in answer.content.decode()

    def test_the_log_tells_why_and_whether_it_is_one_account_but_not_which(
        self, person: Any, client: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        for name in ("Person", "person", "another", *["person"] * 4):
            sign_in(client, name, "wrong")
        lines = [record.fields for record in caplog.records if record.name == "accounts.failures"]
        first, again, other, *_more, closed = lines
        assert first == again == {"event": "sign_in_failed", "reason": "password", "account": first["account"]}
        assert closed == {**first, "reason": "too many"}
        assert other["account"] != first["account"]
        assert "person" not in str(lines).lower()


class TestForgottenPassword:
    def link(self) -> str:
        return re.search(r"/admin/password_reset/key/\S+", mail.outbox[-1].body).group()

    def test_the_link_leads_to_a_new_password_and_works_once(self, person: Any, client: Client) -> None:
        elsewhere = Client()
        elsewhere.force_login(person)
        client.post(RESET, {"email": "PERSON@example.org"})
        assert mail.outbox[0].to == ["person@example.org"]
        path = client.get(self.link())["Location"]
        short = client.post(path, {"password1": "short-pass1", "password2": "short-pass1"})
        assert "at least 12 characters" in short.content.decode()
        differ = client.post(path, {"password1": "another unusual phrase", "password2": "another"})
        assert "differ" in differ.content.decode()
        done = client.post(path, {"password1": "another unusual phrase", "password2": "another unusual phrase"}, follow=True)
        assert "Your password is changed" in done.content.decode()
        assert not is_in(client)
        assert not is_in(elsewhere)
        sign_in(client, password="another unusual phrase")
        assert is_in(client)
        ended = Client().get(self.link()).content.decode()
        assert "This link has ended" in ended
        assert "for 72 hours" in ended
        assert "for 72 hours" in mail.outbox[0].body

    def test_the_answer_is_the_same_for_everybody_and_strangers_get_no_mail(self, person: Any, client: Client) -> None:
        model = get_user_model()
        model.objects.create_user("closed", "closed@example.org", PASSWORD, is_active=False)
        model.objects.create_user("invited", "invited@example.org")
        pages = set()
        for address in ("closed@example.org", "invited@example.org", "nobody@example.org", "person@example.org"):
            answer = client.post(RESET, {"email": address})
            pages.add((answer.status_code, answer["Location"]))
        assert len(pages) == 1
        assert [sent.to for sent in mail.outbox] == [["person@example.org"]]

    def test_the_link_names_the_site_and_not_the_host_that_was_asked(self, person: Any, client: Client) -> None:
        client.post(RESET, {"email": person.email}, headers={"host": "elsewhere.example"})
        assert "elsewhere.example" not in mail.outbox[0].body

    def test_nobody_is_flooded_with_mail(self, person: Any, client: Client) -> None:
        answers = [client.post(RESET, {"email": person.email}).status_code for _attempt in range(6)]
        assert answers == [302] * 5 + [429]
        assert len(mail.outbox) == 5
