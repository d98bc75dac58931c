"""The six home pages and the people that tests of the desk start from, and what an empty page of the administration costs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.portal import six
from tests.translation_desk import desk
from translation_desk import roles

__all__ = ["six"]


@pytest.fixture
def people(six: factories.Pages) -> Any:
    """One person for each part, with the rights that the command gives."""
    roles.set_up_roles(six)
    return desk.people()


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
