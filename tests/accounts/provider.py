"""A provider of single sign-on that answers what a test wants, in the place of the network."""

import json
from base64 import b64decode
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import ec

SERVER = "https://people.example"
CLIENT = "portal"
KEY = ec.generate_private_key(ec.SECP256R1())
FOREIGN_KEY = ec.generate_private_key(ec.SECP256R1())


class Provider:
    """Stands in for HTTPAdapter.send. Claims of the next token are changed by `claims`; None leaves one out."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.description: dict[str, Any] = {}
        self.key = KEY
        self.nonce = ""
        self.sent: dict[str, Any] = {}

    def send(self, request: requests.PreparedRequest, **_options: Any) -> requests.Response:
        path = urlsplit(request.url or "").path
        answers: dict[str, Any] = {
            "/.well-known/openid-configuration": self.describe,
            "/token": lambda: self.token(request),
            "/keys": lambda: {"keys": [{**json.loads(jwt.algorithms.ECAlgorithm.to_jwk(KEY.public_key())), "kid": "1"}]},
            "/userinfo": lambda: {"sub": "77", **self.userinfo},
        }
        response = requests.Response()
        response.status_code = 200
        response._content = json.dumps(answers[path]()).encode()
        return response

    def describe(self) -> dict[str, Any]:
        return {
            "issuer": SERVER,
            "authorization_endpoint": f"{SERVER}/authorize",
            "token_endpoint": f"{SERVER}/token",
            "jwks_uri": f"{SERVER}/keys",
            "userinfo_endpoint": f"{SERVER}/userinfo",
            **self.description,
        }

    def token(self, request: requests.PreparedRequest) -> dict[str, Any]:
        self.sent = {name: values[0] for name, values in parse_qs(str(request.body)).items()}
        self.sent["basic"] = b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode()
        now = int(time())
        claims = {
            "iss": SERVER,
            "aud": CLIENT,
            "sub": "77",
            "iat": now,
            "exp": now + 60,
            "nonce": self.nonce,
            "email": "PERSON@example.org",
            "email_verified": True,
            **self.claims,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        return {"access_token": "a", "id_token": jwt.encode(kept, self.key, algorithm="ES256", headers={"kid": "1"})}
