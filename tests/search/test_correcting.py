"""“Did you mean”: what is corrected, what is left alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.asking import ask, expressed
from search.correcting import corrections
from tests.search import rows
from tests.search.known import know


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "known", "typed", "meant"),
    [
        ("en", "wastewater treatment", "wastwater", "wastewater"),
        ("en", "chromium", "hcromium", "chromium"),
        ("en", "chromium", "Chromuim 2024", "chromium 2024"),
        ("fr", "procédé épuration", "epurasion", "épuration"),
        ("es", "curtición reciclado", "resiclado", "reciclado"),
        ("ru", "учёт дубление", "дублиние", "дубление"),
        ("ru", "шерсть", "шёрсть", None),
        ("ar", "الدباغة", "الدباعة", "الدباغة"),
        ("ar", "أحذية", "احذية", None),
        ("ar", "أحذية", "احدية", "أحذية"),
        ("zh-hans", "废水处理", "废水外理", "废水处理"),
        ("zh-hans", "废水处理", "廢水處理", None),
        ("zh-hans", "皮革废水", "皮革费水", "皮革废水"),
    ],
)
def test_corrections(language: str, known: str, typed: str, meant: str | None) -> None:
    know(language, [known])
    rows.documents([{"language": language, "title": known}, {"language": language, "title": f"{known} 2024"}])
    assert corrections(ask(typed, language))[:1] == ([meant] if meant else [])


@pytest.mark.django_db
def test_the_more_frequent_of_equally_near_words_comes_first() -> None:
    know("en", ["hide", "tide", "tide"])
    rows.documents([{"language": "en", "title": "hide"}, {"language": "en", "title": "tide"}])
    assert corrections(ask("bide", "en")) == ["tide", "hide"]


@pytest.mark.django_db
def test_only_the_wrong_word_of_a_query_is_replaced_and_the_rest_kept_as_typed() -> None:
    know("en", ["Chromium recovery", "sludge"])
    rows.documents([{"language": "en", "title": "Chromium recovery"}])
    assert corrections(ask('"Recovery" of chromiun', "en")) == ['"Recovery" of chromium']


@pytest.mark.django_db
def test_a_word_that_is_left_of_a_document_which_is_gone_is_not_suggested() -> None:
    know("en", ["zirconium"])
    assert corrections(ask("zirconum", "en")) == []


@pytest.mark.django_db
def test_a_corrected_query_that_finds_nothing_is_not_suggested() -> None:
    know("en", ["chromium", "sludge"])
    rows.documents([{"language": "en", "title": "chromium"}, {"language": "en", "title": "sludge"}])
    assert corrections(ask("chromiun sludge", "en")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "—", "🙂", "2024", "ab", "the of", "皮", "x" * 255, "zzzzzzz", '"', "水" * 200])
def test_nothing_to_correct(typed: str) -> None:
    know("en", ["chromium"])
    know("zh-hans", ["废水处理"])
    assert corrections(ask(typed, "en")) == []


@pytest.mark.django_db
def test_another_form_of_a_known_word_is_left_alone() -> None:
    know("en", ["tannery"])
    assert corrections(ask("tanneries", "en")) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "most"), [("chromuim", 2), ("chromuim sluge", 2), ("chromium", 1), ("2024", 0)])
def test_two_queries_at_most(typed: str, most: int) -> None:
    know("en", ["chromium sludge"])
    rows.documents([{"language": "en", "title": "chromium sludge"}])
    asked = ask(typed, "en")
    expressed("read the synonyms", "en")
    with CaptureQueriesContext(connection) as captured:
        corrections(asked)
    assert len(captured) <= most
