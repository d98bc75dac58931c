"""The portal that tests of pages start from."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import factories


@pytest.fixture(scope="module")
def six(django_db_setup: None, django_db_blocker: Any) -> Iterator[factories.Pages]:
    """The six live home pages by language code, shared by the tests of a module and undone after it."""
    with django_db_blocker.unblock(), factories.undone():
        yield factories.homes()
