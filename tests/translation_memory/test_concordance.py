"""Where words occur in the memory."""

import pytest

from tests.translation_memory.units import entered
from translation_memory import concordance

pytestmark = pytest.mark.django_db


def targets(words: str, side: concordance.Side = "source", language: str = "fr") -> list[str]:
    return [unit.target for unit in concordance.units_of(concordance.search(language, words, side).ids)]


def test_inflected_forms_are_found_in_english_and_in_the_translation() -> None:
    entered("Soaking the hides", "Les peaux sont trempées")
    assert targets("soaked hide") == ["Les peaux sont trempées"]
    assert targets("peau trempée", "target") == ["Les peaux sont trempées"]


@pytest.mark.parametrize(
    ("language", "target", "words"),
    [("ru", "Замачивание кожи", "кожа"), ("ar", "نقع الجلود", "الجلود"), ("zh-hans", "铬鞣皮革的生产", "皮革")],
)
def test_words_of_every_script_are_found(language: str, target: str, words: str) -> None:
    entered("Soaking", target, language=language)
    assert targets(words, "target", language) == [target]


def test_all_words_must_occur() -> None:
    entered("Soak the hide", "Trempez")
    assert targets("soak leather") == []


def test_replaced_texts_are_found_too() -> None:
    entered("Soak the hide", "Ancien")
    entered("Soak the hide", "Nouveau", day=2)
    assert targets("hide") == ["Nouveau", "Ancien"]


def test_so_much_is_found_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(concordance, "MOST_FOUND", 2)
    for day in (1, 2):
        entered("Soak the hide", f"Texte {day}", day=day)
    assert not concordance.search("fr", "hide", "source").more
    entered("Soak the hide", "Texte 3", day=3)
    assert targets("hide") == ["Texte 3", "Texte 2"]
    assert concordance.search("fr", "hide", "source").more


def test_no_word_finds_nothing() -> None:
    entered("Soak the hide", "Trempez")
    assert targets(" ;") == []


def test_found_words_are_marked_and_all_else_is_escaped() -> None:
    tokens = concordance.wanted("hide", "en")
    text = "Soak &lt;script&gt; <b>hides</b>"
    assert concordance.marked(text, "en", tokens) == "Soak &lt;script&gt; <mark>hides</mark>"
