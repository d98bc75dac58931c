"""Texts with tags, as they are stored and as they are edited."""

import pytest

from translation_desk import tags
from translation_desk.errors import BadTextError

SOURCE = 'Soak the <b>hide</b> in <a id="a1">lime</a>.'
MARKED = "Soak the ⟦1⟧hide⟦/1⟧ in ⟦2⟧lime⟦/2⟧."


def test_tags_are_numbered_as_they_open() -> None:
    assert [(tag.number, tag.name, tag.id) for tag in tags.tags_of(SOURCE)] == [(1, "b", ""), (2, "a", "a1")]


def test_stored_text_becomes_marks() -> None:
    assert tags.to_marks(SOURCE, SOURCE) == MARKED


@pytest.mark.parametrize(
    "text",
    [
        SOURCE,
        'في <a id="a1">الجير</a> تنقع <b>الجلود</b>.',
        '<a id="a1"><b>浸灰</b></a>',
        "Less than 5 &lt; 7 &amp; more",
        "one<br>two",
        "XIX<sup>e</sup> siècle",
        "",
    ],
)
def test_there_and_back_changes_nothing(text: str) -> None:
    assert tags.to_stored(SOURCE, tags.to_marks(SOURCE, text)) == text


def test_two_tags_of_one_kind_keep_their_numbers() -> None:
    source = "<i>one</i> <i>two</i>"
    assert tags.to_marks(source, source) == "⟦1⟧one⟦/1⟧ ⟦2⟧two⟦/2⟧"


def test_links_follow_their_address_wherever_they_stand() -> None:
    source = '<a id="a1">one</a> <a id="a2">two</a>'
    assert tags.to_marks(source, '<a id="a2">zwei</a> <a id="a1">eins</a>') == "⟦2⟧zwei⟦/2⟧ ⟦1⟧eins⟦/1⟧"


def test_markup_that_somebody_typed_is_text() -> None:
    assert tags.to_stored("x", "<script>alert(1)</script> & co") == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co"


def test_digits_of_other_scripts_are_numbers() -> None:
    assert tags.to_stored("<b>x</b>", "⟦١⟧س⟦/١⟧") == "<b>س</b>"


@pytest.mark.parametrize(
    ("edited", "sentence"),
    [
        ("⟦7⟧x⟦/7⟧", "The English has no tag ⟦7⟧."),
        ("⟦1⟧hide", "⟦1⟧ is not closed: put ⟦/1⟧ where it ends."),
        ("hide⟦/1⟧", "⟦/1⟧ closes nothing: put ⟦1⟧ where it begins."),
        ("⟦1⟧a⟦2⟧b⟦/1⟧c⟦/2⟧", "Tags may not cross: ⟦/2⟧ must stand before ⟦/1⟧."),
        ("⟦2⟧a⟦/2⟧ ⟦2⟧b⟦/2⟧", "⟦2⟧ stands twice; a link can stand once only."),
    ],
)
def test_a_broken_mark_is_named(edited: str, sentence: str) -> None:
    with pytest.raises(BadTextError) as caught:
        tags.to_stored(SOURCE, edited)
    assert str(caught.value) == sentence


def test_a_link_may_not_stand_in_a_link() -> None:
    with pytest.raises(BadTextError):
        tags.to_stored('<a id="a1">x</a> <a id="a2">y</a>', "⟦1⟧a⟦2⟧b⟦/2⟧⟦/1⟧")


def test_plain_places_take_no_formatting() -> None:
    with pytest.raises(BadTextError):
        tags.to_stored("Title", "⟦b⟧Titre⟦/b⟧", rich=False)


def test_one_line_stays_one_line() -> None:
    assert tags.to_stored("Title", "one \r\n two ", lines=False) == "one two"


def test_lines_are_kept_where_there_may_be_some() -> None:
    assert tags.to_stored("Quote", "one\r\ntwo") == "one<br>two"


def test_invisible_characters_go_but_not_those_that_arabic_needs() -> None:
    assert tags.to_stored("x", "a\x00b\u00adc می\u200cخواهم") == "abc می\u200cخواهم"


def test_emphasis_may_be_left_out_but_no_link() -> None:
    assert [tag.number for tag in tags.missing(SOURCE, "Tremper dans la chaux.")] == [2]
    assert tags.missing(SOURCE, '<a id="a1">chaux</a>') == []
    assert tags.missing(SOURCE, "") == []


def test_readers_text_has_no_tags() -> None:
    assert tags.plain("5 &lt; 7 <b>br</b><br>x") == "5 < 7 br\nx"


def test_shown_text_is_escaped_and_its_marks_stand_out() -> None:
    assert tags.shown("<b>x</b>", "<b>1 &lt; 2</b>") == (
        '<span class="desk-mark" translate="no">⟦1⟧</span>1 &lt; 2<span class="desk-mark" translate="no">⟦/1⟧</span>'
    )
