"""Translations come back from people's own tools."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from exchange_formats.formats import FORMATS
from exchange_formats.units import Unit
from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.exchanging import changed, exported, outcomes, sent, taken, texts
from translation_desk import editing, exchange, exchange_import, jobs
from translation_desk.errors import NotAllowedError, WrongStateError
from translation_desk.models import Segment, SegmentHistory, TranslationImport, TranslationJob
from translation_desk.models.jobs import Status

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made_job(six: factories.Pages, made_people: SimpleNamespace, django_db_blocker: Any) -> Iterator[TranslationJob]:
    with django_db_blocker.unblock(), factories.undone():
        yield jobs.start(made_people.translator, desk.job(desk.english(six, "exchanging")))


@pytest.fixture
def job(made_job: TranslationJob, db: None) -> TranslationJob:
    return desk.job(made_job.source_page)


@pytest.fixture
def at_once(django_capture_on_commit_callbacks: Any) -> Any:
    """Have what is asked for in a block done at its end, as a worker does."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


every_format = pytest.mark.parametrize("name", list(FORMATS))


@every_format
@pytest.mark.parametrize("fill", [False, True])
def test_a_file_that_comes_back_as_it_was_changes_nothing(
    job: TranslationJob, people: SimpleNamespace, at_once: Any, name: str, fill: bool
) -> None:
    editing.save_text(people.translator, desk.segment(job, "title"), "Le trempage", version=0)
    before = texts(job)
    [(_job, made)] = exchange.translations([desk.job_again(job)], fill=fill)
    row = sent(people.translator, job, FORMATS[name].write(made), at_once)
    assert outcomes(row) == {"unchanged": len(before)}
    taken(people.translator, row, at_once)
    assert texts(job) == before


@every_format
def test_exactly_what_was_translated_arrives_as_a_draft(
    job: TranslationJob, people: SimpleNamespace, at_once: Any, name: str
) -> None:
    made = exported(job, name, fill=True)
    linked = next(unit.source for unit in made.units if "manual" in unit.source)
    french = linked.replace("Read the", "Lisez d’abord le").replace("manual", "manuel").replace(" first", "")
    row = sent(people.translator, job, changed(made, {"Soaking": "Le trempage", linked: french}, name), at_once)
    before = [segment.path for segment in Segment.objects.filter(job=job, active=True).exclude(text="")]
    assert (before, outcomes(row)["taken"]) == ([], 3)
    taken(people.translator, row, at_once)
    written = Segment.objects.filter(job=job, active=True).exclude(text="")
    assert {segment.source: (segment.author, segment.approved_text) for segment in written} == {
        segment.source: (people.translator, "") for segment in written
    }
    assert {segment.path for segment in written} == {"title", "body.b1.text", "body.b2"}
    assert written.get(path="body.b2").text.startswith('Lisez d’abord le <a id="a1">manuel</a>')
    job.refresh_from_db()
    assert (job.segments_done, job.target_title) == (3, "Le trempage")


def test_the_history_keeps_who_and_which_tool(job: TranslationJob, people: SimpleNamespace, at_once: Any) -> None:
    data = changed(exported(job), {"What water does.": "Ce que fait l’eau."})
    data = data.replace(b"</header>", b'<tool tool-id="x" tool-name="Any CAT" tool-version="7"/></header>')
    taken(people.translator, sent(people.translator, job, data, at_once), at_once)
    event = SegmentHistory.objects.get(segment=desk.segment(job, "summary"))
    assert (event.action, event.user, event.tool) == ("imported", people.translator, "Any CAT 7")


def test_a_text_that_changed_at_the_desk_is_not_overwritten(job: TranslationJob, people: SimpleNamespace, at_once: Any) -> None:
    made = exported(job)
    editing.save_text(people.translator, desk.segment(job, "summary"), "Celui du bureau.", version=0)
    row = sent(people.translator, job, changed(made, {"What water does.": "Celui du fichier."}), at_once)
    assert outcomes(row)["conflict"] == 1
    taken(people.translator, row, at_once)
    assert desk.segment(job, "summary").text == "Celui du bureau."


