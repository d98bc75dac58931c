"""Lists with facets, at the example of the publications."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from core import searching
from core.facets import Facet, FacetValue
from core.i18n import speaking
from core.listing import SHORTENED, Listing, list_context
from knowledge.lists import PUBLICATIONS
from knowledge.models import PublicationPage
from knowledge.models.publications import publications_for_cards
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


@pytest.fixture(scope="module")
def library(six: factories.Pages, django_db_blocker: Any) -> Iterator[None]:
    """Four publications in English, of which one also in French; one in Russian only.

    | slug | year | topics | type | country | files |
    |---|---|---|---|---|---|
    | one | 1999 | tanning | manual | ETH | en |
    | two | 2001 | tanning, effluent | study | ETH, KEN | en, fr |
    | three | 2005 | effluent | manual | | fr |
    | four | 2010 | | study | | |
    | russian | 2001 | tanning | manual | | ru |
    """
    with django_db_blocker.unblock(), factories.undone():
        index = factories.publication_index(six)
        tanning, effluent = factories.topic("tanning"), factories.topic("effluent")
        ethiopia, kenya = factories.country("ETH"), factories.country("KEN")
        manual, study = factories.document_type("manual"), factories.document_type("study")
        file = factories.document()

        def make(slug: str, year: int, codes: tuple[str, ...] = ("en",), **fields: Any) -> None:
            files = [(language, file) for language in fields.pop("languages", ())]
            factories.publication(index, slug, codes, year=year, files=files, **fields)

        make("one", 1999, topics=[tanning], document_type=manual, countries=[ethiopia], languages=("en",))
        make(
            "two",
            2001,
            ("en", "fr"),
            topics=[tanning, effluent],
            document_type=study,
            countries=[ethiopia, kenya],
            languages=("en", "fr"),
        )
        make("three", 2005, topics=[effluent], document_type=manual, languages=("fr",))
        make("four", 2010, document_type=study)
        make("russian", 2001, ("ru",), topics=[tanning], document_type=manual, languages=("ru",))
        yield


def listing(query: str = "", code: str = "en") -> Listing:
    with speaking(code):
        return Listing(publications_for_cards(), PUBLICATIONS, QueryDict(query)).prepare()


def slugs(query: str = "", code: str = "en") -> list[str]:
    return [row.card.slug for row in listing(query, code).page.object_list]


def counts(facet: str, query: str = "", code: str = "en") -> dict[str, int]:
    found = listing(query, code)
    return {value.code: value.count for entry in found.facets if entry.name == facet for value in entry.values}


def test_the_readers_language_comes_first() -> None:
    assert slugs() == ["four", "three", "two", "one", "russian"]


def test_a_version_in_the_readers_language_replaces_the_others() -> None:
    first = listing(code="fr").page.object_list[0]
    assert (first.card.slug, first.card.language.code, first.in_readers_language) == ("two", "fr", True)


def test_other_languages_are_counted_apart() -> None:
    found = listing(code="fr")
    assert (found.count, found.other_count) == (5, 4)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("topic=tanning", ["two", "one", "russian"]),
        ("topic=tanning&topic=effluent", ["three", "two", "one", "russian"]),
        ("topic=effluent&type=study", ["two"]),
        ("country=KEN&topic=tanning&type=study&language=fr", ["two"]),
        ("type=manual&country=KEN", []),
        ("language=fr", ["three", "two"]),
        ("from=2001&to=2005", ["three", "two", "russian"]),
        ("from=2005&to=2001", ["three", "two", "russian"]),
        ("from=2006", ["four"]),
        ("to=1999", ["one"]),
        ("topic=tanning&from=2000", ["two", "russian"]),
    ],
)
def test_filters(query: str, found: list[str]) -> None:
    assert slugs(query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sort=oldest", ["one", "two", "three", "four", "russian"]),
        ("sort=title", ["four", "one", "three", "two", "russian"]),
    ],
)
def test_orders(query: str, found: list[str]) -> None:
    assert slugs(query) == found


def test_a_page_filed_twice_is_listed_once() -> None:
    assert slugs("topic=tanning&topic=effluent&country=ETH&country=KEN").count("two") == 1


def test_counts() -> None:
    assert counts("topic") == {"tanning": 3, "effluent": 2}


def test_counts_respect_the_other_facets() -> None:
    assert counts("topic", "type=study") == {"tanning": 1, "effluent": 1}


def test_counts_leave_out_the_facets_own_choice() -> None:
    assert counts("topic", "topic=effluent") == {"tanning": 3, "effluent": 2}


def test_counts_respect_the_years() -> None:
    assert counts("topic", "from=2002") == {"effluent": 1}


def test_counts_do_not_count_translations_twice() -> None:
    assert counts("topic", code="fr") == {"tanning": 3, "effluent": 2}


@pytest.mark.parametrize("query", ["", "topic=tanning", "type=study", "country=KEN", "from=2010", "type=manual&country=KEN"])
def test_no_value_leads_to_nothing(query: str) -> None:
    found = listing(query)
    offered = [(facet.name, value.code, value.count) for facet in found.facets for value in facet.values if not value.selected]
    for name, code, count in offered:
        kept = "&".join(part for part in query.split("&") if part and not part.startswith(f"{name}="))
        assert listing(f"{kept}&{name}={code}").count == count > 0


def test_a_chosen_value_stays_visible_where_it_leads_to_nothing() -> None:
    (country,) = (facet for facet in listing("type=manual&country=KEN").facets if facet.name == "country")
    assert [value.code for value in country.selected] == ["KEN"]


def test_labels_are_in_the_readers_language() -> None:
    (topic,) = (facet for facet in listing(code="fr").facets if facet.name == "topic")
    assert [value.label for value in topic.values] == ["tanning fr", "effluent fr"]


def test_years_of_the_whole_list_bound_the_range() -> None:
    assert listing("topic=effluent").year_bounds == (1999, 2010)


ODD = [
    "topic=nothing",
    "topic=%00",
    "topic=" + "x" * 5000,
    "topic=" + "%F0%9F%90%84",
    "session=seven",
    "session=99999999999999999999999",
    "page=0",
    "page=-1",
    "page=99",
    "page=two",
    "page=" + "9" * 400,
    "page=%D9%A2",
    "from=abc",
    "from=99999",
    "to=%00",
    "from=20010000000000000000000000",
    "from=%C2%B2",
    "sort=best",
    "language='; DROP TABLE",
]


@pytest.mark.parametrize("query", ODD)
def test_what_is_not_understood_is_left_out_with_a_note(query: str) -> None:
    found = listing(query)
    assert (found.count, len(found.notes)) == (5, 1)


@pytest.mark.parametrize(
    "query", ["", "topic=tanning", "page=1", "sort=oldest", "from=&to=", "topic=tanning&utm_source=x", "page="]
)
def test_what_is_understood_brings_no_note(query: str) -> None:
    assert listing(query).notes == []


def test_known_values_beside_unknown_ones_still_filter() -> None:
    found = listing("topic=effluent&topic=nothing")
    assert (found.count, len(found.notes)) == (2, 1)


def test_hundreds_of_values_are_no_error() -> None:
    assert listing("&".join(f"topic=x{number}" for number in range(900))).count == 5


@pytest.mark.parametrize("query", ODD)
def test_the_page_answers_odd_addresses(client: Client, query: str) -> None:
    response = client.get(f"/en/publications/?{query}")
    assert response.status_code == 200
    assert '<meta name="robots" content="noindex">' in response.text
    assert "Part of the address was not understood" in response.text


def test_the_note_is_in_the_readers_language(client: Client) -> None:
    from django.utils import translation

    with translation.override("ru"):
        note = translation.gettext("Part of the address was not understood and has been left out.")
    assert note in client.get("/ru/publications/?page=99").text


@pytest.mark.parametrize(("query", "noindex"), [("", False), ("topic=tanning", True), ("from=2001", True), ("sort=oldest", True)])
def test_only_the_plain_list_is_for_search_engines(query: str, noindex: bool) -> None:
    with speaking("en"):
        assert list_context(publications_for_cards(), PUBLICATIONS, QueryDict(query))["noindex"] is noindex


def test_chips_lead_to_the_list_without_them() -> None:
    found = listing("topic=tanning&topic=effluent&type=study&from=2000&sort=oldest&page=1")
    assert [chip.url for chip in found.chips] == [
        "?topic=tanning&type=study&from=2000&sort=oldest#results",
        "?topic=effluent&type=study&from=2000&sort=oldest#results",
        "?topic=tanning&topic=effluent&from=2000&sort=oldest#results",
        "?topic=tanning&topic=effluent&type=study&sort=oldest#results",
    ]


def test_a_single_chip_leads_to_the_plain_list() -> None:
    (chip,) = listing("topic=tanning").chips
    assert (chip.label, chip.url) == ("Topic: tanning en", "?#results")


def test_addresses_of_further_pages_keep_the_filters() -> None:
    assert listing("topic=tanning&nonsense=1").page_url(2) == "?topic=tanning&page=2"


def test_the_first_page_has_no_number() -> None:
    assert listing("topic=tanning&page=1").page_url(1) == "?topic=tanning"


def test_other_languages_stand_in_a_group_of_their_own(client: Client) -> None:
    html = client.get("/fr/publications/").text
    own, _heading, others = html.partition('<h2 class="minor group-title">')
    assert "/fr/publications/two/" in own
    assert "/ru/publications/russian/" in others
    assert "/ru/publications/russian/" not in own


def test_an_entry_in_another_language_says_which(client: Client) -> None:
    html = client.get("/fr/publications/").text
    assert '<a href="/ru/publications/russian/" hreflang="ru" lang="ru" dir="ltr">' in html
    assert '<span class="language-name">(russe)</span>' in html


def test_a_list_with_several_pages() -> None:
    factories.siblings(PublicationPage.objects.get(slug="four"), 40)
    found = listing("page=3")
    assert (found.count, len(found.page.object_list), found.page.paginator.num_pages) == (45, 5, 3)
    assert found.pagination.previous_url == "?page=2"
    assert [number for number, _url in found.pagination.numbers()] == [1, 2, 3]


def test_no_page_is_listed_twice_over_the_pages() -> None:
    factories.siblings(PublicationPage.objects.get(slug="four"), 40)
    found = [row.pk for number in (1, 2, 3) for row in listing(f"page={number}").page.object_list]
    assert len(set(found)) == len(found) == 45


class Words:
    """A search that finds what it was told to."""

    def __init__(self, found: dict[str, list[str]]) -> None:
        self.found = found

    def pages(self, query: str, language: str) -> dict[int, int]:
        slugs = self.found.get(query, [])
        rows = PublicationPage.objects.filter(slug__in=slugs, locale__language_code__in=["en", "ru"])
        return {page.pk: slugs.index(page.slug) for page in rows}

    def title_keys(self, title: str, language: str) -> str:
        return title


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"reed": ["two", "russian", "one"], "salt": ["two"]}
    monkeypatch.setattr(searching, "_registered", [Words(found)])


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=reed", ["two", "one", "russian"]),
        ("q=reed&sort=oldest", ["one", "two", "russian"]),
        ("q=reed&type=study", ["two"]),
        ("q=reed&from=2000", ["two", "russian"]),
        ("q=chrome", []),
        ("q=+", ["four", "three", "two", "one", "russian"]),
    ],
)
def test_words_that_are_looked_for(query: str, found: list[str]) -> None:
    assert slugs(query) == found


@pytest.mark.usefixtures("words")
def test_words_found_in_one_language_show_the_version_of_the_reader() -> None:
    assert [row.card.language.code for row in listing("q=salt", "fr").page.object_list] == ["fr"]


@pytest.mark.usefixtures("words")
def test_facets_count_what_has_the_words() -> None:
    assert counts("type", "q=reed") == {"manual": 2, "study": 1}


@pytest.mark.usefixtures("words")
def test_the_words_are_a_chip_and_stay_in_every_address() -> None:
    found = listing("q=reed&type=study")
    assert [(chip.label, chip.url) for chip in found.chips] == [
        ("“<bdi>reed</bdi>”", "?type=study#results"),
        ("Document type: study en", "?q=reed#results"),
    ]
    assert found.page_url(2) == "?q=reed&type=study&page=2"


@pytest.mark.usefixtures("words")
def test_best_matches_come_first_only_where_words_are_looked_for() -> None:
    assert [order.name for order in listing("q=reed").orders] == ["relevance", "newest", "oldest", "title"]
    assert [order.name for order in listing().orders] == ["newest", "oldest", "title"]


@pytest.mark.usefixtures("words")
def test_too_many_words_are_cut_with_a_note() -> None:
    found = listing(f"q={'reed+' * 100}")
    assert len(found.words) == 255
    assert found.notes == [SHORTENED]


def test_without_a_search_words_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "_registered", [])
    assert slugs("q=reed") == slugs()
    assert not listing().has_search


@pytest.mark.parametrize(("number", "leading", "further"), [(8, 8, 0), (9, 6, 3)])
def test_long_facets_hide_their_rest(number: int, leading: int, further: int) -> None:
    values = [FacetValue(str(code), str(code), "", 1, selected=False) for code in range(number)]
    facet = Facet("topic", "Topic", values)
    assert (len(facet.leading), len(facet.further)) == (leading, further)


def test_a_chosen_value_is_never_hidden() -> None:
    values = [FacetValue(str(code), str(code), "", 1, selected=code == 11) for code in range(12)]
    facet = Facet("topic", "Topic", values)
    assert "11" in [value.code for value in facet.leading]
    assert "11" not in [value.code for value in facet.further]
