"""The six home pages and the people that tests of the desk start from, and what an empty page of the administration costs."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.portal import six
from tests.translation_desk import desk
from translation_desk import roles

__all__ = ["six"]


@pytest.fixture(scope="module")
def made_people(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """The people of `people`, made once for each module and undone after it."""
    with django_db_blocker.unblock(), factories.undone():
        roles.set_up_roles(six)
        yield desk.people()


@pytest.fixture
def people(made_people: SimpleNamespace, db: None) -> SimpleNamespace:
    """One person for each part, with the rights that the command gives, as nobody has asked them anything yet."""
    found = get_user_model().objects.in_bulk([person.pk for person in vars(made_people).values()])
    return SimpleNamespace(**{part: found[person.pk] for part, person in vars(made_people).items()})


@pytest.fixture
def empty_admin_queries(settings: Any) -> Callable[[Client], int]:
    """Count the queries of an empty page of the administration for whoever is signed in, after one visit."""

    def count(client: Client) -> int:
        settings.ROOT_URLCONF = "tests.translation_desk.empty_admin"
        try:
            client.get("/admin/empty/")
            with CaptureQueriesContext(connection) as queries:
                assert client.get("/admin/empty/").status_code == 200
        finally:
            settings.ROOT_URLCONF = "config.urls"
        return len(queries)

    return count
