"""Completions while somebody types, and the address that gives them."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import linguistics
from core.i18n import speaking
from search.completing import completions
from search.models import Completion

pytestmark = pytest.mark.django_db


def offer(language: str, *texts: str, weight: int = 20) -> None:
    Completion.objects.bulk_create(
        Completion(language=language, key=key, text=text, weight=weight - (10 if place else 0))
        for text in texts
        for place, key in enumerate(linguistics.starts(text, language))
    )


@pytest.mark.parametrize(
    ("language", "text", "typed"),
    [
        ("en", "Chrome recovery in small tanneries", "chr"),
        ("en", "Chrome recovery in small tanneries", "RECO"),
        ("en", "Chrome recovery in small tanneries", "small tan"),
        ("fr", "Épuration des eaux usées", "epu"),
        ("fr", "L’eau de la rivière", "eau"),
        ("es", "Niñas y niños en la curtiembre", "ninos"),
        ("ru", "Учёт сточных вод", "уче"),
        ("ar", "الدباغة بالكروم", "دبا"),
        ("ar", "الدباغة بالكروم", "الد"),
        ("ar", "دباغة الجلود", "الدبا"),
        ("ar", "أحذية الأطفال", "احذ"),
        ("zh-hans", "制革废水处理技术", "废水"),
        ("zh-hans", "制革废水处理技术", "術"),
        ("zh-hans", "制革废水处理技术", "廢水處"),
    ],
)
def test_a_text_is_offered_from_every_place_where_it_may_begin(language: str, text: str, typed: str) -> None:
    offer(language, text)
    offer(language, "Something else")
    assert completions(typed, language) == [text]


def test_the_script_speaks_for_another_language_than_the_pages() -> None:
    offer("ru", "Дубление")
    assert completions("дуб", "en") == ["Дубление"]


def test_names_come_before_titles_and_beginnings_before_middles() -> None:
    offer("en", "New tanning", "Tanning today")
    offer("en", "Tanning", weight=40)
    assert completions("tan", "en") == ["Tanning", "Tanning today", "New tanning"]


def test_a_space_ends_a_word() -> None:
    offer("en", "Wet blue", "Wetlands")
    assert completions("wet ", "en") == ["Wet blue"]


def test_a_text_is_offered_once_and_eight_at_most() -> None:
    offer("en", "Leather and leather", *(f"Leather {number}" for number in range(20)))
    found = completions("leather", "en")
    assert len(found) == len(set(found)) == 8


@pytest.mark.parametrize(
    "typed", ["", " ", "a", "\x00", "%", "_", "'", '"', "*", "\\", "a%", "x" * 10_000, "🙂🙂", "\U0010ffff", "א", "()"]
)
def test_anything_may_be_typed(client: Client, typed: str) -> None:
    offer("en", "Anything")
    answer = client.get(address("en"), {"q": typed})
    assert answer.status_code == 200
    assert answer.json() == {"suggestions": []}


def address(language: str) -> str:
    with speaking(language):
        return reverse("search_suggestions")


def test_the_address_answers_in_its_language_with_one_query(client: Client) -> None:
    offer("fr", "Tannage")
    offer("en", "Tanning")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address("fr"), {"q": "tan"})
    assert json.loads(answer.content) == {"suggestions": ["Tannage"]}
    assert answer["Cache-Control"] == "private, max-age=60"
    assert len(captured) == 1


def test_the_address_only_reads(client: Client) -> None:
    assert client.post(address("en"), {"q": "tan"}).status_code == 405


@pytest.mark.parametrize("typed", ["tan", "الد"])
def test_the_index_is_used(typed: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        completions(typed, "en")
    with connection.cursor() as cursor:
        explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"{explain} {captured[0]['sql']}")
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "search_completion_key" in plan
    assert "key>" in plan or "key)::text ~>=~" in plan
