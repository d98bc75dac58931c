"""Promoted results: found by the tokens of the page's language, shown only while the page is public."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from search import promotions
from search.models import Promotion, SearchDocument
from tests.search.asked import asked
from tests.search.documents import store

pytestmark = pytest.mark.django_db
ADD = "wagtailsnippets_search_promotion:add"


def promote(document: SearchDocument, *queries: str, order: int = 0) -> Promotion:
    return Promotion.objects.create(page_id=document.page_id, queries="\n".join(queries), order=order)


def titles(text: str, language: str) -> list[str]:
    return [document.title for document in promotions.promoted(asked(text, language))]


@pytest.mark.parametrize(
    ("language", "query", "typed"),
    [
        ("en", "chrome recovery", "Recoveries of chrome"),
        ("fr", "eaux usées", "eau usee"),
        ("ru", "сточные воды", "сточных вод"),
        ("ar", "المياه المستعملة", "مياه مستعملة"),
        ("zh-hans", "废水处理", "廢水處理"),
    ],
)
def test_a_query_is_compared_as_the_search_compares_words(language: str, query: str, typed: str) -> None:
    promote(store(language, "Guide"), "another", query)
    assert titles(typed, language) == ["Guide"]
    assert titles(f"{typed} 2024", language) == []


def test_a_page_is_promoted_in_its_own_language() -> None:
    promote(store("es", "Solar en español"), "solar")
    promote(store("fr", "Solaire"), "solar")
    assert titles("solar", "es") == ["Solar en español"]
    assert titles("solar", "en") == []


def test_the_order_is_the_staffs_and_no_more_than_three() -> None:
    for order, title in ((4, "fourth"), (2, "second"), (1, "first"), (3, "third")):
        promote(store("en", title), "tanning", order=order)
    assert titles("tanning", "en") == ["first", "second", "third"]


def test_a_page_taken_offline_or_made_private_is_not_shown() -> None:
    offline, private = store("en", "Offline"), store("en", "Private")
    promote(offline, "tanning")
    promote(private, "tanning")
    Page.objects.filter(pk=offline.page_id).update(live=False)
    assert titles("tanning", "en") == ["Private"]
    PageViewRestriction.objects.create(page_id=private.page_id, restriction_type=PageViewRestriction.LOGIN)
    assert titles("tanning", "en") == []


def test_a_deleted_page_takes_its_promotion_along() -> None:
    document = store("en", "Gone")
    promote(document, "tanning")
    assert titles("tanning", "en") == ["Gone"]
    Page.objects.get(pk=document.page_id).delete()
    assert titles("tanning", "en") == []


def test_no_query_for_what_nobody_promotes_and_one_for_the_rest() -> None:
    promote(store("en", "Guide"), "tanning")
    titles("tanning", "en")
    with CaptureQueriesContext(connection) as captured:
        titles("dyeing", "en")
        titles("", "en")
        titles("—", "en")
    assert len(captured) == 0
    with CaptureQueriesContext(connection) as captured:
        titles("tanning", "en")
    assert len(captured) == 1


def test_the_form_compares_queries_in_the_language_of_the_page(client: Client) -> None:
    user: Any = get_user_model().objects.create_user("keeper", "keeper@example.org", "a long password")
    user.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "add_promotion"]))
    client.force_login(user)
    page = store("fr", "Guide").page_id
    answer = client.post(reverse(ADD), {"page": page, "queries": "eau usée\nEaux usées", "order": "0"})
    assert "are the same to the search" in answer.context["form"].errors["queries"][0]
    client.post(reverse(ADD), {"page": page, "queries": "eau usée\neau claire", "order": "0"})
    assert Promotion.objects.get().lines == ["eau usée", "eau claire"]


def test_the_list_shows_page_and_language_and_is_searched(admin_client: Client) -> None:
    promote(store("fr", "Guide des eaux"), "eau usée")
    promote(store("en", "Other"), "anything")
    text = admin_client.get(reverse("wagtailsnippets_search_promotion:list"), {"q": "eau us"}).content.decode()
    assert "Guide des eaux" in text
    assert "French" in text
    assert "Other" not in text


def test_the_list_asks_no_more_for_more_rows(admin_client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(reverse("wagtailsnippets_search_promotion:list"))
        return len(captured)

    promote(store("en", "First"), "tanning")
    queries()
    few = queries()
    for number in range(10):
        promote(store("en", f"Page {number}"), "tanning")
    assert queries() == few
