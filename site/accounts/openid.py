"""Single sign-on by OpenID Connect: asking the provider who somebody is, and believing only what its signature covers.

The flow is the one with a code, a state, a nonce and a proof of the code's owner (PKCE). Nobody is made an account by it.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from time import time
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import jwt
import requests
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures with a key that only the provider has; never one that is made with the secret we share."""
SEVERAL_FACTORS = {"http://schemas.openid.net/pape/policies/2007/06/multi-factor", "phr", "phrh"}
"""Names that providers give to a sign-in with several factors (`acr`)."""
SESSION_KEY = "openid"
PATIENCE = 10 * 60
"""Seconds within which somebody comes back from the provider."""
TIMEOUT = 10
KEPT = 60 * 60
"""Seconds for which the provider's addresses are remembered."""


class OpenIDError(Exception):
    """The provider's answer cannot be believed. The message is for the log and names no person."""


class UnknownPersonError(OpenIDError):
    """The provider knows somebody who has no account here."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who comes from the provider."""

    person: Any
    shown_several_factors: bool
    next: str


def is_offered() -> bool:
    """Tell whether a provider is configured."""
    return bool(settings.OIDC_SERVER)


def begin(request: HttpRequest, next_address: str) -> str:
    """Return the provider's address to which a person goes, and remember in the session what must come back.

    Raises OpenIDError, requests.RequestException.
    """
    provider = _provider()
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    request.session[SESSION_KEY] = {**kept, "next": next_address, "at": time()}
    challenge = base64.urlsafe_b64encode(hashlib.sha256(kept["verifier"].encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": _way_back(),
        "scope": "openid email",
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    separator = "&" if urlsplit(provider["authorization_endpoint"]).query else "?"
    return f"{provider['authorization_endpoint']}{separator}{urlencode(query)}"


def arrive(request: HttpRequest) -> Arrival:
    """Return who comes back from the provider. What the session remembers works once.

    Raises OpenIDError, UnknownPersonError, requests.RequestException.
    """
    kept = request.session.pop(SESSION_KEY, None)
    if not kept or time() - kept["at"] > PATIENCE:
        raise OpenIDError("nobody set out from here")
    if not constant_time_compare(kept["state"], request.GET.get("state", "")):
        raise OpenIDError("the state is another one")
    if "code" not in request.GET:
        raise OpenIDError(f"the provider refused: {request.GET.get('error', '')[:100]!r}")
    provider = _provider()
    if request.GET.get("iss", provider["issuer"]) != provider["issuer"]:
        raise OpenIDError("another provider answered")
    answer = _exchange(provider, request.GET["code"], kept["verifier"])
    claims = _claims(provider, answer.get("id_token", ""), kept["nonce"])
    return Arrival(_person(provider, claims, answer), says_several_factors(claims), kept["next"])


def says_several_factors(claims: dict[str, Any]) -> bool:
    """Tell whether the provider says that it asked for several factors, or is trusted to do so always."""
    methods = claims.get("amr")
    return settings.OIDC_TRUSTS_MFA or (isinstance(methods, list) and "mfa" in methods) or claims.get("acr") in SEVERAL_FACTORS


def _way_back() -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse("openid_back")


def _provider() -> dict[str, Any]:
    """Return the provider's own description of itself."""
    key = f"openid-{hashlib.sha256(settings.OIDC_SERVER.encode()).hexdigest()[:32]}"
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        found = _ask("GET", f"{settings.OIDC_SERVER}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != settings.OIDC_SERVER:
            raise OpenIDError("the provider calls itself by another name")
        scheme = urlsplit(settings.OIDC_SERVER).scheme
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"):
            address = found.get(name, settings.OIDC_SERVER if name == "userinfo_endpoint" else "")
            if urlsplit(str(address)).scheme not in {"https", scheme}:
                raise OpenIDError(f"{name} of the provider cannot be used")
        cache.set(key, found, KEPT)
    return found


def _exchange(provider: dict[str, Any], code: str, verifier: str) -> dict[str, Any]:
    data = {"grant_type": "authorization_code", "code": code, "redirect_uri": _way_back(), "code_verifier": verifier}
    options: dict[str, Any] = {}
    if "client_secret_basic" in provider.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]):
        options["auth"] = (quote(settings.OIDC_CLIENT_ID, safe=""), quote(settings.OIDC_CLIENT_SECRET, safe=""))
    else:
        data |= {"client_id": settings.OIDC_CLIENT_ID, "client_secret": settings.OIDC_CLIENT_SECRET}
    return _ask("POST", provider["token_endpoint"], data=data, **options)


def _claims(provider: dict[str, Any], token: str, nonce: str) -> dict[str, Any]:
    keys = _ask("GET", provider["jwks_uri"])
    try:
        wanted = jwt.get_unverified_header(token).get("kid")
        usable = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in {None, "sig"}]
        key = next(key for key in usable if wanted is None or key.key_id == wanted)
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=settings.OIDC_CLIENT_ID,
            issuer=provider["issuer"],
            leeway=60,
            options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
        )
    except (jwt.PyJWTError, StopIteration) as error:
        raise OpenIDError(f"the token is not valid: {type(error).__name__}") from error
    if claims.get("azp", settings.OIDC_CLIENT_ID) != settings.OIDC_CLIENT_ID:
        raise OpenIDError("the token is for somebody else")
    if not constant_time_compare(str(claims["nonce"]), nonce):
        raise OpenIDError("the nonce is another one")
    return claims


def _person(provider: dict[str, Any], claims: dict[str, Any], answer: dict[str, Any]) -> Any:
    if not {"email", "email_verified"} <= claims.keys() and provider.get("userinfo_endpoint"):
        headers = {"Authorization": f"Bearer {answer.get('access_token', '')}"}
        more = _ask("GET", provider["userinfo_endpoint"], headers=headers)
        if more.get("sub") != claims["sub"]:
            raise OpenIDError("the provider speaks of somebody else")
        claims = {**more, **claims}
    address = claims.get("email")
    if not address or claims.get("email_verified") is not True:
        raise OpenIDError("the provider has not verified the address")
    people = list(get_user_model().objects.current().filter(email__iexact=address)[:2])
    if len(people) != 1:
        raise UnknownPersonError("nobody, or not one person alone, has the address")
    return people[0]


def _ask(method: str, address: str, **options: Any) -> dict[str, Any]:
    response = requests.request(method, address, timeout=TIMEOUT, allow_redirects=False, **options)
    if response.status_code != 200:
        raise OpenIDError(f"the provider answered {response.status_code}")
    try:
        found = response.json()
    except ValueError as error:
        raise OpenIDError("the provider answered something else than JSON") from error
    if not isinstance(found, dict):
        raise OpenIDError("the provider answered no JSON object")
    return found
