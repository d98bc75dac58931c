import pytest

from linguistics import analyse, asked, key, marks, tokens_of, words


@pytest.mark.parametrize(
    ("text", "language", "tokens"),
    [
        ("l’eau d'une tannerie", "fr", ["eau", "tanneri"]),
        ("jusqu’au bain lorsqu'il", "fr", ["bain"]),
        ("L´EAU", "fr", ["eau"]),
        ("wet-blue", "en", ["wet", "blue"]),
        ("wet\u2011blue", "en", ["wet", "blue"]),
        ("and/or leather", "en", ["leather"]),
        ("le\u00adather", "en", ["leather"]),
        ("lea\u200dther", "en", ["leather"]),
        ("\u2067جلد\u2069", "ar", ["جلد"]),
        ("ﬁnish", "en", ["finish"]),
        ("ｌｅａｔｈｅｒ", "en", ["leather"]),
        ("cafe\u0301 café", "fr", ["caf", "caf"]),
        ("الـISO", "ar", ["iso"]),
        ("ISO-стандарт", "ru", ["iso", "стандарт"]),
        ("\x00 \ufffd ½", "en", ["1", "2"]),
        ("", "en", []),
        ("—…!", "en", []),
    ],
)
def test_words_part_and_are_normalised_alike_everywhere(text, language, tokens):
    assert analyse(text, language) == tokens


def test_a_prefix_is_joined_and_its_word_is_found_too():
    assert analyse("co-operation", "en") == [*tokens_of("cooperation", "en"), *tokens_of("operation", "en")]
    assert asked("co-operation", "en") == asked("cooperation", "en")
    assert key("E-mail", "en") == "email"


def test_a_name_with_hyphens_has_no_prefix():
    assert analyse("Île-de-France", "en") == analyse("Ile de France", "en")


@pytest.mark.parametrize(
    ("text", "language", "query", "marked"),
    [
        ("الأَحْذِيَةُ والجُلُود", "ar", "احذية", ["الأَحْذِيَةُ"]),
        ("جـــلـــود ملونة", "ar", "جلد", ["جـــلـــود"]),
        ("Les eaux use\u0301es", "fr", "usée", ["use\u0301es"]),
        ("l’eau propre", "fr", "eau", ["eau"]),
        ("處理廢水的工廠", "zh-hans", "废水", ["廢水"]),
        ("制革廢水", "zh-hans", "制革废水", ["制革廢水"]),
        ("制\u200b革厂", "zh-hans", "制革", ["制\u200b革"]),
        ("𠮷野制革", "zh-hans", "制革", ["制革"]),
        ("The tannery’s BOD₅ load", "en", "tanneries bod", ["tannery’s", "BOD₅"]),
        ("pre-treatment of hides", "en", "treatment", ["pre-treatment"]),
        ("Сырьё и ко\u0301жа", "ru", "кожи", ["ко\u0301жа"]),
        ("nothing here", "en", "leather", []),
    ],
)
def test_marks_are_spans_of_the_text_as_it_is_written(text, language, query, marked):
    wanted = {token for tokens in asked(query, language) for token in tokens}
    assert [text[start:end] for start, end in marks(text, language, wanted)] == marked


@pytest.mark.parametrize("text", ["Côte d’Ivoire 3,5 %", "والجلود ISO-9001", "制革廢水BOD", "it's co-operative's", "ﷺ ㈱ ①"])
def test_tokens_are_letters_and_digits_only(text):
    for language in ("ar", "zh-hans", "en", "fr", "ru", "es"):
        assert all(token and token.isalnum() for token in analyse(text, language))


def test_words_cover_what_is_indexed():
    text = "Les œuvres d’art: 3,5 kg of 制革 والجلد"
    assert [token for word in words(text) for token in tokens_of(word.text, "fr")] == analyse(text, "fr") or "d" in {
        token for word in words(text) for token in tokens_of(word.text, "fr")
    }


@pytest.mark.parametrize("letter", ["a", "1", "ا\u064b", "й", "1.", "e-", "é"])
def test_what_is_no_word_gets_no_token_longer_than_a_database_takes(letter):
    assert all(len(token) <= 64 for token in analyse(letter * 1000, "en"))
