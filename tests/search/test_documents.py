"""What a page becomes in the index."""

import json
from datetime import date
from typing import Any

import pytest
from wagtail.models import Collection, CollectionViewRestriction

import linguistics
from search import documents
from search.facts import FOREIGN, Facts, FileFacts
from search.models import FileText
from tests import factories
from tests.search.documents import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def publications(six: factories.Pages) -> factories.Pages:
    return factories.publication_index(six)


@pytest.fixture
def projects(six: factories.Pages) -> factories.Pages:
    return factories.project_index(six)


def drafts(pages: factories.Pages) -> dict[str, documents.Draft]:
    found = documents.drafts(documents.states({page.translation_key for page in pages.values()}))
    documents.fill(found)
    return {draft.document.language: draft for draft in found}


def text_of(document: Any, text: str, state: str = FileText.State.READ) -> None:
    FileText.objects.create(document=document, file_hash=document.file_hash, state=state, text=text)


def test_facts_survive_being_stored() -> None:
    facts = Facts("publications", "/en/a/", "manual", 1990, 1995, topics=("a",), files=(FileFacts("fr", "PDF", None, "/f"),))
    assert Facts.read(facts.stored()) == facts


def test_documents_are_stored_for_tests() -> None:
    document = store("fr", "Le tannage", "Des peaux.", years=(1990, 1991))
    assert (document.title_tokens, document.facets.count()) == ("tannag", 4)


def test_a_publication_tells_type_day_topics_countries_and_files(publications: factories.Pages) -> None:
    file = factories.document(suffix="xlsx")
    pages = factories.publication(
        publications, "a", month=3, topics=[factories.topic("dyes")], countries=[factories.country("ETH")], files=[("fr", file)]
    )
    draft = drafts(pages)["en"]
    facts = Facts.read(draft.document.facts)
    assert draft.document.date == date(2001, 3, 1)
    assert facts.files == (FileFacts("fr", "XLSX", 1500, file.url),)
    assert (facts.section, facts.type, facts.year, facts.url) == ("publications", "manual", 2001, "/en/publications/a/")
    assert draft.facets == {
        ("section", "publications"),
        ("type", "manual"),
        ("year", "2001"),
        ("topic", "dyes"),
        ("country", "ETH"),
    }


def test_names_of_people_and_bodies_numbers_and_the_printed_title_are_found(publications: factories.Pages) -> None:
    pages = factories.publication(publications, "a", symbol="ID/WG.79/2", original_title="Das Leder")
    person = factories.person("ivanov", name="Ivanov", form_cyrillic="Иванов")
    factories.child(pages["en"], "person_links", person=person)
    factories.child(pages["en"], "organisation_links", organisation=factories.organisation("unido", acronym="UNIDO"))
    assert drafts(pages)["en"].document.body.splitlines() == [
        "manual en",
        "Das Leder",
        "ID/WG.79/2",
        "Ivanov · Иванов",
        "Organisation unido (UNIDO)",
    ]


def test_names_of_topics_are_analysed_in_all_six_languages(publications: factories.Pages) -> None:
    topic = factories.topic("hides", name_en="Hides", name_fr="Tanneries", name_ru="Кожи", name_zh_hans="皮", name_ar="الجلود")
    tokens = drafts(factories.publication(publications, "a", topics=[topic]))["en"].document.topic_tokens.split()
    assert {"hide", "皮", *linguistics.analyse("Tanneries", "fr"), *linguistics.analyse("Кожи", "ru")} <= set(tokens)


def test_a_period_has_a_value_for_each_year(projects: factories.Pages) -> None:
    draft = drafts(factories.project(projects, "a", start_year=1999, end_year=2001))["en"]
    assert {code for facet, code in draft.facets if facet == "year"} == {"1999", "2000", "2001"}


def test_a_project_that_goes_on_counts_until_this_year() -> None:
    facts = Facts("projects", year=date.today().year - 1, goes_on=True)
    assert len(documents.years(facts)) == 2


def test_a_very_long_period_has_no_more_than_sixty_years() -> None:
    assert len(documents.years(Facts("projects", year=1950, last_year=2100))) == 60


@pytest.mark.parametrize("make", [factories.site_map, factories.contact])
def test_the_site_map_is_not_found_but_other_standing_pages_are(six: factories.Pages, make: Any) -> None:
    assert bool(drafts(make(six))) == (make is factories.contact)


def test_the_home_page_is_not_found(six: factories.Pages) -> None:
    assert drafts(six) == {}


def test_the_glossary_has_all_terms_and_its_own_language_first(six: factories.Pages) -> None:
    factories.term("hide", term_fr="peau", definition_fr="Une peau.", definition_en="A skin.")
    lines = drafts(factories.glossary(six))["fr"].document.body.splitlines()
    assert lines[0] == "peau. Une peau."
    assert lines[-1].startswith(FOREIGN) and "hide en" in lines[-1]
    assert "A skin." not in " ".join(lines)


