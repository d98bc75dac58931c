"""The results page: whatever is asked for, a useful answer; everything chosen in the address; a fixed number of queries."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.i18n import CODES
from search.facts import FileFacts
from search.models import FruitlessQuery, Promotion, SearchDocument
from tests import factories
from tests.browser.reading import ReadPage, read_page
from tests.portal import six
from tests.search.documents import store

__all__ = ["six"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("six")]

MOST_QUERIES = 20


def ask(client: Client, query: str, code: str = "en", **more: Any) -> HttpResponse:
    return client.get(f"/{code}/search/?{urlencode({'q': query, **more}, doseq=True)}")


def html(client: Client, query: str, code: str = "en", **more: Any) -> str:
    response = ask(client, query, code, **more)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def said(client: Client, query: str, code: str = "en", **more: Any) -> ReadPage:
    return read_page(html(client, query, code, **more))


@pytest.fixture(scope="module")
def library(six: factories.Pages, django_db_blocker: Any) -> Iterator[list[SearchDocument]]:
    with django_db_blocker.unblock(), factories.undone():
        yield shelve()


def shelve() -> list[SearchDocument]:
    factories.topic("effluent", name_en="Effluent", name_fr="Effluents")
    factories.topic("tanning", name_en="Tanning")
    file = FileFacts("en", "PDF", 1_250_000, "/documents/1/reed-beds.pdf")
    return [
        store("en", "Reed beds <b>", "Reed beds clean water.", topics=["effluent"], years=[2001], type="manual", files=[file]),
        store("en", "A reed bed in India", "A bed of reeds.", topics=["effluent", "tanning"], years=[2005], section="projects"),
        store("fr", "Lits de roseaux", "Les lits de roseaux épurent l’eau.", topics=["effluent"], years=[2001]),
        store("ru", "Камыш очищает воду", "Камышовые площадки.", topics=["effluent"]),
    ]


def test_without_a_query_topics_and_sections_are_offered(client: Client, six: factories.Pages) -> None:
    index = factories.topic_index(six)
    topic = factories.topic("effluent", name_en="Effluent")
    factories.topic_page(index, topic)
    response = client.get("/en/search/")
    page = read_page(response.content.decode())
    assert response.status_code == 200
    assert "/en/topics/effluent/" in {link.address for link in page.links}
    assert page.canonical == "http://testserver/en/search/"
    assert page.alternates["zh-Hans"] == "http://testserver/zh-hans/search/"
    assert page.robots == ""


@pytest.mark.usefixtures("library")
def test_results_show_title_and_passage_with_marks(client: Client) -> None:
    shown = html(client, "reed beds")
    assert "<mark>Reed</mark> <mark>beds</mark> &lt;b&gt;</a>" in shown
    assert "<mark>Reed</mark> <mark>beds</mark> clean water." in shown


@pytest.mark.usefixtures("library")
def test_results_show_facts_and_files(client: Client) -> None:
    page = html(client, "clean reed")
    assert "<span>2001</span>" in page
    assert "<span>Effluent</span>" in page
    assert '<a href="/documents/1/reed-beds.pdf" hreflang="en">' in page
    assert "1.2 MB" in page or "1.3 MB" in page


@pytest.mark.usefixtures("library")
def test_the_count_is_announced_and_in_the_title(client: Client) -> None:
    page = html(client, "reed beds")
    assert '<div role="status"><h2 class="result-count">2 results </h2></div>' in page
    assert "<title>“\u2068reed beds\u2069”: 2 results – Portal en</title>" in page


@pytest.mark.usefixtures("library")
def test_the_query_stands_in_the_box(client: Client) -> None:
    assert 'value="&quot;reed &lt;beds&gt;"' in html(client, '"reed <beds>')


@pytest.mark.usefixtures("library")
def test_search_engines_leave_results_out(client: Client) -> None:
    response = ask(client, "reed")
    page = read_page(response.content.decode())
    assert page.robots == "noindex,follow"
    assert page.canonical == "http://testserver/en/search/?q=reed"


@pytest.mark.usefixtures("library")
def test_no_cookie_is_set(client: Client) -> None:
    assert not ask(client, "reed").cookies


@pytest.mark.usefixtures("library")
def test_the_language_bar_leads_to_the_same_query(client: Client) -> None:
    page = said(client, "reed beds", topic="effluent", page=1)
    addresses = {link.address for link in page.links}
    assert {f"/{code}/search/?q=reed+beds&topic=effluent" for code in CODES} <= addresses


@pytest.mark.usefixtures("library")
def test_a_filter_narrows_and_can_be_taken_back(client: Client) -> None:
    page = html(client, "reed", topic="tanning")
    assert '<h2 class="result-count">1 result </h2>' in page
    assert "A <mark>reed</mark> bed in India" in page
    assert '<a href="?q=reed#results" rel="nofollow"><span>Topic: Tanning</span>' in page


@pytest.mark.usefixtures("library")
def test_facets_count_without_their_own_filter(client: Client) -> None:
    page = html(client, "reed", topic="tanning")
    assert 'value="effluent"> <span>Effluent</span> <span class="count">2</span>' in page
    assert 'value="tanning" checked> <span>Tanning</span> <span class="count">1</span>' in page


@pytest.mark.usefixtures("library")
def test_sorting_by_date(client: Client) -> None:
    newest, oldest = (html(client, "reed", sort=order) for order in ("newest", "oldest"))
    assert newest.index("in India") < newest.index("clean water")
    assert oldest.index("clean water") < oldest.index("in India")


@pytest.mark.usefixtures("library")
def test_results_in_another_language_than_the_page_say_so(client: Client) -> None:
    page = html(client, "камыш")
    assert "1 result in this language: Russian" in page
    assert 'hreflang="ru" lang="ru" dir="ltr"><mark>Камыш</mark> очищает воду</a>' in page
    assert '<p class="passage" lang="ru" dir="ltr"><bdi><mark>Камышовые</mark>' in page


@pytest.mark.usefixtures("library")
def test_other_languages_follow_in_a_group_of_their_own(client: Client) -> None:
    page = html(client, "roseaux", "ar")
    assert 'class="elsewhere" aria-labelledby="elsewhere"' in page
    assert 'hreflang="fr" lang="fr" dir="ltr">Lits de <mark>roseaux</mark></a>' in page


def test_a_page_that_is_recommended_or_found_in_part_is_not_shown_in_another_language_as_well(client: Client) -> None:
    for title in ("Recommended", "DDT"):
        document = store("en", title)
        store("fr", "DDT PCB", translation_key=document.translation_key)
        if title == "Recommended":
            Promotion.objects.create(page=document.page, queries="DDT PCB")
    page = html(client, "DDT PCB")
    assert "Recommended" in page
    assert 'id="elsewhere"' not in page


@pytest.mark.usefixtures("library")
def test_partial_matches_are_labelled(client: Client) -> None:
    store("en", "Chromium in reed beds")
    page = html(client, "reed chromium beds")
    assert page.index("Chromium</mark> in") < page.index("With some of these words") < page.index("in India")


@pytest.mark.usefixtures("library")
def test_partial_matches_alone_are_said_to_be_partial(client: Client) -> None:
    page = html(client, "reed chromium beds")
    assert "No page has all of these words, 2 pages have some of them" in page


def test_a_match_in_a_file_says_so(client: Client) -> None:
    store("en", "A paper", "Nothing here.", files_text="The sludge is dried on sand. " + "Filler. " * 50)
    page = html(client, "sludge")
    assert "In the file:" in page
    assert "The <mark>sludge</mark> is dried on sand." in page


def test_a_file_in_another_language_shows_its_passage_in_that(client: Client) -> None:
    store("ru", "Доклад", "Ничего.", files_text="The sludge is dried on sand.", files_language="en")
    page = html(client, "sludge", "ru")
    assert '<p class="passage" lang="en" dir="ltr"><bdi>The <mark>sludge</mark> is dried on sand.' in page


def test_long_results_go_on_on_further_pages(client: Client) -> None:
    for number in range(21):
        store("en", f"Liming {number}")
    page = said(client, "liming")
    assert "?q=liming&page=2" in {link.address for link in page.links}
    assert html(client, "liming", page=2).count('class="card result"') == 1


def test_nothing_found_offers_ways_on(client: Client, six: factories.Pages) -> None:
    factories.contact(six)
    page = html(client, "qwrtzx")
    assert "0 results" in page
    assert "Check the spelling." in page
    assert 'href="/en/contact/"' in page
    assert "language=ar&amp;language=zh-hans&amp;language=en" in page


@pytest.mark.usefixtures("library")
def test_nothing_found_with_filters_offers_to_drop_them(client: Client) -> None:
    page = html(client, "roseaux", topic="tanning")
    assert '<a class="action" href="?q=roseaux#results"' in page


@pytest.mark.usefixtures("library")
def test_a_recommended_page_comes_first_and_once(client: Client, library: list[SearchDocument]) -> None:
    Promotion.objects.create(page=library[1].page, queries="reed beds")
    shown = html(client, "reed beds")
    assert shown.index("Recommended") < shown.index("in India") < shown.index("clean water")
    assert shown.count("in India") == 1


def test_fruitless_queries_are_counted(client: Client) -> None:
    ask(client, "qwrtzx")
    ask(client, "qwrtzx")
    client.head("/en/search/?q=qwrtzx")
    assert FruitlessQuery.objects.get().times == 2


BAD = [
    '"', '"reed', '""""', "reed\x00beds", "\x00", "*", "reed*", "NEAR(", "NEAR(reed beds, 5)", "\\", "reed\\",
    "reed' OR 1=1 --", "a" * 10_000, "reed " * 2_000, "the of and", "🙂", "👨‍👩‍👧 reed", "皮革 reed الجلود кожа", "(", ")",
    "reed AND", "OR", "NOT reed", "title:reed", "^reed", "{reed}", "reed & beds | !", "<->", "%", "_", "\u202ereed", "\ufffd",
    "\u0301", "-", "+", "   ", "‘’“”«»", "1e999",
]  # fmt: skip


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("code", ["en", "ar", "zh-hans"])
@pytest.mark.parametrize("query", BAD, ids=lambda query: repr(query[:12]))
def test_whatever_is_typed_gets_a_useful_page(client: Client, query: str, code: str) -> None:
    page = said(client, query, code)
    assert page.headings == 1