def test_a_text_that_changes_between_report_and_taking_is_not_overwritten(
    job: TranslationJob, people: SimpleNamespace, at_once: Any
) -> None:
    row = sent(people.translator, job, changed(exported(job), {"What water does.": "Celui du fichier."}), at_once)
    assert outcomes(row)["taken"] == 1
    editing.save_text(people.translator, desk.segment(job, "summary"), "Celui du bureau.", version=0)
    row = taken(people.translator, row, at_once)
    assert outcomes(row)["conflict"] == 1
    assert desk.segment(job, "summary").text == "Celui du bureau."


def test_the_same_text_on_both_sides_is_no_conflict(job: TranslationJob, people: SimpleNamespace, at_once: Any) -> None:
    made = exported(job)
    editing.save_text(people.translator, desk.segment(job, "summary"), "Le même.", version=0)
    row = sent(people.translator, job, changed(made, {"What water does.": "Le même."}), at_once)
    assert set(outcomes(row)) == {"unchanged"}


def test_a_file_older_than_the_english_says_so_and_brings_the_rest(
    job: TranslationJob, people: SimpleNamespace, at_once: Any
) -> None:
    made = exported(job)
    desk.publish(Page.objects.get(pk=job.source_page_id).specific, summary="What clean water does.")
    jobs.merge(people.translator, desk.job_again(job))
    data = changed(made, {"What water does.": "Ce que fait l’eau.", "Soaking": "Le trempage"})
    row = sent(people.translator, job, data, at_once)
    assert (outcomes(row)["conflict"], outcomes(row)["taken"]) == (1, 2)
    [conflict] = [found for found in row.report["rows"] if found["outcome"] == "conflict"]
    assert conflict["sentence"] == "The English has changed since this file was made."
    taken(people.translator, row, at_once)
    assert (desk.segment(job, "summary").text, desk.segment(job, "title").text) == ("", "Le trempage")


def test_strange_and_broken_segments_are_told_and_the_rest_is_taken(
    job: TranslationJob, people: SimpleNamespace, at_once: Any
) -> None:
    made = exported(job)
    strange = Unit("00000000-0000-4000-8000-000000000000", "Elsewhere", "Ailleurs")
    bold = next(unit.source for unit in made.units if "fibres" in unit.source)
    data = changed(replace(made, units=(strange, *reversed(made.units))), {bold: "De l’⟦7⟧eau⟦/7⟧", "Soaking": "Le trempage"})
    row = sent(people.translator, job, data, at_once)
    told = {found["outcome"]: found["sentence"] for found in row.report["rows"] if found["sentence"]}
    assert told["broken"] == "The English has no tag ⟦7⟧."
    assert strange.id in told["unknown"]
    taken(people.translator, row, at_once)
    assert [text for text in texts(job).values() if text] == ["Le trempage", "Le trempage"]


def test_a_text_that_is_too_long_is_broken(job: TranslationJob, people: SimpleNamespace, at_once: Any) -> None:
    row = sent(people.translator, job, changed(exported(job), {"Soaking": "x" * 256}), at_once)
    assert "256" in next(found["sentence"] for found in row.report["rows"] if found["outcome"] == "broken")


def test_a_text_without_its_link_is_taken_and_said(job: TranslationJob, people: SimpleNamespace, at_once: Any) -> None:
    made = exported(job)
    linked = next(unit.source for unit in made.units if "manual" in unit.source)
    row = sent(people.translator, job, changed(made, {linked: "Lisez."}), at_once)
    assert [found["sentence"] for found in row.report["rows"] if found["outcome"] == "taken"] == ["The link ⟦1⟧ is missing."]


def test_an_import_is_taken_back_as_a_whole(job: TranslationJob, people: SimpleNamespace, at_once: Any) -> None:
    editing.save_text(people.reviewer, desk.segment(job, "title"), "Avant", version=0)
    desk_before = texts(job)
    data = changed(exported(job), {"Soaking": "Après", "What water does.": "Nouveau"})
    row = taken(people.translator, sent(people.translator, job, data, at_once), at_once)
    with at_once():
        exchange_import.undo(people.translator, row)
    row.refresh_from_db()
    assert (row.is_undone, row.report["changed"], row.report["restored"]) == (True, [], 3)
    assert texts(job) == desk_before
    assert desk.segment(job, "title").author == people.reviewer
    job.refresh_from_db()
    assert job.segments_done == 1


