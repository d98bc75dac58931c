"""What tests of the index start from."""

import copy
from collections.abc import Callable, Iterator
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


@pytest.fixture(scope="module")
def made_publications(six: factories.Pages, django_db_blocker: Any) -> Iterator[factories.Pages]:
    """The lists of publications, made once for each module and undone after it."""
    with django_db_blocker.unblock(), factories.undone():
        yield factories.publication_index(six)


@pytest.fixture
def publications(made_publications: factories.Pages, db: None) -> factories.Pages:
    """The lists of publications, as nobody has changed them."""
    return copy.deepcopy(made_publications)
