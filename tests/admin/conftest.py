"""An administrator who is signed in, and the six home pages."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.portal import six

__all__ = ["editor", "six"]


@pytest.fixture
def editor(db: None, client: Client) -> Client:
    """A browser in which an administrator is signed in."""
    user: Any = get_user_model().objects.create_superuser("editor", "editor@example.org", "a long password")
    client.force_login(user)
    return client