def test_taking_back_leaves_what_somebody_changed_since_and_names_it(
    job: TranslationJob, people: SimpleNamespace, at_once: Any
) -> None:
    data = changed(exported(job), {"Soaking": "Après", "What water does.": "Nouveau"})
    row = taken(people.translator, sent(people.translator, job, data, at_once), at_once)
    summary = desk.segment(job, "summary")
    editing.save_text(people.translator, summary, "Mieux", version=summary.version)
    with at_once():
        exchange_import.undo(people.translator, row)
    row.refresh_from_db()
    assert row.report["changed"] == [summary.pk]
    assert [text for text in texts(job).values() if text] == ["Mieux"]


def test_a_file_for_a_live_translation_opens_a_correction_and_leaves_what_is_live(
    six: factories.Pages, people: SimpleNamespace, at_once: Any
) -> None:
    live = desk.make_live(desk.english(six, "corrected"), people)
    row = sent(people.translator, live, changed(exported(live), {"What water does.": "Ce que fait l’eau."}), at_once)
    taken(people.translator, row, at_once)
    summary = desk.segment(live, "summary")
    assert (summary.text, summary.approved_text) == ("Ce que fait l’eau.", "FR What water does.")
    live.refresh_from_db()
    assert (live.started, live.correction) == (True, True)


def test_an_import_is_taken_back_when_an_author_has_gone(job: TranslationJob, people: SimpleNamespace, at_once: Any) -> None:
    gone = desk.person("gone", ("reviewer", "fr"))
    editing.save_text(gone, desk.segment(job, "title"), "Avant", version=0)
    data = changed(exported(job), {"Soaking": "Après"})
    row = taken(people.translator, sent(people.translator, job, data, at_once), at_once)
    gone.delete()
    with at_once():
        exchange_import.undo(people.translator, row)
    title = desk.segment(job, "title")
    assert (title.text, title.author) == ("Avant", None)


def test_nobody_sends_a_file_into_a_language_that_is_not_theirs(job: TranslationJob, people: SimpleNamespace) -> None:
    data = changed(exported(job), {})
    for user in (people.stranger, people.editor, people.approver, people.other_reviewer):
        with pytest.raises(NotAllowedError):
            exchange_import.receive(user, job, SimpleUploadedFile("a.xlf", data))
    assert not TranslationImport.objects.exists()


def test_a_file_sent_for_a_language_that_is_not_ones_own_is_refused_once_it_is_read(
    job: TranslationJob, people: SimpleNamespace, at_once: Any
) -> None:
    data = changed(exported(job), {"Soaking": "Le trempage"})
    with at_once():
        [row] = exchange_import.receive_any(people.other_reviewer, SimpleUploadedFile("a.xlf", data))
    row.refresh_from_db()
    assert row.is_refused


def test_only_who_sent_a_file_takes_it_over(job: TranslationJob, people: SimpleNamespace, at_once: Any) -> None:
    row = sent(people.translator, job, changed(exported(job), {"Soaking": "Le trempage"}), at_once)
    with pytest.raises(NotAllowedError):
        exchange_import.take(people.reviewer, row)


def test_a_job_under_review_takes_no_file(job: TranslationJob, people: SimpleNamespace, at_once: Any) -> None:
    data = changed(exported(job), {"Soaking": "Le trempage"})
    row = sent(people.translator, job, data, at_once)
    TranslationJob.objects.filter(pk=job.pk).update(status=Status.IN_REVIEW)
    with pytest.raises(WrongStateError, match="waits for review"):
        exchange_import.receive(people.translator, desk.job_again(job), SimpleUploadedFile("a.xlf", data))
    with pytest.raises(WrongStateError, match="waits for review"):
        exchange_import.take(people.translator, row)


