"""Single sign-on: who comes in by it, what is refused, and whether our own second factor is still asked for."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from tests.accounts.provider import CLIENT, FOREIGN_KEY, SERVER, Provider
from tests.accounts.test_second_factors import SET_UP, SHOW
from tests.accounts.test_signing_in import HOME, LOGIN, is_in

BEGIN = "/admin/sign-in/openid/"
BACK = "/admin/sign-in/openid/back/"


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch, person: Any) -> Provider:
    settings.OIDC_SERVER = SERVER
    settings.OIDC_CLIENT_ID = CLIENT
    settings.OIDC_CLIENT_SECRET = "shared"
    settings.OIDC_NAME = "House"
    made = Provider()
    monkeypatch.setattr("requests.adapters.HTTPAdapter.send", lambda _adapter, request, **options: made.send(request, **options))
    return made


def set_out(client: Client, provider: Provider, **data: Any) -> dict[str, str]:
    """Go to the provider, which learns the nonce; return what it was asked."""
    answer = client.get(BEGIN, data)
    assert answer["Location"].startswith(f"{SERVER}/authorize?")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}
    provider.nonce = asked["nonce"]
    return asked


def come_back(client: Client, provider: Provider, **changed: Any) -> Any:
    asked = set_out(client, provider)
    return client.get(BACK, {"code": "c", "state": asked["state"], **changed}, follow=True)


def test_somebody_whom_we_know_comes_in(person: Any, client: Client, provider: Provider) -> None:
    page = client.get(LOGIN, {"next": "/admin/account/?a=b&c"}).content.decode()
    assert "Sign in through House" in page
    assert f'href="{BEGIN}?next=%2Fadmin%2Faccount%2F%3Fa%3Db%26c"' in page
    asked = set_out(client, provider, next="/admin/account/")
    assert asked["redirect_uri"] == f"http://127.0.0.1:8000{BACK}"
    assert asked["code_challenge_method"] == "S256"
    answer = client.get(BACK, {"code": "c", "state": asked["state"]})
    assert answer["Location"] == "/admin/account/"
    assert is_in(client)
    assert provider.sent["basic"] == f"{CLIENT}:shared"
    assert provider.sent["code_verifier"] not in asked.values()


def test_nobody_is_made_an_account(client: Client, provider: Provider) -> None:
    provider.claims = {"email": "stranger@example.org"}
    before = get_user_model().objects.count()
    assert "nobody here has your address" in come_back(client, provider).content.decode()
    assert get_user_model().objects.count() == before
    assert not is_in(client)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another"},
        {"iss": "https://another.example"},
        {"exp": 1},
        {"azp": "another"},
        {"email_verified": False},
        {"email_verified": "yes"},
        {"email": None},
    ],
    ids=lambda claims: "-".join(f"{name}={value}" for name, value in claims.items()),
)
def test_a_token_that_does_not_fit_is_refused(client: Client, provider: Provider, claims: dict[str, Any]) -> None:
    provider.claims = claims
    assert "did not succeed" in come_back(client, provider).content.decode()
    assert not is_in(client)


def test_a_token_that_somebody_else_signed_is_refused(client: Client, provider: Provider) -> None:
    provider.key = FOREIGN_KEY
    assert "did not succeed" in come_back(client, provider).content.decode()
    assert not is_in(client)


@pytest.mark.parametrize("changed", [{"state": "another"}, {"state": ""}, {"iss": "https://another.example"}])
def test_an_answer_to_another_question_is_refused(client: Client, provider: Provider, changed: dict[str, str]) -> None:
    assert "did not succeed" in come_back(client, provider, **changed).content.decode()
    assert not is_in(client)


def test_an_answer_works_in_the_browser_that_asked_and_once(client: Client, provider: Provider) -> None:
    asked = set_out(client, provider)
    arrival = {"code": "c", "state": asked["state"]}
    Client().get(BACK, arrival)
    provider.claims = {"email": "stranger@example.org"}
    client.get(BACK, arrival)
    provider.claims = {}
    client.get(BACK, arrival)
    assert not is_in(client)


def test_the_address_may_come_from_the_other_source_if_it_is_the_same_person(client: Client, provider: Provider) -> None:
    provider.claims = {"email": None, "email_verified": None}
    provider.userinfo = {"email": "person@example.org", "email_verified": True, "sub": "another"}
    come_back(client, provider)
    assert not is_in(client)
    provider.userinfo["sub"] = "77"
    come_back(client, provider)
    assert is_in(client)


def test_a_closed_account_stays_closed(person: Any, client: Client, provider: Provider) -> None:
    person.is_active = False
    person.save()
    come_back(client, provider)
    assert not is_in(client)


def test_a_provider_that_calls_itself_by_another_name_is_not_asked(client: Client, provider: Provider) -> None:
    provider.description = {"issuer": "https://another.example"}
    assert client.get(BEGIN)["Location"] == LOGIN


def test_without_a_provider_there_is_no_way(client: Client, db: None) -> None:
    assert "Sign in through" not in client.get(LOGIN).content.decode()
    assert client.get(BEGIN).status_code == 404
    assert client.get(BACK).status_code == 404


class TestSecondFactor:
    @pytest.fixture(autouse=True)
    def required(self, settings: Any) -> None:
        settings.MFA_REQUIRED = True

    def test_a_provider_that_says_nothing_leaves_it_to_us(self, person: Any, client: Client, provider: Provider) -> None:
        come_back(client, provider)
        assert client.get(HOME)["Location"] == SET_UP
        TOTP.activate(person, generate_totp_secret())
        other = Client()
        assert come_back(other, provider).redirect_chain[-1][0] == SHOW
        assert not is_in(other)

    @pytest.mark.parametrize("claims", [{"amr": ["pwd", "mfa"]}, {"acr": "phr"}])
    def test_a_provider_that_asked_for_several_is_enough(
        self, person: Any, client: Client, provider: Provider, claims: dict[str, Any]
    ) -> None:
        TOTP.activate(person, generate_totp_secret())
        provider.claims = claims
        come_back(client, provider)
        assert is_in(client)

    @pytest.mark.parametrize("claims", [{"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": "0"}])
    def test_one_factor_at_the_provider_is_one_factor(self, client: Client, provider: Provider, claims: dict[str, Any]) -> None:
        provider.claims = claims
        come_back(client, provider)
        assert client.get(HOME)["Location"] == SET_UP

    def test_a_provider_may_be_trusted_without_saying_so(self, client: Client, provider: Provider, settings: Any) -> None:
        settings.OIDC_TRUSTS_MFA = True
        come_back(client, provider)
        assert is_in(client)

    def test_who_came_that_way_is_not_sent_round_in_a_ring(self, person: Any, client: Client, provider: Provider) -> None:
        TOTP.activate(person, generate_totp_secret())
        provider.claims = {"amr": ["mfa"]}
        come_back(client, provider)
        assert client.get(reverse("mfa_index")).status_code == 200
