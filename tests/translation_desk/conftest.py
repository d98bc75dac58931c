"""The six home pages that tests of the desk start from, and what an empty page of the administration costs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.portal import six

__all__ = ["six"]


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