def test_a_job_locked_before_the_worker_came_keeps_the_file_for_later(
    job: TranslationJob, people: SimpleNamespace, at_once: Any
) -> None:
    row = sent(people.translator, job, changed(exported(job), {"Soaking": "Le trempage"}), at_once)
    with at_once():
        exchange_import.take(people.translator, row)
        TranslationJob.objects.filter(pk=job.pk).update(status=Status.IN_REVIEW)
    row.refresh_from_db()
    assert (row.is_read, "waits for review" in row.report["refusal"]) == (True, True)
    assert not any(texts(job).values())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ((b'target-language="fr"', b'target-language="ru"'), "translates into “ru”, not into “fr”"),
        ((b"leather-panel/", b"other/"), ""),
        ((b"/fr/", b"/ru/"), "for another translation"),
        ((b"?>", b'?><!DOCTYPE xliff [<!ENTITY x "y">]>'), "entities of its own"),
    ],
)
def test_a_file_for_something_else_is_refused_with_a_sentence(
    job: TranslationJob, people: SimpleNamespace, at_once: Any, change: tuple[bytes, bytes], sentence: str
) -> None:
    row = sent(people.translator, job, changed(exported(job), {"Soaking": "Le trempage"}).replace(*change), at_once)
    assert row.is_refused == bool(sentence)
    assert sentence in row.report.get("error", "")


def test_a_file_of_a_page_that_is_gone_is_refused(job: TranslationJob, people: SimpleNamespace, at_once: Any) -> None:
    data = changed(exported(job), {}).replace(str(job.translation_key).encode(), b"00000000-0000-4000-8000-000000000000")
    with at_once():
        [row] = exchange_import.receive_any(people.translator, SimpleUploadedFile("a.xlf", data))
    row.refresh_from_db()
    assert (row.is_refused, row.report["error"]) == (True, "The translation that this file is for does not exist any more.")


def test_a_tool_that_drops_what_we_noted_overwrites_nothing(job: TranslationJob, people: SimpleNamespace, at_once: Any) -> None:
    editing.save_text(people.translator, desk.segment(job, "title"), "Le trempage", version=0)
    made = exported(job)
    bare = replace(made, units=tuple(replace(unit, digest="") for unit in made.units))
    row = sent(people.translator, job, changed(bare, {"Soaking": "Autre", "What water does.": "Nouveau"}), at_once)
    assert (outcomes(row)["conflict"], outcomes(row)["taken"]) == (1, 2)


def test_work_that_did_not_fail_is_not_done_again(job: TranslationJob, people: SimpleNamespace, at_once: Any) -> None:
    data = changed(exported(job), {"Soaking": "Le trempage"})
    with at_once():
        row = exchange_import.receive(people.translator, job, SimpleUploadedFile("back.xlf", data))
    row.refresh_from_db()
    with at_once():
        exchange_import.take(people.translator, row)
    row.refresh_from_db()
    with pytest.raises(WrongStateError):
        exchange_import.again(people.translator, row)
    row.refresh_from_db()
    assert row.is_taken


def test_a_thousand_segments_take_few_queries(job: TranslationJob, people: SimpleNamespace, at_once: Any) -> None:
    first = desk.segment(job, "body.b1.text")
    Segment.objects.bulk_create(
        Segment(
            job=job,
            place=f"00000000-0000-4000-8000-{number:012}",
            path=first.path,
            source=f"Text {number}",
            order=100 + number,
            words=2,
            written_at=timezone.now(),
        )
        for number in range(1000)
    )
    jobs.refresh_counts([desk.job_again(job)])
    data = changed(exported(job), {f"Text {number}": f"Texte {number}" for number in range(1000)})
    with CaptureQueriesContext(connection) as queries:
        with at_once():
            row = exchange_import.receive(people.translator, job, SimpleUploadedFile("back.xlf", data))
        row.refresh_from_db()
        with at_once():
            exchange_import.take(people.translator, row)
    row.refresh_from_db()
    assert outcomes(row)["taken"] == 1000
    # What takes longest of the work is nothing that a request waits for.
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) <= 40
