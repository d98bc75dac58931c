"""Where to report flaws: `/.well-known/security.txt`."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


def test_nobody_is_named_unless_somebody_is_set() -> None:
    assert Client().get(ADDRESS).status_code == 404


def test_it_tells_where_to_write_and_for_how_long_that_holds(settings: Any) -> None:
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    settings.WAGTAILADMIN_BASE_URL = "https://leather.example.org"
    answer = Client().get(ADDRESS)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert list(fields) == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
    assert fields["Contact"] == "mailto:security@example.org"
    assert fields["Preferred-Languages"] == "ar, zh-Hans, en, fr, ru, es"
    assert fields["Canonical"] == f"https://leather.example.org{ADDRESS}"
    left = datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert timedelta(days=170) < left < timedelta(days=365)
