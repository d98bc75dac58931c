"""What changed between two texts."""

import pytest

from translation_desk.differences import changes, shown


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("same", "same", [("same", "same")]),
        ("soak two days", "soak three days", [("same", "soak "), ("removed", "two"), ("added", "three"), ("same", " days")]),
        (
            "first a b second",
            "first x y second",
            [("same", "first "), ("removed", "a b"), ("added", "x y"), ("same", " second")],
        ),
        ("浸水两天", "浸水三天", [("same", "浸水"), ("removed", "两"), ("added", "三"), ("same", "天")]),
        ("⟦1⟧hide⟦/1⟧", "hide", [("removed", "⟦1⟧"), ("same", "hide"), ("removed", "⟦/1⟧")]),
        ("", "new", [("added", "new")]),
        ("one thing", "another matter", [("removed", "one thing"), ("added", "another matter")]),
    ],
)
def test_words_that_changed(old: str, new: str, pieces: list[tuple[str, str]]) -> None:
    assert changes(old, new) == pieces


def test_texts_without_end_are_set_against_each_other_as_wholes() -> None:
    assert changes("a " * 3000, "b") == [("removed", "a " * 3000), ("added", "b")]


def test_changes_are_said_in_words_and_escaped() -> None:
    assert shown("<b>", "<i>") == (
        '&lt;<del><span class="w-sr-only">removed: </span>b</del><ins><span class="w-sr-only">added: </span>i</ins>&gt;'
    )


def test_texts_with_little_in_common_stand_one_above_the_other() -> None:
    assert '<del class="desk-whole">' in shown("one thing", "another matter")
