"""Queries without results: what is kept, what is not, the report and its end."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from search import fruitless
from search.models import FruitlessQuery
from tests.search.asked import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    """Somebody who may see the report and add synonyms."""
    user: Any = get_user_model().objects.create_user("reader", "reader@example.org", "a long password")
    user.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "view_report", "add_synonyms"]))
    client.force_login(user)
    return client


def kept() -> list[tuple[str, str, int]]:
    return list(FruitlessQuery.objects.order_by("pk").values_list("language", "query", "times"))


def test_a_query_is_counted_in_one_statement() -> None:
    with CaptureQueriesContext(connection) as captured:
        fruitless.record(asked("Chrome  Recovery", "en"))
    assert len(captured) == 1
    fruitless.record(asked("chrome recovery", "en"))
    fruitless.record(asked("chrome recovery", "fr"))
    assert kept() == [("en", "chrome recovery", 2), ("fr", "chrome recovery", 1)]
    assert FruitlessQuery.objects.filter(day=timezone.localdate()).count() == 2


@pytest.mark.parametrize(
    "text",
    [
        "someone@example.org",
        "someone＠example",
        "https://example.org/page",
        "www.example.org",
        "example.com",
        "+43 1 26026-0",
        "+٤٣١٢٦٠٢٦٠",
        "AB1234567",
        "x" * 101,
        "—",
        "",
        "🙂",
    ],
)
def test_what_may_be_personal_or_says_nothing_is_not_kept(text: str) -> None:
    fruitless.record(asked(text, "en"))
    assert kept() == []


@pytest.mark.parametrize("text", ["iso 17075", "cr(vi) 3 mg/kg", "cod 2024", "制革废水", "التناضح العكسي"])
def test_words_with_some_digits_are_kept(text: str) -> None:
    fruitless.record(asked(text, "en"))
    assert kept() == [("en", text, 1)]


def test_a_day_has_room_for_so_many_and_counts_on_with_those(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fruitless, "MOST_A_DAY", 2)
    for text in ("one", "two", "three", "one"):
        fruitless.record(asked(text, "en"))
    assert kept() == [("en", "one", 2), ("en", "two", 1)]


def test_a_database_in_trouble_does_not_reach_the_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", fail)
    fruitless.record(asked("tanning", "en"))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases let many write")
def test_a_visitor_does_not_wait_for_others_who_write() -> None:
    def waits() -> int:
        return connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]

    seen = []

    def look(execute: Any, *args: Any) -> Any:
        seen.append(waits())
        return execute(*args)

    before = waits()
    with connection.execute_wrapper(look):
        fruitless.record(asked("tanning", "en"))
    assert (seen, waits()) == ([fruitless.PATIENCE], before)


def test_housekeeping_deletes_what_is_too_old(settings: Any) -> None:
    settings.SEARCH_QUERIES_KEPT_DAYS = 90
    today = timezone.localdate()
    for days in (91, 90, 0):
        FruitlessQuery.objects.create(language="en", query=f"{days} days", day=today - timedelta(days=days))
    call_command("housekeeping", verbosity=0)
    assert [query for _language, query, _times in kept()] == ["90 days", "0 days"]


def store(language: str, query: str, times: int, days_ago: int = 0) -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    FruitlessQuery.objects.create(language=language, query=query, times=times, day=day)


def test_the_report_adds_up_days_and_puts_the_most_frequent_first(reader: Client) -> None:
    store("en", "rare", 4)
    store("en", "frequent", 3)
    store("en", "frequent", 2, days_ago=1)
    rows = reader.get(reverse("search_report")).context["object_list"]
    assert [(row["query"], row["total"]) for row in rows] == [("frequent", 5), ("rare", 4)]


def test_the_report_is_filtered_by_language_and_day(reader: Client) -> None:
    store("en", "english", 1)
    store("ru", "русский", 1)
    store("ru", "давно", 1, days_ago=10)
    since = (timezone.localdate() - timedelta(days=2)).isoformat()
    rows = reader.get(reverse("search_report"), {"language": "ru", "day_from": since}).context["object_list"]
    assert [row["query"] for row in rows] == ["русский"]


def test_the_report_leads_to_synonyms_with_the_words_and_only_where_one_may(reader: Client) -> None:
    store("ar", "مياه & صرف", 1)
    text = reader.get(reverse("search_report")).content.decode()
    assert "language=ar&amp;words=%D9%85%D9%8A%D8%A7%D9%87+%26" in text
    assert '<bdi lang="ar" dir="rtl">' in text
    assert "Promote a page" not in text


def test_the_report_is_exported_without_formulas(reader: Client) -> None:
    store("en", "=cmd()", 1)
    answer = reader.get(reverse("search_report"), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # an export streams
    assert f"'=cmd(),English,1,{timezone.localdate().isoformat()}" in text.replace('"', "")


def test_the_report_asks_no_more_for_more_rows(reader: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            reader.get(reverse("search_report"))
        return len(captured)

    store("en", "first", 1)
    queries()
    few = queries()
    for number in range(20):
        store("fr", f"query {number}", number)
    assert queries() == few


def test_the_report_is_closed_to_others(client: Client) -> None:
    user: Any = get_user_model().objects.create_user("other", "other@example.org", "a long password")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(reverse("search_report")).status_code == 302
