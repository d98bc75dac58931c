import unicodedata

import pytest

from linguistics import analyse, asked, key, language_of, marks, only_stop_words, simplified, starts, tokens_of, words


def test_the_words_of_a_text_know_their_places():
    text = "The l’eau, BOD和pH值."
    assert [(word.text, text[word.start : word.end] == word.text) for word in words(text)] == [
        ("The", True), ("l’", True), ("eau", True), ("BOD", True), ("和", True), ("pH", True), ("值", True),
    ]  # fmt: skip


def test_stop_words_are_left_out_unless_nothing_else_is_left():
    assert analyse("The soles of the shoes", "en") == analyse("soles shoes", "en")
    assert analyse("to be or not to be", "en") == ["to", "be", "or", "not", "to", "be"]
    assert only_stop_words("to be", "en")
    assert not only_stop_words("to shoes", "en")
    assert not only_stop_words("", "en")


def test_chinese_is_indexed_as_characters_and_pairs():
    assert analyse("铬鞣革", "zh-hans") == ["铬", "铬鞣", "鞣", "鞣革", "革"]


def test_a_chinese_query_is_cut_into_words():
    assert asked("制革废水的处理", "zh-hans") == [("制革",), ("废水",), ("处理",)]


@pytest.mark.parametrize(
    ("text", "default", "language"),
    [("leather", "fr", "fr"), ("кожа", "en", "ru"), ("جلد", "en", "ar"), ("皮革 ISO", "es", "zh-hans"), ("", "de", "en")],
)
def test_the_script_of_a_query_tells_its_language(text, default, language):
    assert language_of(text, default) == language


def test_marks_are_spans_of_the_original_text():
    text = "الأَحْذِيَة ، 處理廢水 Tannery’s"
    assert [text[start:end] for start, end in marks(text, "ar", analyse("احذية", "ar"))] == ["الأَحْذِيَة"]
    assert [text[start:end] for start, end in marks(text, "zh-hans", ["处理", "废水"])] == ["處理廢水"]
    assert [text[start:end] for start, end in marks(text, "en", tokens_of("tannery", "en"))] == ["Tannery’s"]


def test_marks_are_in_every_place_and_in_order() -> None:
    text = "Tanning\u00a0of hides, (tanning) pre-tanning\ntanning tannings tanning"
    found = marks(text, "en", tokens_of("tanning", "en"))
    assert [text[start:end] for start, end in found] == ["Tanning", "tanning", "pre-tanning", "tanning", "tannings", "tanning"]
    assert found == sorted(found)
    assert marks("tanning", "en", tokens_of("tanning", "en")) == [(0, 7)]
    assert marks("x tanningx xtanning", "en", tokens_of("x", "en")) == [(0, 1)]


def test_keys_are_normalised_and_not_stemmed():
    assert key("L’Été des TANNERIES", "fr") == "l ete des tanneries"
    assert key("廢水 BOD", "zh-hans") == "废水 bod"


def test_a_prefix_may_begin_at_every_word():
    assert starts("Leather shoes", "en") == ["leather shoes", "shoes"]
    assert starts("والجلد", "ar") == ["والجلد", "جلد"]
    assert starts("制革", "zh-hans") == ["制革", "革"]


def test_traditional_characters_become_simplified():
    assert simplified("廢水處理") == "废水处理"


def test_no_sign_of_unicode_is_or_gets_into_a_token():
    signs = [one for one in map(chr, (*range(0xD800), *range(0xE000, 0x10000))) if unicodedata.category(one)[0] not in "LNC"]
    tokens = [token for one in signs for token in analyse(f"{one} a{one}b 中{one}国", "en")]
    assert [token for token in set(tokens) if not token.isalnum()] == []
