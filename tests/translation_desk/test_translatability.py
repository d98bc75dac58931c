"""What in an English text makes it hard to translate."""

import pytest

from translation_desk.translatability import LONGEST_SENTENCE, Hint, Kind, of_texts

LONG = " ".join(["Soak"] * (LONGEST_SENTENCE + 1)) + "."


def test_long_sentences_are_named_with_their_words() -> None:
    assert of_texts([f"Short. {LONG}"]) == [Hint(Kind.LONG_SENTENCE, LONG, LONGEST_SENTENCE + 1)]


@pytest.mark.parametrize("text", [" ".join(["soak"] * LONGEST_SENTENCE), f"{LONG[:-6]}.<br>{LONG[:-6]}.", "1. Soak. 2. Rinse."])
def test_sentences_end_at_full_stops_and_lines(text: str) -> None:
    assert of_texts([text]) == []


def test_abbreviations_that_nothing_explains_are_counted() -> None:
    assert of_texts(["The BOD rises.", "Measure BOD and <b>TSS</b>."]) == [
        Hint(Kind.ACRONYM, "BOD", 2),
        Hint(Kind.ACRONYM, "TSS"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Biochemical oxygen demand (BOD) rises. BOD falls.",
        "BOD (biochemical oxygen demand) rises.",
        "UNIDO and the EU in chapter XIX",
        "Cr2O3 and H2SO4",
        "SAFETY AT WORK",
        "Chrome I bought",
    ],
)
def test_what_is_explained_known_or_no_abbreviation_is_left_out(text: str) -> None:
    assert of_texts([text]) == []
