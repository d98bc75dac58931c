"""Marks travel as elements and come back as marks, or not at all."""

import pytest
from hypothesis import given, strategies as st

from machine_translation.marks import BrokenError, from_elements, to_elements

WORDS = st.text(alphabet=st.characters(exclude_characters="⟦⟧\r", exclude_categories=["Cs", "Cc"]), max_size=20) | st.just("\n")


@st.composite
def edited(draw: st.DrawFn) -> str:
    """Make up a text whose marks are closed in order."""
    parts: list[str] = []
    opened: list[int] = []
    for number in range(1, draw(st.integers(0, 6)) + 1):
        parts += [draw(WORDS), f"⟦{number}⟧", draw(WORDS)]
        opened.append(number)
        while opened and draw(st.booleans()):
            parts += [f"⟦/{opened.pop()}⟧", draw(WORDS)]
    while opened:
        parts.append(f"⟦/{opened.pop()}⟧")
    return "".join(parts).strip()


@given(edited())
def test_what_is_not_changed_comes_back_the_same(text: str) -> None:
    assert from_elements(to_elements(text), text) == text


def test_marks_become_elements() -> None:
    assert to_elements("Soak ⟦1⟧the ⟦2⟧hide⟦/2⟧⟦/1⟧ & <wait>\nlong") == (
        'Soak <x id="1">the <x id="2">hide</x></x> &amp; &lt;wait&gt;<br/>long'
    )


def test_elements_may_move_with_their_words() -> None:
    assert from_elements('<X id="2">b</X> <x id=1>a</x>', "⟦1⟧a⟦/1⟧ ⟦2⟧b⟦/2⟧") == "⟦2⟧b⟦/2⟧ ⟦1⟧a⟦/1⟧"


@pytest.mark.parametrize(
    "answer",
    [
        "hide",
        '<x id="1">hide',
        "hide</x>",
        '<x id="1">hi</x><x id="1">de</x>',
        '<x id="2">hide</x>',
        '<x>hide</x> <x id="1"></x>',
        '<b><x id="1">hide</x></b>',
        '<x id="1">hide</x><script>alert(1)</script>',
        '<x id="1">hide</x> ⟦3⟧',
        "&#10214;1&#10215;hide&#10214;/1&#10215;",
    ],
)
def test_other_marks_than_were_sent_are_refused(answer: str) -> None:
    with pytest.raises(BrokenError):
        from_elements(answer, "⟦1⟧hide⟦/1⟧")


@pytest.mark.parametrize("text", ["⟦1⟧a", "a⟦/1⟧", "⟦1⟧a⟦2⟧b⟦/1⟧c⟦/2⟧"])
def test_marks_that_are_not_closed_in_order_do_not_travel(text: str) -> None:
    with pytest.raises(BrokenError):
        to_elements(text)
