"""What the privacy notice says is kept: what is set, on a page that travels through the desk like any other."""

from typing import Any

import pytest
from django.test import Client

from core.kept import all_kept
from tests import factories
from tests.translation_desk import desk

BODY = [{"type": "paragraph", "value": "<p>Reading the site</p>", "id": "1"}, {"type": "kept", "value": None, "id": "2"}]


@pytest.mark.django_db
def test_the_facts_are_those_of_the_settings(settings: Any) -> None:
    settings.SEARCH_QUERIES_KEPT_DAYS, settings.LOGS_KEPT_DAYS, settings.SESSION_COOKIE_AGE = 17, 1, 5 * 3600
    factories.contact(factories.homes(), ("en",), retention_days=123)
    said = [f"{kept.what}: {kept.how_long}" for kept in all_kept()]
    assert "low_data" in said[0]
    assert sorted(line.rsplit(": ", 1)[1] for line in said[1:]) == [
        "1 day",
        "123 days",
        "17 days",
        "365 days",
        "5 hours after their last step",
    ]


@pytest.mark.django_db
def test_a_page_shows_them_and_is_translated_like_any_other(client: Client) -> None:
    homes = factories.homes()
    page = desk.english(homes, body=BODY)
    people = desk.people()
    desk.make_live(page, people)
    for code in ("en", "fr"):
        html = client.get(f"/{code}/{page.slug}/").content.decode()
        assert html.count('<th scope="row">') >= 3
        assert "low_data" in html
