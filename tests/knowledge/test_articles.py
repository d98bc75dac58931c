"""News, events and stories from the field."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from config.languages import CODES
from tests import factories

pytestmark = pytest.mark.django_db

EVENT_DAY = timezone.localdate()


@pytest.fixture
def news(six: factories.Pages) -> factories.Pages:
    return factories.article_index(six)


def listed(client: Client, path: str = "/en/news/") -> list[str]:
    return sorted(row.card.slug for row in client.get(path).context["listing"].page.object_list)


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [(-3, -1, False), (-1, None, False), (-3, 0, True), (0, None, True), (5, 6, True), (-3, 1, True)],
)
def test_an_event_leaves_the_list_when_it_is_over(
    news: factories.Pages, client: Client, start: int, end: int | None, shown: bool
) -> None:
    days = {
        "event_start": EVENT_DAY + timedelta(days=start),
        "event_end": None if end is None else EVENT_DAY + timedelta(days=end),
    }
    factories.article(news, "fair", kind="event", **days)
    assert listed(client) == (["fair"] if shown else [])


def test_an_event_that_is_over_keeps_its_page(news: factories.Pages, client: Client) -> None:
    factories.article(news, "fair", kind="event", event_start=EVENT_DAY - timedelta(days=9))
    assert client.get("/en/news/fair/").status_code == 200


def test_news_stay_in_the_list(news: factories.Pages, client: Client) -> None:
    factories.article(news, "old", event_start=EVENT_DAY - timedelta(days=9))
    assert listed(client) == ["old"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"kind": "event"}, "event_start"),
        ({"event_start": EVENT_DAY, "event_end": EVENT_DAY - timedelta(days=1)}, "event_end"),
    ],
)
def test_dates_of_an_event_are_checked(news: factories.Pages, fields: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError) as error:
        factories.article(news, "fair", **fields)
    assert set(error.value.message_dict) == {wrong}


@pytest.mark.parametrize("code", CODES)
def test_the_page_renders(news: factories.Pages, client: Client, code: str) -> None:
    factories.article(news, "fair", CODES, kind="event", event_start=EVENT_DAY, place="Place")
    assert f"<h1>fair {code}</h1>" in client.get(f"/{code}/news/fair/").text
