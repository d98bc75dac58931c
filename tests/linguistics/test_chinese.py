import pytest

from linguistics import analyse, asked, tokens_of


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("废水", "制革废水处理", True),
        ("廢水", "制革废水处理", True),
        ("废水", "制革廢水處理", True),
        ("废水处理", "处理后的废水", True),
        ("铬鞣", "无铬鞣剂", True),
        ("铬鞣", "铬盐与鞣制", False),
        ("鞋", "皮鞋和凉鞋", True),
        ("海关", "上海关注童鞋", False),
        ("化学", "文化学校", False),
        ("化学", "化学品", True),
        ("ＢＯＤ", "BOD和pH值", True),
        ("皮革的颜色", "颜色鲜艳的皮革", True),
    ],
)
def test_a_text_has_the_words_of_a_query(query, text, found):
    wanted = {token for tokens in asked(query, "zh-hans") for token in tokens}
    assert wanted.issubset(analyse(text, "zh-hans")) is found


def test_pairs_that_straddle_two_words_are_not_indexed():
    assert "海关" not in analyse("上海关注", "zh-hans")


def test_characters_and_pairs_alternate():
    assert analyse("铬鞣革", "zh-hans") == ["铬", "铬鞣", "鞣", "鞣革", "革"]


def test_what_is_invisible_parts_no_pair():
    assert analyse("制\u200b革", "zh-hans") == ["制", "制革", "革"]


def test_latin_words_have_english_stems():
    assert tokens_of("tanneries", "zh-hans") == tokens_of("tannery", "en")


def test_rare_characters_are_characters():
    assert analyse("𠮷野", "zh-hans") == ["𠮷", "𠮷野", "野"]


def test_radicals_that_a_file_has_in_the_place_of_characters_are_these():
    assert analyse("⻛⻩⽪⾰", "zh-hans") == analyse("风黄皮革", "zh-hans")
