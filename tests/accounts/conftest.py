"""A person on the staff who may enter the administration, and a browser that belongs to nobody yet."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model

PASSWORD = "a long and unusual phrase"


@pytest.fixture
def person(db: None) -> Any:
    """Somebody who may enter the administration."""
    return get_user_model().objects.create_superuser("Person", "person@example.org", PASSWORD)