@pytest.mark.parametrize("query", ["q=%ff%fe", "q=%ed%a0%80", "q=reed%", "q", "q=reed&q=beds", "q=%00"])
def test_whatever_the_address_holds_gets_a_page(client: Client, query: str) -> None:
    assert client.get(f"/en/search/?{query}").status_code == 200


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    "more",
    [
        {"topic": "no-such-topic"},
        {"topic": "x\x00y"},
        {"language": "tlh"},
        {"year": "-1"},
        {"section": "x" * 5000},
        {"topic": [f"t{number}" for number in range(50)]},
        {"page": 10**9},
        {"page": "9" * 5000},
        {"page": "0"},
        {"page": "-1"},
        {"page": "x"},
        {"sort": "price"},
    ],
    ids=str,
)
def test_odd_parameters_are_left_out_with_a_note(client: Client, more: dict[str, Any]) -> None:
    page = html(client, "reed", **more)
    assert "Part of the address was not understood and has been left out." in page
    assert "2 results" in page


@pytest.mark.usefixtures("library")
def test_a_filter_without_results_is_no_odd_parameter(client: Client) -> None:
    page = html(client, "clean", topic="tanning")
    assert "not understood" not in page
    assert "0 results" in page


@pytest.mark.usefixtures("library")
def test_common_words_alone_are_said_to_be_common(client: Client) -> None:
    assert "These words are in almost every text." in html(client, "the of and")


