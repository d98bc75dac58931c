"""Titles and passages with marks: escaped, whole words and characters, the part that says most."""

import random
import re
import unicodedata
from html.parser import HTMLParser

import pytest

from linguistics import asked
from search.facts import FOREIGN
from search.models import SearchDocument
from search.passages import LENGTH, file_passage, marked_title, passage, summary_passage


def wanted(query: str, language: str = "en") -> frozenset[str]:
    return frozenset(token for tokens in asked(query, language) for token in tokens)


def document(summary: str = "", body: str = "", *, title: str = "", language: str = "en") -> SearchDocument:
    return SearchDocument(title=title, summary=summary, body=body, language=language)


def found(text: str, query: str, language: str = "en") -> str:
    shown = passage(document(text, language=language), wanted(query, language))
    assert shown is not None
    return shown.html


def marked(html: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", html)


class Tags(HTMLParser):
    """Reads back the text and the names of the elements."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.names: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.names.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_inflected_words_are_marked() -> None:
    assert marked(found("Tanneries treat their waste waters.", "tannery water")) == ["Tanneries", "waters"]


def test_markup_in_a_title_is_text() -> None:
    title = marked_title(document(title='<script>alert("script")</script> & more'), wanted("script"))
    assert title == ("&lt;<mark>script</mark>&gt;alert(&quot;<mark>script</mark>&quot;)&lt;/<mark>script</mark>&gt; &amp; more")


def test_a_word_that_is_an_entity_marks_no_entity() -> None:
    assert found("Amp & lt < gt > quot", "amp lt quot") == (
        "<mark>Amp</mark> &amp; <mark>lt</mark> &lt; gt &gt; <mark>quot</mark>"
    )


@pytest.mark.parametrize(
    ("language", "text", "query", "marks"),
    [
        ("ar", "صناعة الأحذيةِ في إثيوبيا", "احذية", ["الأحذيةِ"]),
        ("ar", "تصدير وَالأَحْذِيَة إلى الخارج", "أحذية", ["وَالأَحْذِيَة"]),
        ("zh-hans", "制革厂的废水处理方法", "廢水處理", ["废水处理"]),
        ("zh-hans", "製革廢水處理", "废水", ["廢水"]),
        ("ru", "Зелёные шкуры", "зеленая шкура", ["Зелёные", "шкуры"]),
        ("fr", "L’épuration de l’eau", "epuration eau", ["épuration", "eau"]),
        ("en", "re\u0301sume\u0301 of the study", "resume", ["re\u0301sume\u0301"]),
    ],
)
def test_marks_in_each_script(language: str, text: str, query: str, marks: list[str]) -> None:
    assert marked(found(text, query, language)) == marks


def test_the_window_holds_most_of_the_words() -> None:
    filler = "Nothing of interest is said in this sentence. " * 20
    body = f"Membranes are dear. {filler}Reverse osmosis with membranes cleans the water. {filler}"
    shown = found(body, "reverse osmosis membranes")
    assert {"Reverse", "osmosis", "membranes"} <= set(marked(shown))


def test_the_first_of_equal_windows_is_shown() -> None:
    filler = "Nothing of interest is said in this sentence. " * 20
    assert found(f"Salt at first. {filler}Salt at last.", "salt").startswith("<mark>Salt</mark> at first.")


def test_a_passage_begins_with_its_sentence() -> None:
    filler = "Nothing of interest is said in this sentence. " * 20
    shown = found(f"{filler}Here the sludge is dried on beds of sand. {filler}", "sludge")
    assert "Here the <mark>sludge</mark> is dried" in shown
    assert "…" not in shown


def test_a_cut_sentence_says_so() -> None:
    shown = found(f"{'long words without an end ' * 20}sludge {'and more of them ' * 20}", "sludge")
    assert shown.startswith("… ")
    assert shown.endswith(" …")


def test_a_heading_is_parted_from_what_follows() -> None:
    assert passage(document("Summary.", "Reed beds\nThey grow."), wanted("reed")).html == (
        "Summary. <mark>Reed</mark> beds · They grow."
    )


def test_chinese_is_cut_between_characters_without_spaces() -> None:
    shown = found("本文介绍其他问题而没有任何标点符号" * 20 + "反渗透处理废水" + "还有很多其他内容" * 20, "废水", "zh-hans")
    assert marked(shown) == ["废水"]
    assert " " not in shown
    assert len(Tags(shown).text) <= LENGTH


def test_a_text_without_the_words_has_no_passage() -> None:
    assert passage(document("Reed beds", "grow"), wanted("chrome")) is None


def test_a_summary_stands_in_whole_where_it_is_short() -> None:
    assert summary_passage(document("Reed beds <clean> water."), {"bed"}).html == "Reed <mark>beds</mark> &lt;clean&gt; water."


def test_a_document_without_summary_shows_its_beginning() -> None:
    shown = summary_passage(document("", "word " * 200), set())
    assert shown.html.startswith("word word")
    assert summary_passage(document("", ""), set()) is None


def test_control_characters_never_reach_the_page() -> None:
    assert found("Reed\x0c\x00beds\x1b grow", "beds") == "Reed <mark>beds</mark> grow"


def test_a_long_file_is_read_around_likely_places() -> None:
    filler = "Lorem ipsum dolor sit amet consectetur. " * 10_000
    shown = file_passage(f"{filler}Reverse osmosis of tannery effluent. {filler}", "en", wanted("tanneries reverse osmosis"))
    assert shown is not None
    assert marked(shown.html) == ["Reverse", "osmosis", "tannery"]
    assert shown.source == "file"


@pytest.mark.parametrize(
    ("language", "sentence", "query", "mark"),
    [
        ("fr", "L’Épuration des eaux. ", "épurations", "Épuration"),
        ("ar", "معالجة وَالأَحْذِيَة هنا. ", "احذية", "وَالأَحْذِيَة"),
        ("zh-hans", "廢水 處理。", "废水", "廢水"),
        ("ru", "Зелёные шкуры. ", "зеленый", "Зелёные"),
    ],
)
def test_a_long_file_is_read_in_each_spelling(language: str, sentence: str, query: str, mark: str) -> None:
    filler = {"ar": "لا شيء هنا. ", "zh-hans": "没有内容。", "ru": "Ничего нет. "}.get(language, "Rien du tout. ")
    shown = file_passage(sentence + filler * 5000, language, wanted(query, language))
    assert shown is not None
    assert mark in marked(shown.html)


PIECES = (
    "tannery effluent", "<b>", "&amp;", "&", "\n", ". ", "…", "\u0301", "e\u0301", "皮革", "廢水處理", "。", "الأحذيةِ", "\u202e",
    "обратный", "осмос", "👨‍👩‍👧", "🇫🇷", "\u200d", "ﬁ", "\x00", '"', "'", " ", "   ", "x" * 400, "制" * 300, "\ufe0f", "1,5",
    "ё", "İ",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_any_text_gives_sound_html(seed: int) -> None:
    """Only marks, the text as it was, no accent without its letter at either end."""
    chance = random.Random(seed)  # noqa: S311  # not a secret
    text = "".join(chance.choice(PIECES) for _piece in range(chance.randrange(1, 400)))
    language = chance.choice(["ar", "zh-hans", "en", "fr", "ru", "es"])
    tokens = wanted("tannery effluent 皮革 廢水 الأحذية осмос обратный 1,5", language)
    shown = passage(document(text, language=language), tokens)
    if shown is None:
        return
    read = Tags(shown.html)
    assert read.names <= {"mark"}
    assert "\x00" not in shown.html
    bare = read.text.strip("… ")
    squeezed = re.sub(r"[\s·\x00]+", "", text)
    assert re.sub(r"[\s·]+", "", bare) in squeezed
    assert not unicodedata.category(bare[0]).startswith("M") or text.lstrip().startswith(bare[0])
    for piece in marked(shown.html):
        assert not unicodedata.category(piece[0]).startswith("M")
    for before, after in re.findall(r"(.)</mark>(.)", shown.html):
        assert not unicodedata.category(after).startswith("M"), before


def test_a_word_without_end_is_cut_between_written_characters() -> None:
    shown = found("e\u0301" * 500 + " tannery " + "e\u0301" * 500, "tannery")
    assert "tannery" in shown
    first = Tags(shown).text.strip("… ")[0]
    assert not unicodedata.category(first).startswith("M")


def test_lines_in_other_languages_are_never_shown() -> None:
    body = f"hide. A skin.\n{FOREIGN}peau · cuero"
    assert passage(document("", body), wanted("peau")) is None
    assert summary_passage(document("", body), set()).html == "hide. A skin."
