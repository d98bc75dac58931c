"""Text pasted from a word processor."""

import pytest
from wagtail.rich_text import RichText

from core.blocks.text import LineBlock, ParagraphBlock
from core.pasted import clean_plain, clean_query, clean_rich
from tests import factories


@pytest.mark.parametrize(
    ("pasted", "clean"),
    [
        ("Tan\u00adning", "Tanning"),
        ("Tanning\u200b", "Tanning"),
        ("\ufeffTanning", "Tanning"),
        ("Tanning [JB2] of hides", "Tanning of hides"),
        ("  Tanning \n of\thides ", "Tanning of hides"),
        ("e\u0301te\u0301", "été"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("10\u00a0%", "10\u00a0%"),
        ("ISO [9001] text", "ISO [9001] text"),
    ],
)
def test_plain_text(pasted: str, clean: str) -> None:
    assert clean_plain(pasted) == clean


@pytest.mark.parametrize(
    ("pasted", "clean"),
    [
        ("<p>One<o:p></o:p></p>", "<p>One</p>"),
        ("<!--[if gte mso 9]><xml>x</xml><![endif]--><p>One</p>", "<p>One</p>"),
        ("<p>One</p><p>&nbsp;</p><p><br/></p>", "<p>One</p>"),
        ("<p>One [AB12]</p>", "<p>One</p>"),
    ],
)
def test_rich_text(pasted: str, clean: str) -> None:
    assert clean_rich(pasted) == clean


def test_a_line_block_cleans() -> None:
    assert LineBlock().clean("One\u00ad [AB1]") == "One"


def test_a_paragraph_block_cleans() -> None:
    assert ParagraphBlock().clean(RichText("<p>One\u200b</p><p></p>")).source == "<p>One</p>"


@pytest.mark.django_db
def test_title_and_summary_of_a_page_are_cleaned(six: factories.Pages) -> None:
    page = factories.standard(six, "one", title="One\u00ad", summary="Two  [AB1]")["en"]
    assert (page.title, page.summary) == ("One", "Two")


def test_a_query_cannot_turn_the_text_around_it_or_break_the_page():
    assert clean_query(" \u202ereed\u2069\x00 \x1b beds\ufffe \ud800") == "reed beds"
    assert clean_query("می\u200cخواهم\u200f") == "می\u200cخواهم\u200f"
