"""Marks as pieces, and back."""

import pytest
from hypothesis import given, strategies as st

from exchange_formats.inline import Code, Place, edited, nested, pieces

ELEMENTS = {"1": "a", "2": "b"}


def test_marks_are_cut_out():
    assert pieces("Soak ⟦1⟧hides⟦/1⟧\nwell", ELEMENTS) == [
        "Soak ",
        Code(Place.OPENS, "1", "a"),
        "hides",
        Code(Place.CLOSES, "1", "a"),
        Code(Place.ALONE),
        "well",
    ]


def test_emphasis_that_only_the_translation_has_keeps_its_name():
    assert pieces("XIX⟦sup⟧e⟦/sup⟧", {})[1] == Code(Place.OPENS, "sup", "sup")


def test_a_number_that_the_english_has_not_is_text():
    assert pieces("⟦7⟧", ELEMENTS) == ["⟦7⟧"]


@pytest.mark.parametrize(
    ("text", "well"), [("⟦1⟧a⟦2⟧b⟦/2⟧⟦/1⟧", True), ("⟦1⟧a⟦2⟧b⟦/1⟧⟦/2⟧", False), ("⟦1⟧a", False), ("a⟦/1⟧", False)]
)
def test_crossing_and_open_marks_are_told(text, well):
    assert nested(pieces(text, ELEMENTS)) is well


@given(st.text(st.sampled_from("ab \n⟦⟧/12sup")))
def test_any_text_comes_back(text):
    assert edited(pieces(text, ELEMENTS)) == text
