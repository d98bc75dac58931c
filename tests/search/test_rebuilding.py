"""The rebuild and the check: complete, repeatable, beside publishing, in a flat number of queries."""

import io
import logging
import os
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from knowledge.models import PublicationPage
from search import checking, indexing, rebuilding, words
from search.management.commands import check_search, rebuild_search
from search.models import FileText, KnownWord, SearchDocument
from tests import factories
from tests.search.documents import store

pytestmark = pytest.mark.django_db


def titles() -> list[str]:
    return list(SearchDocument.objects.order_by("title").values_list("title", flat=True))


@pytest.fixture
def three(publications: factories.Pages) -> list[factories.Pages]:
    """Three publications in English and French, and nothing else that is found."""
    PageViewRestriction.objects.create(page=publications["ar"], restriction_type="login")
    Page.objects.filter(pk__in=[page.pk for page in publications.values()]).update(live=False)
    return [factories.publication(publications, slug, ("en", "fr")) for slug in ("a", "b", "c")]


ALL = ["a en", "a fr", "b en", "b fr", "c en", "c fr"]


class TestRebuild:
    @pytest.mark.usefixtures("three")
    def test_writes_every_document_and_keeps_their_rows(self) -> None:
        rebuilding.rebuild()
        before = dict(SearchDocument.objects.values_list("page_id", "pk"))
        SearchDocument.objects.update(title_tokens="wrong", fingerprint="")
        outcome = rebuilding.rebuild()
        assert (titles(), outcome.written, outcome.removed) == (ALL, 6, 0)
        assert dict(SearchDocument.objects.values_list("page_id", "pk")) == before
        assert not SearchDocument.objects.filter(title_tokens="wrong").exists()

    @pytest.mark.usefixtures("three")
    def test_takes_out_what_does_not_belong(self) -> None:
        store("en", "Stray")
        Page.objects.filter(title="Stray").update(live=False)
        assert rebuilding.rebuild().removed == 1
        assert titles() == ALL

    @pytest.mark.usefixtures("three")
    def test_of_one_language_leaves_the_others(self) -> None:
        rebuilding.rebuild()
        SearchDocument.objects.update(title_tokens="old")
        rebuilding.rebuild(["fr"])
        assert set(SearchDocument.objects.filter(title_tokens="old").values_list("language", flat=True)) == {"en"}
        assert titles() == ALL

    @pytest.mark.usefixtures("three")
    def test_counts_words_and_reads_names(self) -> None:
        KnownWord.objects.create(language="en", key="gone", surface="gone", documents=3)
        factories.topic("dyes")
        rebuilding.rebuild()
        words = dict(KnownWord.objects.filter(language="en").values_list("key", "documents"))
        assert (words["summary"], "gone" in words) == (3, False)

    def test_counts_words_as_indexing_one_by_one_does(self, three: list[factories.Pages]) -> None:
        indexing.index([pages["en"].translation_key for pages in three])
        one_by_one = set(KnownWord.objects.values_list("language", "key", "documents"))
        rebuilding.rebuild()
        assert set(KnownWord.objects.values_list("language", "key", "documents")) == one_by_one

    def test_a_page_that_changes_meanwhile_is_done_again(
        self, three: list[factories.Pages], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lock = indexing.lock

        def late(keys: list[UUID]) -> None:
            monkeypatch.setattr(indexing, "lock", lock)
            page = PublicationPage.objects.get(pk=three[0]["en"].pk)
            page.title = "New"
            page.save_revision(clean=False).publish()
            Page.objects.get(pk=three[1]["en"].pk).unpublish()
            lock(keys)

        monkeypatch.setattr(indexing, "lock", late)
        rebuilding.rebuild()
        assert titles() == ["New", "a fr", "b fr", "c en", "c fr"]

    def test_a_page_that_cannot_be_read_keeps_no_other_out(
        self, three: list[factories.Pages], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        facts = PublicationPage.search_facts
        monkeypatch.setattr(PublicationPage, "search_facts", lambda page: 1 / 0 if page.slug == "a" else facts(page))
        caplog.set_level(logging.CRITICAL)
        outcome = rebuilding.rebuild()
        assert (titles(), outcome.failed) == (ALL[2:], [three[0]["en"].translation_key])
        with pytest.raises(CommandError, match="1 pages could not be indexed"):
            call_command("rebuild_search")

    def test_reads_some_hundred_pages_at_a_time(self, three: list[factories.Pages], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rebuilding, "BATCH", 4)
        keys = {pages["en"].translation_key for pages in three}
        batches = rebuilding.batches()
        assert all(len(keys.intersection(batch)) <= 2 for batch in batches)
        assert keys <= {key for batch in batches for key in batch}

    @pytest.mark.parametrize("number", [1, 3])
    def test_costs_the_same_number_of_queries_for_each_batch(self, three: list[factories.Pages], number: int) -> None:
        rebuilding.rebuild()
        keys = [pages["en"].translation_key for pages in three[:number]]
        with CaptureQueriesContext(connection) as queries:
            rebuilding._rewrite(keys, ["en", "fr"])
        assert len(queries) == QUERIES


def shared(keys: list[UUID], languages: list[str]) -> rebuilding.Result:
    return len(keys), os.getpid(), keys


def test_processes_share_the_work_of_many_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "_attempt", shared)
    monkeypatch.setattr(rebuilding, "connection", SimpleNamespace(in_atomic_block=False))
    monkeypatch.setattr(rebuilding, "connections", SimpleNamespace(close_all=lambda: None))
    work = [[uuid4()] for _ in range(rebuilding.WORTH_SHARING)]
    results = list(rebuilding._results(work, ["en"], 2))
    assert sorted(keys for _pages, _process, keys in results) == sorted(work)
    assert os.getpid() not in {process for _pages, process, _keys in results}


def test_an_interrupted_command_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(rebuild_search, "rebuild", interrupted)
    with pytest.raises(CommandError, match="run the command again"):
        call_command("rebuild_search")


QUERIES = 24
"""For a batch of pages of one type."""


class TestCommand:
    @pytest.mark.usefixtures("three")
    def test_says_what_was_done(self) -> None:
        output = io.StringIO()
        call_command("rebuild_search", stdout=output)
        assert output.getvalue().startswith("6 documents written, 0 removed in ")

    def test_draws_a_bar_on_a_terminal(self) -> None:
        command = rebuild_search.Command(stdout=io.StringIO())
        command.started, command.drawn = 0.0, -1.0
        command.draw(10, 10)
        assert command.stdout.getvalue() == f"\r[{'#' * 30}] 10 of 10 pages, 0 s left \n"

    def test_an_unknown_language_is_refused(self) -> None:
        with pytest.raises(CommandError):
            call_command("rebuild_search", "--language", "de")


class TestCheck:
    @pytest.mark.usefixtures("three")
    def test_finds_nothing_wrong_after_a_rebuild(self) -> None:
        rebuilding.rebuild()
        assert checking.check() == checking.Found(documents=6)

    def test_finds_and_repairs_what_differs(self, three: list[factories.Pages]) -> None:
        rebuilding.rebuild()
        SearchDocument.objects.filter(title="a en").delete()
        PublicationPage.objects.filter(pk=three[1]["en"].pk).update(title="New")
        Page.objects.filter(pk=three[2]["fr"].pk).update(live=False)
        found = checking.check()
        assert (found.missing, found.outdated, found.superfluous) == (1, 1, 1)
        assert titles() == ["New", "a en", "a fr", "b fr", "c en"]
        assert checking.check() == checking.Found(documents=5)

    @pytest.mark.usefixtures("three")
    def test_notices_another_version_of_the_analyser(self, monkeypatch: pytest.MonkeyPatch) -> None:
        rebuilding.rebuild()
        monkeypatch.setattr("linguistics.VERSION", 99)
        assert checking.check().outdated == 6
        assert set(SearchDocument.objects.values_list("analyser", flat=True)) == {99}

    @pytest.mark.usefixtures("three")
    def test_says_in_one_line_what_it_found(self) -> None:
        output = io.StringIO()
        file = factories.document()
        FileText.objects.create(document=file, file_hash=file.file_hash, state="locked")
        call_command("check_search", stdout=output)
        assert output.getvalue() == "6 documents checked: 6 missing (repaired). Files: 1 protected by a password.\n"

    def test_says_when_all_is_well(self) -> None:
        sentence = check_search.sentence(checking.Found(documents=3))
        assert sentence == "3 documents checked: all as they should be. Files: all with their text."


def test_words_of_what_leaves_while_they_are_counted_are_not_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    store("en", "Zirconium tanning")
    store("en", "Tanning")
    keep_out = words._keep_others_out

    def late() -> None:
        SearchDocument.objects.filter(title__startswith="Zirconium").delete()
        keep_out()

    monkeypatch.setattr(words, "_keep_others_out", late)
    words.recount("en")
    assert list(KnownWord.objects.values_list("key", "documents")) == [("tanning", 1)]


def test_counting_again_touches_no_word_that_is_right() -> None:
    store("en", "Tanning")
    words.recount("en")
    with CaptureQueriesContext(connection) as captured:
        words.recount("en")
    written = ("INSERT", "UPDATE", "DELETE")
    assert [query["sql"] for query in captured.captured_queries if query["sql"].startswith(written)] == []
