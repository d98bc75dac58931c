"""What a visitor types becomes groups of tokens, whatever it is."""

from typing import Any

import pytest

from search import asking
from search.asking import ask
from search.engines import Alternative, Group

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def synonyms(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    known: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}
    monkeypatch.setattr(asking.synonyms, "of", lambda _language: known)
    return known


def tokens(text: str, language: str = "en") -> list[tuple[str, ...]]:
    return [group.alternatives[0].tokens for group in ask(text, language).expression.groups]


def phrases(text: str, language: str = "en") -> list[bool]:
    return [group.alternatives[0].phrase for group in ask(text, language).expression.groups]


def test_every_word_is_a_group() -> None:
    assert tokens("salted hides") == [("salt",), ("hide",)]
    assert phrases("salted hides") == [False, False]


@pytest.mark.parametrize(
    "typed",
    ['"wet blue"', "“wet blue”", "„wet blue“", "«wet blue»", "« wet blue »", "＂wet blue＂", "「wet blue」", "『wet blue』"],
)
def test_quotation_marks_make_a_phrase(typed: str) -> None:
    assert tokens(f"{typed} trade") == [("trade",), ("wet", "blue")]
    assert phrases(f"{typed} trade") == [False, True]


@pytest.mark.parametrize("typed", ['"wet blue', 'wet blue"', 'wet " blue', '"" wet blue', "wet blue «", "“wet blue"])
def test_a_quotation_mark_without_its_other_half_says_nothing(typed: str) -> None:
    assert tokens(typed) == [("wet",), ("blue",)]


def test_an_apostrophe_is_no_quotation_mark() -> None:
    assert phrases("l'eau de l'usine", "fr") == [False, False]


def test_a_phrase_of_one_word_is_a_word() -> None:
    assert phrases('"leather"') == [False]


def test_a_chinese_phrase_is_compared_character_by_character() -> None:
    assert tokens("“废水”", "zh-hans") == [("废", "废水", "水")]


def test_single_characters_of_a_chinese_phrase_are_not_marked() -> None:
    assert ask("“废水”", "zh-hans").wanted == {"废水"}
    assert ask("水", "zh-hans").wanted == {"水"}


@pytest.mark.parametrize("typed", ["", " ", '"', "\0", "*", "((", "-", "\\", "'", "🐄", "\u200b", "؟", "。", "\ud800"])
def test_what_has_no_word_asks_for_nothing(typed: str) -> None:
    asked = ask(typed, "en")
    assert not asked
    assert asked.expression.groups == ()


@pytest.mark.parametrize(
    "typed", ["NEAR(hide soak)", "hide AND soak", "hide* soak:", "-hide ^soak", "{hide}\0\x01 soak", "hide\\' soak--"]
)
def test_query_syntax_is_punctuation_or_words(typed: str) -> None:
    found = [token for group in tokens(typed) for token in group]
    assert {"hide", "soak"} <= set(found)
    assert all(token.isalnum() for token in found)


def test_control_characters_part_words() -> None:
    assert ask("salt\x00ed\thi\ndes", "en").text == "salt ed hi des"


def test_a_long_query_is_cut() -> None:
    asked = ask("hide " * 2000, "en")
    assert len(asked.text) <= asking.LONGEST_TEXT
    assert asked.shortened
    assert not ask("hide " * 5, "en").shortened


def test_twelve_words_are_searched_for() -> None:
    asked = ask(" ".join(f"w{number}" for number in range(13)), "en")
    assert len(asked.expression.groups) == asking.MOST_WORDS
    assert asked.shortened


def test_ten_thousand_characters_are_understood_quickly() -> None:
    assert ask("\0" * 10_000 + "hide", "en").shortened
    assert len(ask("革" * 10_000, "zh-hans").expression.groups) <= asking.MOST_WORDS
    assert ask('"' + "革" * 10_000 + '"', "zh-hans").shortened


def test_stop_words_count_only_when_there_is_nothing_else() -> None:
    assert tokens("the hides") == [("hide",)]
    assert tokens('the "wet blue"') == [("wet", "blue")]
    assert len(tokens("the")) == 1
    assert ask("the", "en").only_stop_words
    assert not ask("the hides", "en").only_stop_words


@pytest.mark.parametrize(
    ("typed", "language"), [("кожа", "ru"), ("جلد", "ar"), ("皮革", "zh-hans"), ("leather", "en"), ("ISO 14001", "en")]
)
def test_the_script_of_the_query_speaks_for_its_language(typed: str, language: str) -> None:
    asked = ask(typed, "en")
    assert (asked.language, asked.reader) == (language, "en")


def test_latin_words_keep_the_language_of_the_page() -> None:
    assert ask("UNIDO", "ru").language == "ru"


def test_words_are_kept_as_typed() -> None:
    assert [(word.text, word.tokens) for word in ask("Salted hides", "en").words] == [("Salted", ("salt",)), ("hides", ("hide",))]


def test_a_synonym_is_another_way_to_say_a_word(synonyms: dict[Any, Any]) -> None:
    synonyms[("hide",)] = (("skin",), ("raw", "stock"))
    (group, _other) = ask("hides salted", "en").expression.groups
    assert group == Group((Alternative(("hide",)), Alternative(("skin",)), Alternative(("raw", "stock"), phrase=True)))
    assert ask("hides", "en").wanted == {"hide", "skin", "raw", "stock"}


def test_words_that_have_a_synonym_together_are_one_group(synonyms: dict[Any, Any]) -> None:
    synonyms[("wast", "water")] = (("effluent",),)
    synonyms[("water",)] = (("aqua",),)
    assert ask("wasting waters tank", "en").expression.groups == (
        Group((Alternative(("wast", "water")), Alternative(("effluent",)))),
        Group((Alternative(("tank",)),)),
    )


def test_the_words_of_a_chinese_synonym_need_not_touch(synonyms: dict[Any, Any]) -> None:
    synonyms[("废水",)] = (("污水", "处理"),)
    assert ask("废水", "zh-hans").expression.groups[0].alternatives[1] == Alternative(("污水", "处理"))


def test_a_phrase_has_no_synonyms(synonyms: dict[Any, Any]) -> None:
    synonyms[("wet",)] = (("moist",),)
    assert len(ask('"wet blue"', "en").expression.groups[0].alternatives) == 1


def test_the_same_word_twice_is_one_group() -> None:
    assert tokens("hide hides HIDE") == [("hide",)]


def test_what_turns_the_direction_of_a_text_is_dropped() -> None:
    assert ask("\u2069\u202ereed\u2067 beds", "en").text == "reed beds"
