"""Titles in the administration's own search: every script, without accents, any part of a Chinese title."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from modelsearch import index
from wagtail.models import Page

from search import title_keys
from tests import factories
from tests.portal import six
from tests.search import stock_index

__all__ = ["six"]
pytestmark = pytest.mark.usefixtures("admin_index")

TITLES = {
    "en": "Treatment of tannery effluents",
    "ar": "معالجة النفايات السائلة للمدابغ",
    "zh-hans": "制革废水处理技术",
    "fr": "Épuration des effluents de tannerie",
    "ru": "Очистка стоков, учёт и отчётность",
    "es": "Depuración de aguas de curtiduría",
}


@pytest.fixture
def wagtail_index(db: None) -> None:
    """Make SQLite's index of Wagtail, which comes from a migration that tests of models leave out."""
    stock_index.make()


@pytest.fixture
def browser(client: Client) -> Client:
    user: Any = get_user_model().objects.create_superuser("admin", "admin@example.org", "a long password")
    client.force_login(user)
    return client


@pytest.fixture
def found(wagtail_index: None, six: factories.Pages, browser: Client) -> Callable[..., set[str]]:
    """A function that gives the titles found for a query, among one page in six languages and another one."""
    made = factories.standard(six, "effluents", tuple(TITLES), title=TITLES)
    other = factories.standard(six, "other", tuple(TITLES))
    for page in (*made.values(), *other.values()):
        index.insert_or_update_object(page)

    def ask(query: str, name: str = "wagtailadmin_explore_results") -> set[str]:
        root = [Page.get_first_root_node().pk] if name == "wagtailadmin_explore_results" else []
        answer = browser.get(reverse(name, args=root), {"q": query, "is_searching_whole_tree": "true"})
        assert answer.status_code == 200
        context = answer.context
        pages = context["pages"] if "pages" in context else context["object_list"]
        return {page.title for page in pages}

    return ask


CASES = [
    ("effluent", "en"),
    ("tannery eff", "en"),
    ("النفايات", "ar"),
    ("نفايات سائل", "ar"),
    ("لِلمَدابغ", "ar"),
    ("مدابغ", "ar"),
    ("废水", "zh-hans"),
    ("廢水處理", "zh-hans"),
    ("处理技术", "zh-hans"),
    ("技", "zh-hans"),
    ("epuration", "fr"),
    ("EPURATION tann", "fr"),
    ("Épuration", "fr"),
    ("ｅｐｕｒａｔｉｏｎ", "fr"),
    ("учет", "ru"),
    ("отчетн", "ru"),
    ("учёт", "ru"),
    ("depuracion", "es"),
    ("curtiduria", "es"),
]


@pytest.mark.parametrize("name", ["wagtailadmin_explore_results", "wagtailadmin_choose_page_search"])
def test_explorer_and_page_chooser_find_titles_however_they_are_typed(found: Callable[..., set[str]], name: str) -> None:
    missed = [query for query, code in CASES if TITLES[code] not in found(query, name)]
    assert not missed
    assert found("zzzz", name) == set()


def test_translations_are_found_by_the_english_title(found: Callable[..., set[str]]) -> None:
    assert found("treatment of tannery") == set(TITLES.values())


def test_translations_follow_a_new_english_title(found: Callable[..., set[str]]) -> None:
    page = Page.objects.get(title=TITLES["en"]).specific
    page.title = "Cleaner water"
    page.save_revision().publish()
    assert found("cleaner wat") == {"Cleaner water", *TITLES.values()} - {TITLES["en"]}


@pytest.mark.parametrize("name", ["wagtailadmin_explore_results", "wagtailadmin_choose_page_search"])
def test_nothing_that_can_be_typed_brings_it_down(wagtail_index: None, six: factories.Pages, browser: Client, name: str) -> None:
    root = [Page.get_first_root_node().pk] if name == "wagtailadmin_explore_results" else []
    typed = [
        '"',
        '""',
        'tannery"',
        '"tannery',
        "\x00",
        "tann\x00ery",
        "*",
        "NEAR(",
        "\\",
        "'",
        "%",
        "a AND",
        ":",
        "-",
        "()",
        "🙂",
        '" "',
    ]
    for query in typed:
        assert browser.get(reverse(name, args=root), {"q": query}).status_code == 200, query


def test_phrases_and_filters_work_as_ever(wagtail_index: None, six: factories.Pages, browser: Client) -> None:
    index.insert_or_update_object(factories.standard(six, "effluents", title=TITLES["en"])["en"])

    def number(query: str) -> int:
        return len(browser.get(reverse("wagtailadmin_pages:search_results"), {"q": query}).context["object_list"])

    assert number('"tannery effluents"') == number("live:true tannery") == number("tannery effl") == 1
    assert number('"effluents tannery"') == number("live:false tannery") == number('live:true "x') == 0


def test_images_and_documents_are_found_without_accents(wagtail_index: None, browser: Client) -> None:
    document = factories.document("effluents", title_fr="Épuration", title_zh_hans="制革废水处理")
    index.insert_or_update_object(document)
    for query in ("epuration", "废水", "effl"):
        answer = browser.get(reverse("wagtaildocs:index_results"), {"q": query})
        assert "effluents" in answer.content.decode(), query


@pytest.mark.parametrize(
    ("title", "language", "words"),
    [
        ("Épuration", "fr", "epuration"),
        ("废水", "zh-hans", "废 水 废水"),
        ("الدباغة", "ar", "الدباغه دباغه"),
        ("Wet-blue, wet", "en", "wet blue"),
        ("", "en", ""),
    ],
)
def test_words_of_a_title(title: str, language: str, words: str) -> None:
    assert title_keys.of_title(title, language) == words


@pytest.mark.parametrize("title", list(TITLES.items()), ids=list(TITLES))
def test_a_whole_title_finds_itself(title: tuple[str, str]) -> None:
    language, text = title
    assert set(title_keys.of_query(text)) <= set(title_keys.of_title(text, language).split())
