"""What counts when texts are compared."""

import pytest

from translation_memory import texts


def percent(one: str, other: str) -> int:
    return texts.percent(texts.measured(texts.compared(one)), texts.measured(texts.compared(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Soak the  hide ", "Soak the hide"),
        ('Read the <a id="a1">manual</a>', 'Read the <a id="a7">manual</a>'),
        ("cafe\u0301", "café"),
    ],
)
def test_the_same_text_has_the_same_key(one: str, other: str) -> None:
    assert texts.key(one) == texts.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Soak the hide", "soak the hide"),
        ("In 2019", "In 2020"),
        ("Soak the <b>hide</b>", "Soak the <i>hide</i>"),
        ("Soak the <b>hide</b>", "Soak the hide"),
    ],
)
def test_another_text_has_another_key(one: str, other: str) -> None:
    assert texts.key(one) != texts.key(other)


def test_another_number_costs_a_point_and_no_more() -> None:
    assert percent("Built in 2019 by the Panel", "Built in 1998 by the Panel") == 98
    assert percent("Built in 9 by the Panel", "Built in 1,250 by the Panel") == 98


def test_many_other_numbers_cost_three_points() -> None:
    assert percent("From 1 to 2, 3, 4 and 5", "From 6 to 7, 8, 9 and 10") == 96


def test_a_tag_counts_as_one_sign() -> None:
    bare = "Water returns to the fibres of the hide."
    assert percent(bare, "Water returns to the <strong>fibres</strong> of the hide.") == 95
    assert percent(bare, 'Water returns to the <a id="a1">fibres</a> of the hide.') == 95


@pytest.mark.parametrize(("kept", "expected"), [(65, 65), (64, 0)])
def test_below_65_percent_is_no_help(kept: int, expected: int) -> None:
    assert percent("a" * 100, "a" * kept + "b" * (100 - kept)) == expected


def test_a_number_can_push_a_text_below_the_threshold() -> None:
    assert percent("a" * 98 + " 1", "a" * 63 + "b" * 35 + " 2") == 0


def test_lengths_that_can_be_alike_include_every_length_that_is() -> None:
    shortest, longest = texts.bounds(100)
    assert (shortest, longest) == (65, 153)
    assert percent("a" * 100, "a" * longest) == 65
    assert percent("a" * 100, "a" * shortest) == 65


def test_a_text_without_words_is_found_by_what_stands_for_them() -> None:
    assert texts.source_tokens("2019") == ["2019", texts.NO_WORD]
    assert texts.NO_WORD not in texts.source_tokens("Built in 2019")


def test_plain_text_has_neither_tags_nor_entities() -> None:
    assert texts.plain("Hides &amp; <b>skins</b><br>from 1 &lt; 2") == "Hides & skins from 1 < 2"
