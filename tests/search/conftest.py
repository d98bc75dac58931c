"""What tests of the index start from."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests import factories
from tests.portal import six

__all__ = ["six"]


@pytest.fixture
def settled(django_capture_on_commit_callbacks: Any) -> Callable[[], AbstractContextManager[Any]]:
    """Commit what happens in a block, as far as a test can: what waits for the commit, tasks among it, is done at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def publications(six: factories.Pages) -> factories.Pages:
    """The lists of publications."""
    return factories.publication_index(six)
