"""What enters the index and when, and that it follows every change of what documents are made of."""

import logging
from typing import Any
from uuid import uuid4

import pytest
from wagtail.models import Page, PageViewRestriction

import linguistics
from knowledge.models import PublicationPage
from search import completions, indexing, storing
from search.models import Completion, DocumentFacet, FacetValue, FileText, KnownWord, SearchDocument
from tests import factories
from vocabulary.loading import store as store_entries
from vocabulary.models import Topic

pytestmark = pytest.mark.django_db

QUERIES = 38
"""To bring one page into the index."""


def titles(**filters: Any) -> list[str]:
    return list(SearchDocument.objects.filter(**filters).order_by("page_id").values_list("title", flat=True))


def indexed(pages: factories.Pages) -> SearchDocument:
    indexing.index([pages["en"].translation_key])
    return SearchDocument.objects.get(page=pages["en"])


def edited(page: Page, **fields: Any) -> Any:
    """Save a draft of a page and return its revision."""
    draft = page.specific_class.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft.save_revision(clean=False)


def test_a_published_page_enters_after_the_commit(publications: factories.Pages, settled: Any) -> None:
    page = factories.publication(publications, "a", live=False)["en"]
    with settled():
        edited(page, title="Hides").publish()
        assert titles() == []
    assert titles() == ["Hides"]


def test_only_published_text_enters(publications: factories.Pages, settled: Any) -> None:
    page = factories.publication(publications, "a", title="Live")["en"]
    with settled():
        edited(page, title="Draft", summary="Draft")
        indexing.later([page.translation_key])
    assert titles() == ["Live"]


def test_publishing_again_writes_the_new_text(publications: factories.Pages, settled: Any) -> None:
    pages = factories.publication(publications, "a", title="Old")
    number = indexed(pages).pk
    with settled():
        edited(pages["en"], title="New").publish()
    document = SearchDocument.objects.get()
    assert (document.pk, document.title, document.title_tokens) == (number, "New", "new")


def test_a_page_that_says_the_same_is_not_written_again(publications: factories.Pages) -> None:
    pages = factories.publication(publications, "a")
    document = indexed(pages)
    assert indexing.index([document.translation_key]) == 0
    SearchDocument.objects.update(fingerprint="")
    assert indexing.index([document.translation_key]) == 1


