"""How much of many texts the memory knows."""

from typing import Any

import pytest

from tests.translation_memory.units import OTHER_PAGE, entered, found
from translation_memory import leverage, texts
from translation_memory.leverage import IN_CONTEXT, NONE, Asked

pytestmark = pytest.mark.django_db


def best(*sources: str) -> list[int]:
    return leverage.best("fr", [Asked(source) for source in sources])


def test_each_text_gets_the_share_that_its_suggestions_show() -> None:
    entered("Soak the cattle hide for two days.", "Deux jours.")
    entered("The plant was built in 2019.", "L’usine date de 2019.", page=OTHER_PAGE)
    asked = ["Soak the cattle hide for two weeks.", "The plant was built in 1998.", "Nothing of the kind.", "2019"]
    shown = [max((match.percent for match in found(source)), default=NONE) for source in asked]
    assert best(*asked) == shown
    assert 65 <= shown[0] < 100


def test_the_same_text_counts_more_in_the_same_context() -> None:
    before, after = texts.key("Title"), texts.key("Next")
    entered("Soak the hide.", "Trempez la peau.", before=before, after=after)
    asked = [Asked("Soak the hide.", before, after), Asked("Soak the hide.", before)]
    assert leverage.best("fr", asked) == [IN_CONTEXT, 100]


def test_what_was_replaced_does_not_count() -> None:
    entered("Soak the cattle hide for two days.", "Deux jours.")
    entered("Soak the cattle hide for two days in a pit.", "Dans une fosse.")
    assert best("Soak the cattle hide for two days.") == [found("Soak the cattle hide for two days.")[0].percent]


def test_another_languages_memory_does_not_count() -> None:
    entered("Soak the hide.", "Trempez la peau.")
    assert leverage.best("es", [Asked("Soak the hide.")]) == [NONE]


def test_queries_do_not_grow_with_a_page(django_assert_num_queries: Any) -> None:
    entered("Soak the cattle hide for two days.", "Deux jours.")
    for number in (1, 30):
        with django_assert_num_queries(3):
            best(*(f"Soak the cattle hide for {days} weeks." for days in range(number)))


def test_more_texts_than_fit_into_one_statement_are_asked_in_several(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    entered("Soak the cattle hide for two days.", "Deux jours.")
    asked = [f"Soak the cattle hide for {days} weeks." for days in range(5)]
    together = best(*asked)
    one = len(leverage.near_texts("fr", texts.source_tokens(asked[0]), 30).selects)
    monkeypatch.setattr(leverage, "SELECTS_AT_ONCE", 2 * one)
    with django_assert_num_queries(1 + 2 * 3):
        assert best(*asked) == together


def test_nothing_is_asked_of_nothing() -> None:
    assert best() == []
