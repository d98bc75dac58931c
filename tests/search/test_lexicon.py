"""The lexicon: a query in the words of other languages, the terms and topics that it names."""

import csv
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import linguistics
from core.i18n import CODES
from search import lexicon, lexicon_data
from search.engines.base import Alternative
from search.models import KnownWord, Synonyms
from tests import factories
from tests.portal import six
from tests.search.asked import asked
from vocabulary.loading import DATA, load_vocabularies
from vocabulary.models import Term

__all__ = ["six"]

TOPIC = {
    "name_en": "Wastewater treatment",
    "name_ar": "معالجة المياه المستعملة",
    "name_zh_hans": "废水处理",
    "name_fr": "Traitement des eaux usées",
    "name_ru": "Очистка сточных вод",
    "name_es": "Tratamiento de aguas residuales",
}


@pytest.fixture(scope="module")
def vocabularies(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The project's own termbase, countries, regions and goals, and a topic."""
    with django_db_blocker.unblock(), factories.undone():
        load_vocabularies(index=False)
        factories.topic("wastewater", **TOPIC)
        yield


def sought(text: str, language: str, other: str) -> list[set[str]]:
    """Return for each word of a translated query its alternatives."""
    expression = lexicon.translated(asked(text, language)).get(other)
    return [{" ".join(one.tokens) for one in group.alternatives} for group in expression.groups] if expression else []


def analysed(text: str, language: str) -> str:
    return " ".join(linguistics.analyse(text, language))


@pytest.mark.usefixtures("vocabularies", "db")
class TestTranslating:
    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("обратный осмос", "ru"),
            ("Обратного осмоса", "ru"),
            ("обратным осмосом", "ru"),
            ("التناضح العكسي", "ar"),
            ("بالتناضح العكسي", "ar"),
            ("تناضح عكسي", "ar"),
            ("反渗透", "zh-hans"),
            ("反滲透", "zh-hans"),
            ("l’osmose inverse", "fr"),
            ("OSMOSE INVERSE", "fr"),
            ("ósmosis inversa", "es"),
            ("osmosis inversa", "es"),
        ],
    )
    def test_reverse_osmosis_finds_english_however_it_is_written(self, text: str, language: str) -> None:
        assert sought(text, language, "en") == [{"revers osmosi"}]

    def test_a_phrase_is_asked_for_side_by_side(self) -> None:
        (group,) = lexicon.translated(asked("обратный осмос", "ru"))["en"].groups
        assert group.alternatives == (Alternative(("revers", "osmosi"), phrase=True),)

    def test_every_other_language_is_asked(self) -> None:
        assert set(lexicon.translated(asked("reverse osmosis", "en"))) == set(CODES) - {"en"}

    def test_the_longest_phrase_wins(self) -> None:
        assert sought("очистка сточных вод обратным осмосом", "ru", "en") == [
            {analysed("wastewater treatment", "en")},
            {"revers osmosi"},
        ]

    def test_countries_are_translated_without_their_form_of_government(self) -> None:
        assert sought("boliviano Bolivia", "es", "ar") == [{analysed("بوليفيا", "ar")}]

    @pytest.mark.parametrize(
        ("text", "language", "other", "token"),
        [("COD", "en", "ru", "хпк"), ("ХПК", "ru", "en", "cod"), ("DCO", "fr", "es", "dqo"), ("ХПК", "ru", "en", None)],
    )
    def test_initials_of_a_term_name_it(self, text: str, language: str, other: str, token: str | None) -> None:
        (alternatives,) = sought(text, language, other)
        assert (token or analysed("chemical oxygen demand", "en")) in alternatives

    @pytest.mark.parametrize(
        ("text", "language", "groups"),
        [
            ("обратный осмос Buljan", "ru", [{"revers osmosi"}, {"buljan"}]),
            ("обратный осмос 2024", "ru", [{"revers osmosi"}, {"2024"}]),
            ("osmose inverse ISO 17075", "fr", [{"revers osmosi"}, {"iso"}, {"17075"}]),
            ("хороший обратный осмос", "ru", [{"revers osmosi"}]),
            ("osmose inverse efficace", "fr", [{"revers osmosi"}]),
            ("хороший недорогой новый обратный осмос", "ru", []),
            ("недорогой", "ru", []),
            ("Buljan", "ru", []),
            ("", "ru", []),
            ("и на", "ru", []),
        ],
    )
    def test_unknown_words_stay_where_other_languages_write_them(self, text: str, language: str, groups: list[set[str]]) -> None:
        assert sought(text, language, "en") == groups

    def test_an_unknown_word_of_the_same_script_stays_where_that_language_knows_it(self) -> None:
        KnownWord.objects.create(language="en", key="buljan", surface="Buljan", documents=1)
        assert sought("osmose inverse buljan", "fr", "en") == [{"revers osmosi"}, {"buljan"}]
        assert sought("osmose inverse buljan", "fr", "ru") == [{analysed("обратный осмос", "ru")}]

    def test_a_synonym_of_a_term_names_it(self) -> None:
        Synonyms.objects.create(language="zh-hans", words="逆渗透\n反渗透")
        assert sought("逆滲透", "zh-hans", "en") == [{"revers osmosi"}]
        Synonyms.objects.create(language="en", words="RO plant\nreverse osmosis")
        assert sought("ro plants", "en", "fr") == [{analysed("osmose inverse", "fr")}]

    def test_one_chinese_character_in_a_longer_query_is_no_word(self) -> None:
        factories.term("bow", term_zh_hans="弓", term_en="bow")
        assert sought("弓", "zh-hans", "en") == [{"bow"}]
        assert sought("弓透反渗透", "zh-hans", "en") == [{"revers osmosi"}]

    def test_a_term_without_a_name_in_a_language_leaves_that_language_out(self) -> None:
        others = {f"term_{code}": None for code in ("ar", "es", "fr", "ru")}
        factories.term("only", **others, term_en="sammying", term_zh_hans="挤水")
        assert set(lexicon.translated(asked("sammying", "en"))) == {"zh-hans"}


