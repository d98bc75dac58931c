"""A plain client of one person: cookies, an address of its own on this machine, and forms as a browser would send them."""

import gzip
import http.client
import json
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup, Tag

PATIENCE = 30.0
"""Seconds after which a request counts as failed."""
IDLE = 50.0
"""Seconds after which a connection is not used again: nginx ends it after 75, perhaps while a form is on its way."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; status 0 where nothing did."""

    status: int
    text: str
    headers: dict[str, str]
    asked: float
    answered: float

    @property
    def failed(self) -> bool:
        """Whether a person would say that the site is down."""
        return self.status == 0 or self.status >= 500

    def json(self) -> Any:
        """Read what a script is answered."""
        return json.loads(self.text)


class Client:
    """One connection at a time, as long as the server keeps it."""

    def __init__(self, host: str, own_address: str) -> None:
        self.host = host
        self.own_address = own_address
        self.cookies: dict[str, str] = {}
        self.connection: http.client.HTTPConnection | None = None
        self.used = 0.0

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, data: dict[str, str], **headers: str) -> Answer:
        """Send a form."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self._ask("POST", path, urlencode(data).encode(), headers)

    def post_json(self, path: str, data: dict[str, object]) -> Answer:
        """Send what a script sends."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token, "Accept": "application/json"}
        return self._ask("POST", path, json.dumps(data).encode(), headers)

    @property
    def token(self) -> str:
        """The word that says that a form is of this site."""
        return next((value for name, value in self.cookies.items() if "csrf" in name), "")

    def sign_in(self, name: str, password: str) -> None:
        """Sign in through the form. Raises RuntimeError where that does not succeed."""
        self.get("/admin/login/")
        answer = self.post("/admin/login/", {"login": name, "password": password, "csrfmiddlewaretoken": self.token})
        if answer.status != 302:
            raise RuntimeError(f"{name} cannot sign in: {answer.status} {answer.text[:500]}")

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        sent = {
            "Host": self.host,
            "Accept": "text/html,*/*;q=0.8",
            "Accept-Encoding": "gzip",
            "Referer": f"https://{self.host}/",
            **({"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}),
            **headers,
        }
        asked = time.monotonic()
        if self.connection is not None and asked - self.used > IDLE:
            self.connection.close()
            self.connection = None
        for fresh in (self.connection is None, True):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.host, timeout=PATIENCE, source_address=(self.own_address, 0))
            try:
                self.connection.request(method, path, body, sent)
                response = self.connection.getresponse()
                content = response.read()
            except (OSError, http.client.HTTPException):
                self.connection.close()
                self.connection = None
                if fresh or method != "GET":
                    # A connection that lay idle may have ended meanwhile; browsers then open another one.
                    return Answer(0, "", {}, asked, time.monotonic())
                continue
            self.used = time.monotonic()
            break
        if response.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Answer(response.status, content.decode("utf-8", "replace"), dict(response.headers), asked, time.monotonic())


def form_of(html: str, identifier: str = "") -> dict[str, str]:
    """Return what a browser would send of a form: the one of that id, else the first of the main part that sends."""
    soup = BeautifulSoup(html, "html.parser")
    place = soup.find("form", id=identifier) if identifier else soup.select_one("main form[method=post], main form[method=POST]")
    found: dict[str, str] = {}
    if not isinstance(place, Tag):
        return found
    for field in place.find_all(["input", "textarea", "select"]):
        name = field.get("name")
        if not name:
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            found[name] = chosen.get("value", chosen.text) if chosen else ""
        elif field.name == "textarea":
            found[name] = field.text.removeprefix("\n")
        elif field.get("type") not in {"checkbox", "radio", "submit", "button", "file"} or field.has_attr("checked"):
            found[name] = field.get("value", "on" if field.get("type") == "checkbox" else "")
    return found


def path_of(address: str) -> str:
    """Return what to ask for of an address that a page or a header names."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