def test_texts_are_analysed_before_others_are_kept_from_writing(
    publications: factories.Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []
    fill, lock = indexing.fill, indexing.lock
    monkeypatch.setattr(indexing, "fill", lambda found: (done.append("fill"), fill(found)))
    monkeypatch.setattr(indexing, "lock", lambda keys: (done.append("lock"), lock(keys)))
    monkeypatch.setattr(storing, "fill", done.extend)
    indexed(factories.publication(publications, "a"))
    assert done == ["fill", "lock"]


@pytest.mark.parametrize("what", ["page", "document"])
def test_what_changes_before_that_is_done_again(
    publications: factories.Pages, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    page = factories.publication(publications, "a", title="Old")["en"]
    lock = indexing.lock

    def late(keys: Any) -> None:
        monkeypatch.setattr(indexing, "lock", lock)
        if what == "page":
            Page.objects.filter(pk=page.pk).update(title="New")
        else:
            # Another task brings in what changed without changing the page.
            PublicationPage.objects.filter(pk=page.pk).update(summary="New")
            indexing.index(keys)
        lock(keys)

    monkeypatch.setattr(indexing, "lock", late)
    indexing.index([page.translation_key])
    document = SearchDocument.objects.get()
    assert "New" in (document.title, document.summary)


def test_facet_values_follow_the_page(publications: factories.Pages) -> None:
    pages = factories.publication(publications, "a", topics=[factories.topic("dyes")])
    indexed(pages)
    pages["en"].topic_links.all().delete()
    factories.child(pages["en"], "topic_links", topic=factories.topic("hides"))
    indexed(pages)
    rows = DocumentFacet.objects.filter(value__facet="topic")
    assert list(rows.values_list("value__code", flat=True)) == ["hides"]


@pytest.mark.parametrize("number", [1, 8])
def test_the_number_of_queries_is_flat(publications: factories.Pages, number: int, django_assert_num_queries: Any) -> None:
    topics = [factories.topic(f"t{place}") for place in range(number)]
    files = [("en", factories.document(f"f{place}")) for place in range(number)]
    pages = factories.publication(publications, "a", topics=topics, files=files)
    indexed(factories.publication(publications, "b"))
    FacetValue.objects.bulk_create([FacetValue(facet="topic", code=topic.code) for topic in topics])
    with django_assert_num_queries(QUERIES):
        indexing.index([pages["en"].translation_key])


def test_a_page_that_cannot_be_read_does_not_keep_others_out(
    publications: factories.Pages, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    good = factories.publication(publications, "good", title="Good")["en"]
    bad = factories.publication(publications, "bad", title="Bad")["en"]
    facts = PublicationPage.search_facts

    def broken(page: Any) -> Any:
        if page.pk == bad.pk:
            raise ValueError("broken")
        return facts(page)

    monkeypatch.setattr(PublicationPage, "search_facts", broken)
    caplog.set_level(logging.CRITICAL, logger="search.indexing")
    failed, error = indexing.attempt_all([good.translation_key, bad.translation_key])
    assert (titles(), failed, str(error)) == (["Good"], [bad.translation_key], "broken")


def test_a_failed_page_is_tried_three_times(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    tries = []
    monkeypatch.setattr(indexing, "index", lambda keys: tries.append(keys) or 1 / 0)
    caplog.set_level(logging.CRITICAL, logger="search.indexing")
    indexing.bring_up_to_date.enqueue([str(uuid4())])
    assert len(tries) == indexing.ATTEMPTS


class TestFollowing:
    """A document is made anew when something that it names changes."""

    @pytest.fixture
    def pages(self, publications: factories.Pages) -> factories.Pages:
        pages = factories.publication(publications, "a", topics=[factories.topic("dyes")], countries=[factories.country("ETH")])
        factories.child(pages["en"], "person_links", person=factories.person("p"))
        factories.child(pages["en"], "organisation_links", organisation=factories.organisation("o"))
        indexed(pages)
        return pages

    @pytest.mark.parametrize("entry", ["topic", "country", "document_type", "person", "organisation"])
    @pytest.mark.usefixtures("pages")
    def test_a_renamed_entry(self, entry: str, settled: Any) -> None:
        codes = {"topic": "dyes", "country": "ETH", "document_type": "manual", "person": "p", "organisation": "o"}
        found = getattr(factories, entry)(codes[entry])
        with settled():
            found.name = found.name_en = "Zirconium"
            found.save()
        document = SearchDocument.objects.get()
        assert "zirconium" in f"{document.topic_tokens} {document.body_tokens}"

    @pytest.mark.usefixtures("pages")
    def test_entries_written_in_bulk(self, settled: Any) -> None:
        with settled():
            store_entries(Topic, [Topic(code="dyes", name="Zirconium", name_en="Zirconium")])
        assert "zirconium" in SearchDocument.objects.get().topic_tokens

    def test_a_new_slug_below_too(self, publications: factories.Pages, pages: factories.Pages, settled: Any) -> None:
        with settled():
            edited(publications["en"], slug="papers").publish()
        assert SearchDocument.objects.get(page=pages["en"]).facts["url"] == "/en/papers/a/"

    def test_a_move(self, six: factories.Pages, pages: factories.Pages, settled: Any) -> None:
        target = factories.pages(type(pages["en"].get_parent().specific), six, "archive")["en"]
        with settled():
            Page.objects.get(pk=pages["en"].pk).move(target, pos="last-child")
        assert SearchDocument.objects.get().facts["url"] == "/en/archive/a/"

    def test_a_term_in_the_glossary(self, six: factories.Pages, settled: Any) -> None:
        pages = factories.glossary(six)
        indexed(pages)
        with settled():
            factories.term("zirconium")
        assert "zirconium" in SearchDocument.objects.get(page=pages["en"]).body_tokens
        assert Completion.objects.filter(page=None, language="fr", key="zirconium fr").exists()

    def test_a_title_of_a_file(self, six: factories.Pages, settled: Any) -> None:
        file = factories.document("Guide")
        body = f'[{{"type": "downloads", "value": {{"title": "F", "files": [{{"document": {file.pk}, "language": "en"}}]}}}}]'
        indexed(factories.standard(six, body=body))
        with settled():
            file.title = file.title_en = "Handbook"
            file.save()
        assert SearchDocument.objects.get().body == "F\nHandbook"

    def test_a_restriction_that_is_lifted(self, pages: factories.Pages, publications: factories.Pages, settled: Any) -> None:
        restriction = PageViewRestriction.objects.create(page=publications["en"], restriction_type="login")
        with settled():
            restriction.delete()
        assert titles(page=pages["en"]) == ["a en"]

    def test_a_new_version_takes_the_text_of_its_file(self, publications: factories.Pages, settled: Any) -> None:
        file = factories.document()
        FileText.objects.create(document=file, file_hash=file.file_hash, state="read", text="Les peaux")
        pages = factories.publication(publications, "b", files=[("fr", file)])
        assert indexed(pages).files_text == "Les peaux"
        with settled():
            french = factories.publication(
                publications, "b", ("fr",), files=[("fr", file)], translation_key=pages["en"].translation_key
            )
            edited(french["fr"]).publish()
        assert dict(
            SearchDocument.objects.filter(translation_key=pages["en"].translation_key).values_list("language", "files_text")
        ) == {
            "en": "",
            "fr": "Les peaux",
        }


class TestWords:
    """Words for corrections and completions come and go with the documents."""

    def known(self, language: str = "en") -> dict[str, int]:
        return dict(KnownWord.objects.filter(language=language).values_list("key", "documents"))

    def test_are_counted_once_for_each_document(self, publications: factories.Pages) -> None:
        for slug in ("a", "b"):
            indexed(factories.publication(publications, slug, title="Hides and hides", summary="x"))
        assert self.known()["hides"] == 2

    def test_go_with_the_last_document(self, publications: factories.Pages, settled: Any) -> None:
        first, second = (factories.publication(publications, slug, title=f"Hides {slug}{slug}{slug}") for slug in ("a", "b"))
        indexed(first)
        indexed(second)
        with settled():
            Page.objects.get(pk=first["en"].pk).unpublish()
        assert (self.known()["hides"], "aaa" in self.known()) == (1, False)

    def test_follow_a_changed_text(self, publications: factories.Pages, settled: Any) -> None:
        pages = factories.publication(publications, "a", title="Hides")
        indexed(pages)
        with settled():
            edited(pages["en"], title="Leather").publish()
        assert ("hides" in self.known(), self.known()["leather"]) == (False, 1)

    def test_of_chinese_are_pairs_of_characters(self, publications: factories.Pages) -> None:
        pages = factories.publication(publications, "a", ("en", "zh-hans"), title={"en": "x", "zh-hans": "制革厂"})
        indexed(pages)
        assert {"制革", "革厂"} <= self.known("zh-hans").keys()

    def test_titles_complete_from_every_word_and_follow_their_page(self, publications: factories.Pages, settled: Any) -> None:
        pages = factories.publication(publications, "a", title="Wet blue")
        document = indexed(pages)
        rows = Completion.objects.filter(page=document.page_id).order_by("-weight")
        assert list(rows.values_list("key", "weight")) == [
            ("wet blue", completions.START_OF_TITLE),
            ("blue", completions.MIDDLE_OF_TITLE),
        ]
        with settled():
            edited(pages["en"], title="Crust").publish()
        assert list(rows.values_list("key", flat=True)) == ["crust"]

    def test_names_of_countries_are_offered_where_documents_are_about_them(self, publications: factories.Pages) -> None:
        factories.country("FRA")
        indexed(factories.publication(publications, "a", countries=[factories.country("ETH")]))
        completions.write_names()
        keys = set(Completion.objects.filter(page=None, language="en").values_list("key", flat=True))
        assert ("eth en" in keys, "fra en" in keys) == (True, False)


def test_unused_facet_values_are_forgotten(publications: factories.Pages) -> None:
    indexed(factories.publication(publications, "a"))
    FacetValue.objects.create(facet="topic", code="gone")
    storing.forget_unused_values()
    assert set(FacetValue.objects.values_list("facet", flat=True)) == {"section", "type", "year"}


def test_tokens_are_those_of_the_analyser(publications: factories.Pages) -> None:
    document = indexed(factories.publication(publications, "a", title="Tanneries of hides"))
    assert (document.title_tokens, document.analyser) == ("tanneri hide", linguistics.VERSION)
