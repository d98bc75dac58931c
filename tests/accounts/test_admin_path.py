"""The administration under another address: everything leads there, and nothing tells visitors where it is."""

import importlib
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import clear_url_caches, reverse

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


@pytest.mark.usefixtures("moved")
class TestMoved:
    def test_signing_in_and_all_that_is_linked_stand_there(self, person: Any, client: Client) -> None:
        assert client.get("/back-office/")["Location"] == "/back-office/login/?next=/back-office/"
        assert client.post("/back-office/login/", {"login": "Person", "password": PASSWORD})["Location"] == "/back-office/"
        home = client.get("/back-office/")
        assert home.status_code == 200
        assert "/admin/" not in home.content.decode().replace("/wagtail/admin/", "")
        assert reverse("translation_desk:queue").startswith("/back-office/")
        assert reverse("wagtailadmin_pages:set_page_position", args=[1]).startswith("/back-office/")

    def test_nothing_is_left_at_the_usual_address(self, client: Client) -> None:
        for path in ("/admin/", "/admin/login/", "/admin/password_reset/"):
            assert client.get(path).status_code == 404

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
