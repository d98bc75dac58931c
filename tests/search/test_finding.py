"""Which documents answer a query, in what order, with what counts, in how many queries."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from search import finding, synonyms
from search.asking import ask
from search.engines import Alternative, Expression, Group
from search.models import SearchDocument
from tests import factories
from tests.search.documents import store

pytestmark = pytest.mark.django_db


def find(query: str, language: str = "en", **options: Any) -> finding.Outcome:
    return finding.find(ask(query, language), **options)


def titles(outcome: finding.Outcome | finding.Elsewhere) -> list[str]:
    return [document.title for document in outcome.documents]


@pytest.fixture
def four() -> list[SearchDocument]:
    return [
        store("en", "Salted hides", section="publications", type="manual", topics=["hides"], years=[2001], countries=["ET"]),
        store("en", "A hide market", section="news", topics=["hides", "trade"], years=[2003, 2004], countries=["ET", "IN"]),
        store("en", "Trade in hides", section="publications", type="paper", topics=["trade"], years=[2001]),
        store("fr", "Hide and seek", section="news"),
    ]


@pytest.mark.usefixtures("four")
def test_finds_inflected_words_in_the_language_of_the_query() -> None:
    outcome = find("hide")
    assert sorted(titles(outcome)) == ["A hide market", "Salted hides", "Trade in hides"]
    assert (outcome.total, outcome.exact_total, outcome.partial) == (3, 3, False)


@pytest.mark.usefixtures("four")
def test_counts_by_facet() -> None:
    assert find("hide").facets == {
        "section": {"publications": 2, "news": 1},
        "topic": {"hides": 2, "trade": 2},
        "country": {"ET": 2, "IN": 1},
        "type": {"manual": 1, "paper": 1},
        "year": {"2001": 2, "2003": 1, "2004": 1},
        "language": {"en": 3, "fr": 1},
    }


@pytest.mark.usefixtures("four")
def test_a_facet_is_counted_without_its_own_filter() -> None:
    outcome = find("hide", filters={"section": ["publications"], "year": ["2001"]})
    assert outcome.total == 2
    assert outcome.facets["section"] == {"publications": 2}
    assert outcome.facets["year"] == {"2001": 2}
    outcome = find("hide", filters={"topic": ["hides"]})
    assert outcome.facets["topic"] == {"hides": 2, "trade": 2}
    assert outcome.facets["country"] == {"ET": 2, "IN": 1}
    assert outcome.facets["language"] == {"en": 2}


@pytest.mark.usefixtures("four")
def test_several_values_of_a_facet_are_alternatives() -> None:
    assert find("hide", filters={"type": ["manual", "paper"]}).total == 2


@pytest.mark.usefixtures("four")
def test_a_language_to_filter_by_is_searched_instead() -> None:
    outcome = find("hide", filters={"language": ["fr"]})
    assert titles(outcome) == ["Hide and seek"]
    assert outcome.facets["language"] == {"en": 3, "fr": 1}
    assert find("hide", filters={"language": ["fr", "en"]}).total == 4


@pytest.mark.usefixtures("four")
def test_unknown_filters_are_named_and_left_out() -> None:
    outcome = find(
        "hide", filters={"topic": ["none", "hides", "\0"], "year": ["x"], "planet": ["mars"], "language": ["xx"]}, order="z"
    )
    assert titles(outcome) == titles(find("hide", filters={"topic": ["hides"]}))
    assert outcome.filters == {"topic": ("hides",)}
    assert outcome.unknown == {"topic": ("none", "\0"), "year": ("x",), "planet": ("mars",), "language": ("xx",)}
    assert outcome.order == "relevance"


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize("page", [10**9, 2, -5, 0])
def test_a_page_that_is_not_there_is_the_nearest(page: int) -> None:
    outcome = find("hide", page=page, per_page=2)
    assert (outcome.page, outcome.pages) == (2 if page > 1 else 1, 2)
    assert len(outcome.documents) == (1 if page > 1 else 2)


def test_pages_follow_each_other() -> None:
    for number in range(25):
        store("en", f"Hide {number}")
    seen = [title for page in (1, 2, 3) for title in titles(find("hide", page=page, per_page=10))]
    assert len(seen) == len(set(seen)) == 25


@pytest.mark.usefixtures("four")
def test_the_index_is_asked_once_for_all_pages_of_an_answer(django_assert_num_queries: Any) -> None:
    first = find("hide", per_page=1)
    with django_assert_num_queries(1):  # the document that is shown
        second = find("hide", page=2, per_page=1)
    assert second.total == first.total == 3


@pytest.mark.usefixtures("four")
def test_other_orders_and_filters_have_answers_of_their_own() -> None:
    assert titles(find("hide")) != titles(find("hide", order="oldest"))
    assert titles(find("hide", filters={"type": ["paper"]})) == ["Trade in hides"]


def test_pages_go_on_beyond_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(25):
        store("en", f"Hide {number}")
    monkeypatch.setattr(finding, "CANDIDATES", 15)
    outcomes = [find("hide", page=page, per_page=10) for page in (1, 2, 3)]
    seen = [title for outcome in outcomes for title in titles(outcome)]
    assert len(seen) == len(set(seen)) == 25
    assert outcomes[0].total == 25


@pytest.mark.parametrize("query", ["", '"', "...", "\0"])
def test_nothing_asked_finds_nothing(query: str, django_assert_num_queries: Any) -> None:
    # A transaction remembers what it reads once it has changed something.
    factories.topic("hides")
    synonyms.of("en")
    asked = ask(query, "en")
    with django_assert_num_queries(0):
        outcome = finding.find(asked, filters={"topic": ["hides"]}, page=7)
        assert (outcome.total, outcome.page, outcome.documents) == (0, 1, [])
        assert finding.elsewhere(asked).total == 0
        assert finding.found_pages(query, "en") == {}


@pytest.mark.usefixtures("four")
def test_sorts_by_date() -> None:
    assert titles(find("hide", order="newest")) == ["A hide market", "Trade in hides", "Salted hides"]
    assert titles(find("hide", order="oldest")) == ["Salted hides", "Trade in hides", "A hide market"]


def test_documents_with_most_of_the_words_follow_those_with_all() -> None:
    store("en", "Soaking salted hides in drums")
    store("en", "Soaking salted fish")
    store("en", "Drums of wood")
    outcome = find("soaking salted hides")
    assert titles(outcome) == ["Soaking salted hides in drums", "Soaking salted fish"]
    assert [found.partial for found in outcome.results] == [False, True]
    assert (outcome.total, outcome.exact_total, outcome.partial) == (2, 1, True)
    assert outcome.facets["language"] == {"en": 2}


def test_a_rare_word_weighs_more() -> None:
    for number in range(20):
        store("en", f"Leather {number}")
    store("en", "Gasification of shavings")
    assert titles(find("leather gasification")) == ["Gasification of shavings"]


def test_a_word_that_nothing_has_is_not_counted() -> None:
    store("en", "Leather shoes")
    outcome = find("leather xyzzyq")
    assert titles(outcome) == ["Leather shoes"]
    assert outcome.exact_total == 0


def test_enough_documents_with_all_words_are_all() -> None:
    for number in range(3):
        store("en", f"Salted hides {number}")
    store("en", "Salted fish")
    assert find("salted hides").total == 3


def test_a_facet_finds_as_many_as_it_says() -> None:
    for number in range(4):
        store("en", f"Salted hides {number}", topics=["hides" if number else "salt"])
    store("en", "Salted fish", topics=["salt"])
    assert find("salted hides").facets["topic"] == {"hides": 3, "salt": 1}
    assert find("salted hides", filters={"topic": ["salt"]}).total == 1


def test_a_facet_of_partial_ones_finds_as_many_as_it_says() -> None:
    store("en", "Soaking salted hides", topics=["hides"])
    store("en", "Soaking salted fish", topics=["salt"])
    outcome = find("soaking salted hides")
    assert outcome.facets["topic"] == {"hides": 1, "salt": 1}
    assert [find("soaking salted hides", filters={"topic": [topic]}).total for topic in ("hides", "salt")] == [1, 1]


def test_a_language_finds_as_many_as_it_says() -> None:
    store("en", "DDT PCB")
    store("fr", "DDT PCB")
    store("fr", "DDT seul")
    assert find("DDT PCB").facets["language"] == {"en": 1, "fr": 1}
    assert find("DDT PCB", filters={"language": ["fr"]}).total == 1


def test_a_language_without_all_words_shows_those_with_some() -> None:
    store("fr", "DDT seul")
    assert find("DDT PCB", filters={"language": ["fr"]}).total == 1


def test_by_date_no_partial_ones_are_mixed_in() -> None:
    store("en", "Salted hides", years=[2000])
    store("en", "Salted fish", years=[2020])
    assert titles(find("salted hides", order="newest")) == ["Salted hides"]
    assert titles(find("salted goats", order="newest")) == ["Salted fish", "Salted hides"]


def test_the_best_come_first() -> None:
    store("en", "Effluents", "Of the tannery and of sludge.")
    store("en", "The tannery", "Has sludge. Tannery sludge. Sludge of the tannery.")
    store("en", "Tannery and sludge", "Words.")
    store("en", "Tannery sludge", "Words.")
    assert titles(find("tannery sludge")) == ["Tannery sludge", "Tannery and sludge", "The tannery", "Effluents"]


def test_the_word_as_typed_comes_first() -> None:
    store("en", "Tanned")
    store("en", "Tanning")
    assert titles(find("tanning")) == ["Tanning", "Tanned"]
    assert titles(find("tanned")) == ["Tanned", "Tanning"]


def test_of_equals_the_later_comes_first() -> None:
    store("en", "Hides", date=date(1990, 1, 1))
    store("en", "Hides", date=date(1995, 1, 1))
    assert [document.date.year for document in find("hides").documents] == [1995, 1990]


def test_guides_come_before_news() -> None:
    store("en", "Hides", section="news", type="")
    store("en", "Hides", section="publications", type="manual")
    assert [document.facts["section"] for document in find("hides").documents] == ["publications", "news"]


def test_a_result_knows_what_to_mark() -> None:
    store("en", "Salted hides")
    (found,) = find("hides").results
    assert found.wanted == {"hide"}


def test_other_languages_are_asked_in_their_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    store("en", "Leather")
    store("fr", "Le cuir")
    translated = {"fr": Expression((Group((Alternative(("cuir",)),)),))}
    monkeypatch.setattr(finding.lexicon, "translated", lambda _asked: translated)
    found = finding.elsewhere(ask("leather", "en"))
    assert (titles(found), found.total) == (["Le cuir"], 1)
    assert found.results[0].wanted == {"cuir"}
    assert find("leather").facets["language"] == {"en": 1, "fr": 1}


def test_words_without_translation_are_looked_for_as_they_are() -> None:
    store("ru", "Доклад UNIDO")
    assert titles(finding.elsewhere(ask("UNIDO", "en"))) == ["Доклад UNIDO"]


def test_elsewhere_a_page_is_shown_once_and_not_if_it_is_found_anyway() -> None:
    known, other = uuid4(), uuid4()
    store("en", "UNIDO report", translation_key=known)
    for language in ("fr", "es", "ru"):
        store(language, f"UNIDO {language}", translation_key=known)
        store(language, f"Other UNIDO {language}", translation_key=other)
    found = finding.elsewhere(ask("UNIDO", "en"))
    assert (titles(found), found.total) == (["Other UNIDO fr"], 1)


def test_elsewhere_nothing_is_repeated_that_is_shown_for_another_reason() -> None:
    partial = store("en", "DDT")
    store("fr", "DDT PCB", translation_key=partial.translation_key)
    store("fr", "PCB DDT")
    found = finding.elsewhere(ask("DDT PCB", "en"), limit=1, without={partial.translation_key})
    assert (titles(found), found.total) == (["PCB DDT"], 1)


def test_elsewhere_the_readers_language_is_preferred() -> None:
    key = uuid4()
    for language in ("en", "es", "zh-hans"):
        store(language, "ISO 14001", translation_key=key)
    found = finding.elsewhere(ask("ISO 14001", "ru"))
    assert [document.language for document in found.documents] == ["en"]


def test_lists_get_the_pages_of_every_language_by_place() -> None:
    mentioned = store("en", "Report", "Of UNIDO.")
    titled = store("en", "UNIDO")
    russian = store("ru", "UNIDO")
    store("en", "Nothing")
    assert finding.found_pages("UNIDO", "en") == {titled.page_id: 0, mentioned.page_id: 1, russian.page_id: 2}


def _many(number: int) -> None:
    for place in range(number):
        store("en", f"Salted hides {place}", topics=[f"t{place}"], years=[1990 + place % 20])
        store("fr", f"Salted hides {place}")


@pytest.mark.parametrize("number", [5, 40])
def test_the_number_of_queries_is_fixed(number: int, django_assert_max_num_queries: Any) -> None:
    _many(number)
    find("salted hides xyzzyq")  # reads vocabularies and synonyms, which are then remembered
    with django_assert_max_num_queries(7):
        assert find("salted hides").total == number
    with django_assert_max_num_queries(8):
        find("salted hides", filters={"topic": ["t1"], "year": ["1991"]}, order="newest")
    with django_assert_max_num_queries(3):
        assert finding.elsewhere(ask("hides salted", "en")).total == number
    with django_assert_max_num_queries(5):
        assert len(finding.found_pages("hides", "en")) == number * 2


def test_looking_for_some_of_the_words_takes_two_queries_more(django_assert_max_num_queries: Any) -> None:
    _many(5)
    find("salted hides xyzzyq")  # reads vocabularies and synonyms, which are then remembered
    with django_assert_max_num_queries(9):
        assert find("salted hides xyzzyq").total == 5


def test_a_result_shows_without_further_queries(django_assert_num_queries: Any) -> None:
    store("en", "Hides", "Text.")
    (document,) = find("hides").documents
    with django_assert_num_queries(0):
        assert (document.title, document.body, document.facts["section"]) == ("Hides", "Text.", "publications")