@pytest.mark.usefixtures("vocabularies", "db")
@pytest.mark.parametrize("language", CODES)
def test_nine_of_ten_terms_are_found_by_their_own_name_in_every_language(language: str) -> None:
    column = f"term_{language.replace('-', '_')}"
    with (DATA / "termbase.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    other = "en" if language != "en" else "fr"
    found = [bool(sought(row[column], language, other)) for row in rows]
    assert sum(found) >= 0.9 * len(found)


@pytest.mark.usefixtures("vocabularies", "db")
def test_terms_are_defined_in_the_readers_language(six: factories.Pages) -> None:
    factories.glossary(six, codes=("ru",))
    (found,) = lexicon.definitions(asked("reverse osmosis", "en", reader="ru"))
    assert found.term == "обратный осмос"
    assert found.definition == Term.objects.get(term_en="reverse osmosis").definition_ru
    assert found.url.startswith("/ru/glossary/?q=%D0%BE") and found.url.endswith("#reverse-osmosis")
    (without,) = lexicon.definitions(asked("reverse osmosis", "en"))
    assert without.url == ""


@pytest.mark.usefixtures("vocabularies", "db")
def test_no_more_definitions_than_asked_for() -> None:
    terms = "pickling, tanning, dyeing, reverse osmosis"
    assert [found.term for found in lexicon.definitions(asked(terms, "en"))] == ["pickling", "tanning"]
    assert lexicon.definitions(asked("nothing of ours", "en")) == []


@pytest.mark.usefixtures("vocabularies", "db")
def test_topics_are_named() -> None:
    topic = factories.topic("wastewater")
    assert lexicon.topics(asked("лучшая очистка сточных вод", "ru")) == [topic.pk]
    assert lexicon.topics(asked("осмос", "ru")) == []


@pytest.mark.usefixtures("vocabularies", "db")
def test_the_lexicon_is_read_once_and_again_after_a_change() -> None:
    term = factories.term("shaving-2", term_en="razoring", term_fr="rasage fin")
    assert sought("razoring", "en", "fr")
    with CaptureQueriesContext(connection) as captured:
        lexicon.translated(asked("обратный осмос", "ru"))
        lexicon.topics(asked("обратный осмос", "ru"))
    assert [query["sql"] for query in captured if "vocabulary_" in query["sql"]] == []
    term.term_en = "barbering"
    term.save()
    assert sought("barbering", "en", "fr")
    assert not sought("razoring", "en", "fr")


@pytest.mark.usefixtures("vocabularies", "db")
def test_entries_loaded_in_bulk_are_known_at_once() -> None:
    Term.objects.filter(code="reverse-osmosis").delete()
    before = lexicon_data.current()
    load_vocabularies(index=False)
    assert len(lexicon_data.current().concepts) == len(before.concepts) + 1


@pytest.mark.parametrize(
    ("tokens", "characters"),
    [
        (("反", "反渗", "渗", "渗透", "透"), ("反", "渗", "透")),
        (("反渗", "渗透"), ("反", "渗", "透")),
        (("废水", "处理"), ("废", "水", "处", "理")),
        (("水",), ("水",)),
        (("ph", "值"), ("ph", "值")),
    ],
)
def test_chinese_tokens_become_characters(tokens: tuple[str, ...], characters: tuple[str, ...]) -> None:
    assert lexicon_data.as_units(tokens) == characters
