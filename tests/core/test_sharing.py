"""The address of a page, to pass on without anybody else learning of it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests import factories
from tests.portal import six

__all__ = ["six"]
pytestmark = pytest.mark.django_db
TITLE = "الدباغة & «100 %»"


@pytest.fixture(scope="module")
def page(six: factories.Pages, django_db_blocker: Any) -> Iterator[Any]:
    with django_db_blocker.unblock(), factories.undone():
        yield factories.publication(factories.publication_index(six), "manual", ("ar",), title=TITLE)["ar"]


def shared(client: Client, path: str) -> Any:
    return BeautifulSoup(client.get(path).content, "html.parser").find("details", class_="share")


def test_the_address_can_be_copied(page: Any, client: Client) -> None:
    field = shared(client, "/ar/publications/manual/").find("input")
    assert field["value"] == "http://testserver/ar/publications/manual/"
    assert field.has_attr("readonly")


def test_a_mail_names_title_and_address(page: Any, client: Client) -> None:
    link = shared(client, "/ar/publications/manual/").find("a")["href"]
    parts = urlsplit(link)
    assert (parts.scheme, parts.path) == ("mailto", "")
    assert parse_qs(parts.query) == {"subject": [TITLE], "body": [f"{TITLE}\r\nhttp://testserver/ar/publications/manual/"]}


@pytest.mark.parametrize("path", ["/ar/", "/ar/publications/"])
def test_lists_and_the_home_page_have_nothing_to_pass_on(page: Any, client: Client, path: str) -> None:
    assert shared(client, path) is None
