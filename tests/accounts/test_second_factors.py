"""Second factors: what is asked of whom, how one is set up, shown and removed, and that nothing opens without it."""

import hmac
import struct
import time
from base64 import b32decode
from hashlib import sha1
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import override
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from accounts.factor_mails import CHANGES
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_signing_in import HOME, is_in, sign_in
from translation_desk.invitations import tokens

SET_UP = "/admin/second-factor/"
SHOW = "/admin/second-factor/show/"


def code_of(secret: str, *, away: int = 0) -> str:
    """Return what an app shows for a secret, some half minutes away from now."""
    digest = hmac.new(b32decode(secret), struct.pack(">Q", int(time.time()) // 30 + away), sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


@pytest.fixture
def required(settings: Any) -> None:
    settings.MFA_REQUIRED = True


@pytest.fixture
def secret(person: Any) -> str:
    """The secret of an app that the person has set up."""
    made = generate_totp_secret()
    TOTP.activate(person, made)
    RecoveryCodes.activate(person)
    return made


@pytest.mark.usefixtures("required")
class TestRequired:
    @pytest.mark.parametrize("path", ["", "pages/", "account/", "translations/", "users/", "images/add/", "api/main/pages/"])
    def test_without_one_nothing_of_the_administration_opens(self, person: Any, client: Client, path: str) -> None:
        sign_in(client)
        assert client.get(f"{HOME}{path}")["Location"] == SET_UP
        assert client.post(f"{HOME}{path}")["Location"] == SET_UP

    def test_programs_get_a_refusal_instead_of_a_page(self, person: Any, client: Client) -> None:
        sign_in(client)
        for headers in ({"accept": "application/json"}, {"x-requested-with": "XMLHttpRequest"}):
            assert client.get("/admin/api/main/pages/", headers=headers).status_code == 403

    def test_setting_up_an_app_opens_it_and_the_next_sign_in_asks_for_a_code(self, person: Any, client: Client) -> None:
        sign_in(client)
        assert reverse("mfa_activate_totp") in client.get(SET_UP).content.decode()
        page = client.get(reverse("mfa_activate_totp"))
        assert 'src="data:image/svg+xml;base64,' in page.content.decode()
        made = page.context["form"].secret
        assert "not right" in client.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()
        assert not is_in(client)
        codes = client.post(reverse("mfa_activate_totp"), {"code": code_of(made)}, follow=True)
        assert len(codes.context["unused_codes"]) == 10
        assert "no-store" in codes["Cache-Control"]
        assert is_in(client)
        other = Client()
        assert sign_in(other)["Location"] == SHOW
        assert not is_in(other)
        other.post(SHOW, {"code": code_of(made, away=1)})
        assert is_in(other)

    def test_an_invited_person_sets_one_up_without_typing_the_new_password_again(self, person: Any, client: Client) -> None:
        person.set_unusable_password()
        person.save()
        identity = urlsafe_base64_encode(force_bytes(person.pk))
        path = reverse("translation_desk_invitation", args=[identity, tokens.make_token(person)])
        chosen = {"new_password1": PASSWORD, "new_password2": PASSWORD}
        answer = client.post(client.get(path)["Location"], chosen, follow=True)
        assert answer.redirect_chain[-1][0] == SET_UP
        assert client.get(reverse("mfa_activate_totp")).status_code == 200

    def test_the_last_one_stays(self, person: Any, client: Client, secret: str) -> None:
        sign_in(client)
        client.post(SHOW, {"code": code_of(secret)})
        text = client.post(reverse("mfa_deactivate_totp")).content.decode()
        assert "only second factor" in text
        assert Authenticator.objects.filter(user=person, type="totp").exists()

    def test_a_session_that_began_without_it_is_no_way_around(self, person: Any, client: Client, secret: str) -> None:
        client.force_login(person)
        for path in (HOME, SET_UP, reverse("mfa_activate_totp"), reverse("mfa_view_recovery_codes")):
            client.force_login(person)
            assert client.get(path)["Location"].startswith(reverse("account_login"))

    def test_it_costs_no_query_once_shown(
        self, person: Any, client: Client, secret: str, settings: Any, django_assert_max_num_queries: Any
    ) -> None:
        sign_in(client)
        client.post(SHOW, {"code": code_of(secret)})
        client.get(HOME)
        with django_assert_max_num_queries(200) as with_demand:
            client.get(HOME)
        settings.MFA_REQUIRED = False
        with django_assert_max_num_queries(200) as without:
            client.get(HOME)
        assert len(with_demand) == len(without)


class TestShowing:
    def test_a_code_works_once(self, person: Any, secret: str) -> None:
        code = code_of(secret)
        first, second = Client(), Client()
        for browser in (first, second):
            sign_in(browser)
            browser.post(SHOW, {"code": code})
        assert is_in(first)
        assert not is_in(second)

    def test_guessing_ends_after_five_codes(
        self, person: Any, client: Client, secret: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        sign_in(client)
        for _attempt in range(5):
            client.post(SHOW, {"code": "000000"})
        assert "Too many attempts" in client.post(SHOW, {"code": code_of(secret)}).content.decode()
        assert not is_in(client)
        assert [record.fields["reason"] for record in caplog.records if record.name == "accounts.failures"] == ["code"] * 5

    def test_a_recovery_code_works_once(self, person: Any, secret: str) -> None:
        code = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()[0]
        for opened in (True, False):
            browser = Client()
            sign_in(browser)
            browser.post(SHOW, {"code": code})
            assert is_in(browser) == opened

    def test_secrets_lie_encrypted_and_another_key_of_the_site_fits_no_code(
        self, person: Any, client: Client, secret: str, settings: Any
    ) -> None:
        kept = Authenticator.objects.get(user=person, type="totp").data["secret"]
        assert secret not in kept
        old = settings.SECRET_KEY
        settings.SECRET_KEY = "another"
        assert Authenticator.objects.get(user=person, type="totp").wrap().validate_code(code_of(secret)) is False
        settings.SECRET_KEY_FALLBACKS = [old]
        assert Authenticator.objects.get(user=person, type="totp").wrap().validate_code(code_of(secret)) is True


class TestManaging:
    def test_the_person_learns_of_changes_by_mail_in_their_language(
        self, person: Any, client: Client, secret: str, django_capture_on_commit_callbacks: Any
    ) -> None:
        UserProfile.objects.create(user=person, preferred_language="fr")
        client.force_login(person)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("mfa_generate_recovery_codes"))
            client.post(reverse("mfa_deactivate_totp"))
        with override("fr"):
            told = [str(CHANGES[name]) for name in ("totp_deactivated", "recovery_codes_generated")]
        assert told[0] != "Your app is removed."
        assert [message.to for message in mail.outbox] == [[person.email]] * 2
        for words, message in zip(told, mail.outbox, strict=True):
            assert words in message.body

    def test_the_account_page_leads_there(self, person: Any, client: Client) -> None:
        client.force_login(person)
        assert SET_UP in client.get(reverse("wagtailadmin_account")).content.decode()

    @pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
    def test_the_password_is_asked_again_some_minutes_after_signing_in(self, person: Any, client: Client, name: str) -> None:
        sign_in(client)
        assert client.get(reverse(name)).status_code == 200
        session = client.session
        session["signed_in_at"] -= 600
        session.save()
        asked = client.get(reverse(name))
        assert asked["Location"].startswith(reverse("account_reauthenticate"))
        assert "not your password" in client.post(asked["Location"], {"password": "wrong"}).content.decode()
        client.post(asked["Location"], {"password": PASSWORD})
        assert client.get(reverse(name)).status_code == 200

    def test_codes_are_made_anew_and_downloaded(self, person: Any, client: Client, secret: str) -> None:
        client.force_login(person)
        old = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
        client.post(reverse("mfa_generate_recovery_codes"))
        text = client.get(reverse("mfa_download_recovery_codes")).content.decode()
        assert len(text.split()) == 10
        assert not set(text.split()) & set(old)

    def test_a_lost_one_is_taken_away_by_command(self, person: Any, client: Client, secret: str) -> None:
        client.force_login(person)
        call_command("remove_second_factor", "Person", reason="Phone lost", verbosity=0)
        assert not Authenticator.objects.filter(user=person).exists()
        assert not is_in(client)
        assert sign_in(Client())["Location"] == HOME
        assert ModelLogEntry.objects.get(action="translation_desk.person_factor").data["comment"] == "Phone lost"
