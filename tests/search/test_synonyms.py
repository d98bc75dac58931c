"""Synonyms: what the search makes of them, and the form in which staff keep them."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.i18n import speaking
from search import synonyms
from search.models import Synonyms

pytestmark = pytest.mark.django_db
ADD = "wagtailsnippets_search_synonyms:add"


def keep(language: str, *words: str) -> Synonyms:
    return Synonyms.objects.create(language=language, words="\n".join(words))


@pytest.fixture
def keeper(client: Client) -> Client:
    """Somebody who may keep synonyms and nothing else."""
    user: Any = get_user_model().objects.create_user("keeper", "keeper@example.org", "a long password")
    user.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "add_synonyms", "change_synonyms"]))
    client.force_login(user)
    return client


def test_each_word_has_the_others() -> None:
    keep("en", "wastewater", "Effluents", "waste water")
    known = synonyms.of("en")
    assert known["effluent",] == (("wastewat",), ("wast", "water"))
    assert known["wast", "water"] == (("wastewat",), ("effluent",))
    assert not synonyms.of("fr")


def test_rows_that_share_a_word_do_not_join_their_other_words() -> None:
    keep("en", "hide", "skin")
    keep("en", "hide", "conceal")
    known = synonyms.of("en")
    assert set(known["hide",]) == {("skin",), ("conceal",)}
    assert known["skin",] == (("hide",),)


@pytest.mark.parametrize(
    ("language", "words", "typed"),
    [("ru", ("стоки", "сточные воды"), "сточных вод"), ("ar", ("نفايات سائلة", "مياه الصرف"), "بالنفايات السائلة")],
)
def test_inflected_words_have_synonyms(language: str, words: tuple[str, ...], typed: str) -> None:
    keep(language, *words)
    assert synonyms.tokens_of_phrase(typed, language) in synonyms.of(language)


def test_they_are_read_once_and_again_after_a_change() -> None:
    row = keep("fr", "cuir", "peau")
    synonyms.of("fr")
    with CaptureQueriesContext(connection) as captured:
        synonyms.of("fr")
    assert len(captured) == 0
    row.words = "cuir\ncroûte"
    row.save()
    assert synonyms.of("fr")["cuir",] == (synonyms.tokens_of_phrase("croûte", "fr"),)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("leather", "Enter at least two words or phrases"),
        ("leather\nLeather ", "are the same to the search"),
        ("leather\nleather", "“\u2068leather\u2069” stands there twice"),
        ("leather\n—", "“\u2068—\u2069” has no letters or digits"),
        ("", "This field is required"),
        ("a\n" + "b" * 1000, "at most 1000 characters"),
    ],
)
def test_a_faulty_form_says_why_and_keeps_what_was_typed(keeper: Client, words: str, sentence: str) -> None:
    answer = keeper.post(reverse(ADD), {"language": "en", "words": words})
    assert answer.status_code == 200
    form = answer.context["form"]
    assert any(sentence in error for error in form.errors["words"])
    assert form["words"].value() == words
    assert not Synonyms.objects.exists()


def test_a_row_is_kept_with_its_lines_trimmed(keeper: Client) -> None:
    keeper.post(reverse(ADD), {"language": "ar", "words": " دباغة \r\n\r\nصباغة   الجلود"})
    assert Synonyms.objects.get().lines == ["دباغة", "صباغة الجلود"]


def test_the_form_begins_with_what_the_report_hands_over(keeper: Client) -> None:
    with speaking("en"):
        answer = keeper.get(reverse(ADD), {"language": "ru", "words": "стоки"})
    form = answer.context["form"]
    assert (form["language"].value(), form["words"].value()) == ("ru", "стоки")


@pytest.mark.parametrize("query", [{"language": "xx"}, {"words": "a\x00b"}, {"words": "x" * 5000}])
def test_the_form_begins_whatever_its_address_carries(keeper: Client, query: dict[str, str]) -> None:
    assert keeper.get(reverse(ADD), query).status_code == 200


def test_whoever_has_no_right_is_turned_away(client: Client) -> None:
    user: Any = get_user_model().objects.create_user("other", "other@example.org", "a long password")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.post(reverse(ADD), {"language": "en", "words": "a\nb"}).status_code == 302
    assert not Synonyms.objects.exists()


def test_the_list_is_filtered_by_language_and_searched(keeper: Client) -> None:
    keep("en", "hide", "skin")
    keep("ru", "стоки", "сточные воды")
    address = reverse("wagtailsnippets_search_synonyms:list")
    text = keeper.get(address, {"language": "ru"}).content.decode()
    assert "стоки = сточные воды" in text
    assert "hide = skin" not in text
    assert "hide = skin" in keeper.get(address, {"q": "ski"}).content.decode()
