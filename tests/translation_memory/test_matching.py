"""What of the memory is offered for a text, and in which order."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.translation_memory.units import ASKING, OTHER_PAGE, PAGE, entered, entry, found, percents
from translation_memory import matching, texts
from translation_memory.entering import enter
from translation_memory.matching import Place

pytestmark = pytest.mark.django_db


def test_the_same_english_is_a_full_match() -> None:
    entered("Soak the hide for two days.", "Trempez la peau deux jours.")
    assert percents("Soak the hide for two days.") == [("Trempez la peau deux jours.", 100)]


def test_the_same_context_comes_first_although_it_is_older() -> None:
    before, after = texts.key("Title"), texts.key("Next")
    entered("Soak the hide.", "Trempez la peau.", before=before, after=after)
    entered("Soak the hide.", "Faites tremper la peau.", page=OTHER_PAGE, day=5)
    place = Place(ASKING, "body", before, after)
    assert [(match.unit.target, match.in_context) for match in found("Soak the hide.", place=place)] == [
        ("Trempez la peau.", True),
        ("Faites tremper la peau.", False),
    ]


def test_of_equal_matches_the_youngest_comes_first() -> None:
    entered("Soak the hide.", "Ancien.", before="a", day=1)
    entered("Soak the hide.", "Nouveau.", page=OTHER_PAGE, before="a", day=5)
    assert [target for target, _percent in percents("Soak the hide.")] == ["Nouveau.", "Ancien."]


def test_like_texts_follow_the_same_one_by_likeness() -> None:
    enter(
        [
            entry("Soak the cattle hide for two days.", "Deux jours.", path="1"),
            entry("Soak the cattle hide for two weeks.", "Deux semaines.", path="2"),
            entry("Soak the cattle hide for two days in pits.", "Dans une fosse.", path="3"),
        ]
    )
    shares = dict(percents("Soak the cattle hide for two days."))
    assert list(shares) == ["Deux jours.", "Deux semaines.", "Dans une fosse."]
    assert list(shares.values()) == sorted(shares.values(), reverse=True)


def test_what_is_less_alike_than_65_percent_is_not_offered() -> None:
    entered("Water returns to the fibres of the hide.", "L’eau revient.")
    assert percents("The fibres of wet leather are dried slowly in the air.") == []


def test_another_number_does_not_break_a_match() -> None:
    entered("The plant was built in 2019.", "L’usine date de 2019.")
    assert percents("The plant was built in 1998.") == [("L’usine date de 2019.", 98)]


def test_a_lone_number_finds_a_lone_number() -> None:
    entered("2019", "2019")
    assert percents("1998") == [("2019", 98)]


def test_a_tag_more_does_not_break_a_match() -> None:
    entered("Water returns to the fibres.", "L’eau revient aux fibres.")
    assert percents("Water returns to the <b>fibres</b>.") == [("L’eau revient aux fibres.", 93)]


def test_replaced_texts_are_not_offered() -> None:
    entered("Soak the hide.", "Ancien.")
    entered("Soak the hide.", "Nouveau.", day=2)
    assert percents("Soak the hide.") == [("Nouveau.", 100)]


def test_other_languages_are_not_offered() -> None:
    entered("Soak the hide.", "Remojar la piel.", language="es")
    assert percents("Soak the hide.") == []


def test_the_places_own_translation_is_no_suggestion() -> None:
    entered("Soak the hide.", "Trempez la peau.")
    assert found("Soak the hide.", place=Place(PAGE, "title")) == []


def test_a_translation_is_offered_once() -> None:
    entered("Soak the hide.", "Trempez la peau.")
    entered("Soak the hide.", "Trempez la peau.", page=OTHER_PAGE)
    assert len(found("Soak the hide.")) == 1


def test_at_most_five_are_offered() -> None:
    enter([entry(f"Soak the hide for {number} days.", f"Jours {number}.", path=str(number)) for number in range(9)])
    assert len(found("Soak the hide for 20 days.")) == 5


def test_three_queries_however_many_there_are() -> None:
    numbers = []
    for size in (1, 40):
        enter([entry(f"Soak the hide {word} days.", word, path=word) for word in (f"for {n} and {n + 1}" for n in range(size))])
        with CaptureQueriesContext(connection) as queries:
            assert found("Soak the hide for 90 days.")
        numbers.append(len(queries))
    assert numbers == [3, 3]


def test_texts_that_are_no_longer_present_take_nobodys_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "MOST_TEXTS", 1)
    entered("Soak the hide for two days.", "Trempez la peau deux jours.")
    entered("Soak the hide for two nights.", "Trempez la peau deux nuits.", page=OTHER_PAGE)
    assert [target for target, _percent in percents("Soak the hide for two nights!")] == ["Trempez la peau deux nuits."]
    entered("Salt it.", "Salez-la.", page=OTHER_PAGE)
    assert [target for target, _percent in percents("Soak the hide for two nights!")] == ["Trempez la peau deux jours."]
