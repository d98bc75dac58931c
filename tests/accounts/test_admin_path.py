"""The administration under another address: everything leads there, and nothing tells visitors where it is."""

import importlib
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import clear_url_caches, reverse

from config.env import ROOT
from core.middleware import own_segments
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(settings: Any) -> Iterator[None]:
    """Read the addresses anew with another first part."""

    def read() -> None:
        sys.modules.pop("config.urls", None)
        clear_url_caches()
        importlib.import_module("config.urls")

    settings.ADMIN_PATH = "back-office"
    read()
    yield
    settings.ADMIN_PATH = "admin"
    read()


def test_no_source_names_the_usual_address() -> None:
    named = re.compile(r"""["'(]/?admin/""")
    for part in ("home", "knowledge", "projects", "search", "site"):
        for path in (ROOT / part).rglob("*"):
            if path.suffix in {".py", ".html", ".js", ".txt", ".css"}:
                assert not named.search(path.read_text(encoding="utf-8")), path


@pytest.mark.usefixtures("moved")
class TestMoved:
    def test_signing_in_and_all_that_is_linked_stand_there(self, person: Any, client: Client) -> None:
        assert client.get("/back-office/")["Location"] == "/back-office/login/?next=/back-office/"
        assert client.post("/back-office/login/", {"login": "Person", "password": PASSWORD})["Location"] == "/back-office/"
        # The dashboard itself is not drawn here: Wagtail keeps the addresses of its menu for as long as the process lives.
        assert client.get("/back-office/sign-in/end-sessions/").status_code == 200
        assert reverse("translation_desk:queue").startswith("/back-office/")
        assert reverse("wagtailadmin_pages:set_page_position", args=[1]).startswith("/back-office/")

    def test_nothing_is_left_at_the_usual_address(self, client: Client) -> None:
        for path in ("/admin/", "/admin/login/", "/admin/password_reset/"):
            assert client.get(path).status_code == 404

    def test_it_is_known_as_the_sites_own(self) -> None:
        own = own_segments()
        assert "back-office" in own
        assert "admin" not in own

    def test_visitors_are_not_told(self, client: Client) -> None:
        assert "office" not in client.get("/robots.txt").content.decode()
        assert "office" not in client.get("/sitemap.xml").content.decode()

    def test_mails_lead_there(self, person: Any, client: Client) -> None:
        client.post("/back-office/password_reset/", {"email": person.email})
        assert "/back-office/password_reset/key/" in mail.outbox[0].body

    def test_a_second_factor_is_demanded_there(self, person: Any, client: Client, settings: Any) -> None:
        settings.MFA_REQUIRED = True
        client.force_login(person)
        assert client.get("/back-office/pages/")["Location"] == "/back-office/second-factor/"
