import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.translation_desk import desk, queue_data


@pytest.mark.django_db
def test_smoke(six, client):
    people = desk.people()
    queue_data.crowd(six, 100, [people.translator], [people.reviewer])
    client.force_login(people.admin)
    for url in ("queue", "queue_results", "matrix"):
        answer = client.get(reverse(f"translation_desk:{url}"))
        assert answer.status_code == 200