def test_a_query_without_words_is_said_to_have_none(client: Client) -> None:
    assert "There is no word or number to search for" in html(client, "🙂 *")


@pytest.mark.usefixtures("library")
def test_a_query_that_is_cut_is_said_to_be(client: Client) -> None:
    assert "too long and has been shortened" in html(client, "reed " * 200)


def test_nothing_but_reading_is_answered(client: Client) -> None:
    assert client.post("/en/search/", {"q": "reed"}).status_code == 405
    assert client.head("/en/search/?q=reed").status_code == 200


def queries(client: Client, address: str) -> list[str]:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def store_mixed(numbers: range) -> None:
    """Store documents in six languages; every second one has the words in its file only."""
    for number in numbers:
        language = CODES[number % len(CODES)]
        text = "Reed beds in effluent. Камыш."
        in_file = bool(number // len(CODES) % 2)
        store(
            language,
            f"Reed {number}",
            "" if in_file else text,
            files_text=text if in_file else "",
            topics=["effluent"],
            years=[1990 + number],
            files=[FileFacts(language, "PDF", 1000, f"/documents/{number}/x.pdf")],
        )


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    "address",
    [
        "en/search/?q=reed",
        "ar/search/?q=reed+chromium+beds",
        "fr/search/?q=reeed",
        f"en/search/?q={quote('камыш')}",
        "zh-hans/search/?q=effluent",
        "en/search/?q=reed&topic=effluent&year=2001&section=publications&language=en&language=fr",
        "en/search/?q=reed&sort=newest&page=2",
        "en/search/?q=qwrtzx",
    ],
)
def test_few_queries_whatever_the_number_of_results(client: Client, address: str) -> None:
    store_mixed(range(24))
    few = queries(client, f"/{address}")
    store_mixed(range(24, 60))
    many = queries(client, f"/{address}")
    assert len(many) <= MOST_QUERIES, "\n".join(many)
    assert len(many) == len(few), "\n".join(many)