def test_every_page_type_can_be_indexed(six: factories.Pages, publications: factories.Pages) -> None:
    kinds = [
        factories.course(factories.course_index(six), "c", provider=factories.organisation("o")),
        factories.session(factories.session_index(six), 3, country=factories.country("ETH")),
        factories.article(factories.article_index(six), "n", kind="event", event_start=date(2020, 1, 2), place="Hall"),
        factories.topic_page(factories.topic_index(six), factories.topic("dyes")),
        factories.link_directory(six),
        factories.standard(six),
    ]
    found = [Facts.read(drafts(pages)["en"].document.facts) for pages in kinds]
    assert [(facts.section, facts.type, facts.year) for facts in found] == [
        ("training", "", None),
        ("sessions", "", 2001),
        ("news", "event", 2020),
        ("topics", "", None),
        ("links", "", None),
        ("pages", "", None),
    ]


class TestFiles:
    """On which version the text of a file is found, and in which language."""

    def test_text_stands_with_the_version_in_the_language_of_the_file(self, publications: factories.Pages) -> None:
        file = factories.document()
        text_of(file, "Les tanneries")
        found = drafts(factories.publication(publications, "a", ("en", "fr"), files=[("fr", file)]))
        assert {code: draft.document.files_text for code, draft in found.items()} == {"en": "", "fr": "Les tanneries"}

    def test_without_that_version_it_stands_with_the_english_one_analysed_in_its_language(
        self, publications: factories.Pages
    ) -> None:
        file = factories.document()
        text_of(file, "Кожевенные заводы")
        document = drafts(factories.publication(publications, "a", ("en", "fr"), files=[("ru", file)]))["en"].document
        assert document.files_language == "ru"
        assert set(linguistics.analyse("Кожевенные заводы", "ru")) <= set(document.body_tokens.split())

    def test_without_an_english_version_it_stands_with_the_first_of_the_table(self, publications: factories.Pages) -> None:
        file = factories.document()
        text_of(file, "Text")
        found = drafts(factories.publication(publications, "a", ("es", "fr"), files=[("ru", file)]))
        assert [code for code, draft in found.items() if draft.document.files_text] == ["fr"]

    def test_of_several_files_passages_come_from_those_in_the_language_of_the_page(self, publications: factories.Pages) -> None:
        english, german = factories.document("a"), factories.document("b", file_hash="1" * 40)
        text_of(english, "Hides")
        text_of(german, "Häute")
        document = drafts(factories.publication(publications, "a", files=[("ru", german), ("en", english)]))["en"].document
        assert (document.files_text, document.files_language) == ("Hides", "")

    def test_a_file_in_a_closed_collection_is_not_named_and_its_text_not_found(self, publications: factories.Pages) -> None:
        top = Collection.get_first_root_node().add_child(name="Closed")
        CollectionViewRestriction.objects.create(collection=top, restriction_type="login")
        file = factories.document(collection=top.add_child(name="Below"))
        text_of(file, "Secret")
        document = drafts(factories.publication(publications, "a", files=[("en", file)]))["en"].document
        assert (document.files_text, document.facts.get("files"), "secret" in document.body_tokens) == ("", None, False)

    def test_the_text_of_a_former_content_of_the_file_is_not_used(self, publications: factories.Pages) -> None:
        file = factories.document()
        text_of(file, "Old")
        type(file).objects.filter(pk=file.pk).update(file_hash="2" * 40)
        assert drafts(factories.publication(publications, "a", files=[("en", file)]))["en"].document.files_text == ""

    def test_long_files_keep_every_token_once_beyond_the_positions(self, publications: factories.Pages) -> None:
        file = factories.document()
        text_of(file, " ".join(f"w{number}" for number in range(documents.BODY_TOKENS + 500)) + " w1 " + "x" * 100)
        document = drafts(factories.publication(publications, "a", files=[("en", file)]))["en"].document
        further = document.further_tokens.split()
        assert len(document.body_tokens.split()) == documents.BODY_TOKENS
        assert further == sorted(set(further))
        assert f"w{documents.BODY_TOKENS + 499}" in further
        assert not {"w1", "x" * 100}.intersection(further)

    def test_files_of_the_body_come_with_their_title(self, six: factories.Pages) -> None:
        file = factories.document("Guide to dyes")
        body = json.dumps(
            [{"type": "downloads", "value": {"title": "Files", "files": [{"document": file.pk, "language": "en"}]}}]
        )
        draft = drafts(factories.standard(six, body=body))["en"]
        assert (draft.document.body, draft.file_ids) == ("Files\nGuide to dyes", {file.pk})


def test_the_number_of_queries_depends_on_the_number_of_types_only(
    publications: factories.Pages, django_assert_max_num_queries: Any
) -> None:
    keys = []
    for number in range(6):
        topics = [factories.topic(f"t{place}") for place in range(number)]
        files = [("en", factories.document(f"f{place}")) for place in range(number)]
        pages = factories.publication(publications, f"p{number}", ("en", "fr"), topics=topics, files=files)
        keys.append(pages["en"].translation_key)
    found = documents.states(keys)
    documents.drafts(found)
    with django_assert_max_num_queries(16):
        assert len(documents.drafts(found)) == 12
