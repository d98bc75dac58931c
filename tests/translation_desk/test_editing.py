"""Writing translations."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from tests import factories
from tests.translation_desk import desk
from translation_desk import editing, jobs
from translation_desk.errors import BadTextError, ConflictError, NotAllowedError, WrongStateError
from translation_desk.models import Segment, SegmentHistory, TranslationJob
from translation_desk.models.jobs import Status

pytestmark = pytest.mark.django_db

PARAGRAPH = {"type": "paragraph", "id": "p1", "value": '<p>Same.</p><p>Read <a href="https://example.org/">this</a>.</p>'}
TWIN = {"type": "heading", "id": "h1", "value": {"text": "Same.", "level": "2"}}


@pytest.fixture(scope="module")
def made_job(six: factories.Pages, made_people: SimpleNamespace, django_db_blocker: Any) -> Iterator[TranslationJob]:
    with django_db_blocker.unblock(), factories.undone():
        yield jobs.start(made_people.translator, desk.job(desk.english(six, "steeping", body=[PARAGRAPH, TWIN])))


@pytest.fixture
def job(made_job: TranslationJob, db: None) -> TranslationJob:
    return desk.job(made_job.source_page)


def again(segment: Segment) -> Segment:
    return Segment.objects.get(pk=segment.pk)


def actions(segment: Segment) -> list[str]:
    return list(SegmentHistory.objects.filter(segment=segment).values_list("action", flat=True))


def test_a_text_is_kept_with_its_author_and_counted(job: TranslationJob, people: SimpleNamespace) -> None:
    saved = editing.save_text(people.translator, desk.segment(job, "title"), "Le trempage", version=0)
    assert (saved.text, saved.author, saved.version) == ("Le trempage", people.translator, 1)
    job.refresh_from_db()
    assert (job.segments_done, job.words_done, job.written, job.target_title) == (1, 1, 2, "Le trempage")
    assert actions(saved) == ["written"]


def test_nobody_writes_into_a_locked_page(job: TranslationJob, people: SimpleNamespace) -> None:
    Page.objects.filter(pk=job.target_page_id).update(locked=True, locked_by=people.reviewer)
    with pytest.raises(WrongStateError, match="locked"):
        editing.save_text(people.translator, desk.segment(job, "title"), "Le trempage", version=0)
    assert desk.segment(job, "title").text == ""


def test_counts_agree_with_a_count_from_scratch(job: TranslationJob, people: SimpleNamespace) -> None:
    title, summary = desk.segment(job, "title"), desk.segment(job, "summary")
    title = editing.save_text(people.translator, title, "Le trempage", version=0)
    editing.save_text(people.translator, summary, "Ce que fait l’eau.", version=0)
    editing.save_text(people.translator, title, "", version=1)
    names = ("segments_done", "words_done", "written")
    kept = TranslationJob.objects.values_list(*names).get(pk=job.pk)
    jobs.refresh_counts([desk.job_again(job)])
    assert kept == TranslationJob.objects.values_list(*names).get(pk=job.pk)


def test_saving_takes_few_queries(job: TranslationJob, people: SimpleNamespace) -> None:
    title, summary = desk.segment(job, "title"), desk.segment(job, "summary")
    editing.save_text(people.translator, title, "Le trempage", version=0)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        editing.save_text(people.translator, summary, "Ce que fait l’eau.", version=0)
    assert len(queries) <= 10


def test_what_was_saved_comes_with_its_job(job: TranslationJob, people: SimpleNamespace, django_assert_num_queries) -> None:
    saved = editing.save_text(people.translator, desk.segment(job, "title"), "Le trempage", version=0)
    with django_assert_num_queries(0):
        assert saved.job.segments_done == 1


def test_texts_of_one_sitting_share_a_row_of_the_history(job: TranslationJob, people: SimpleNamespace) -> None:
    title = desk.segment(job, "title")
    for number, text in enumerate(["T", "Tr", "Trempage"]):
        editing.save_text(people.translator, title, text, version=number)
    assert list(title.history.values_list("text", flat=True)) == ["Trempage"]
    title.history.update(at=timezone.now() - timedelta(minutes=11))
    editing.save_text(people.translator, title, "Le trempage", version=3)
    assert list(title.history.values_list("text", flat=True)) == ["Le trempage", "Trempage"]


def test_who_saves_second_sees_the_others_text(job: TranslationJob, people: SimpleNamespace) -> None:
    title = desk.segment(job, "title")
    editing.save_text(people.translator, title, "Le trempage", version=0)
    with pytest.raises(ConflictError) as caught:
        editing.save_text(people.reviewer, title, "La trempe", version=0)
    assert (caught.value.theirs, caught.value.by, caught.value.version) == ("Le trempage", people.translator.get_full_name(), 1)
    assert again(title).text == "Le trempage"


def test_an_answer_that_was_lost_is_no_conflict(job: TranslationJob, people: SimpleNamespace) -> None:
    title = desk.segment(job, "title")
    editing.save_text(people.translator, title, "Le trem", version=0)
    saved = editing.save_text(people.translator, title, "Le trempage", version=0, own=["Le trem"])
    assert saved.text == "Le trempage"


def test_a_new_text_voids_the_reviewers_decision(job: TranslationJob, people: SimpleNamespace) -> None:
    title = desk.segment(job, "title")
    Segment.objects.filter(pk=title.pk).update(review="flagged", reviewed_by=people.reviewer, suggestion="x")
    saved = editing.save_text(people.translator, title, "Le trempage", version=0)
    assert (saved.review, saved.reviewed_by, saved.suggestion) == ("", None, "")


def test_a_text_too_long_for_its_field_is_refused_with_the_limit(job: TranslationJob, people: SimpleNamespace) -> None:
    with pytest.raises(BadTextError, match="at most 300"):
        editing.save_text(people.translator, desk.segment(job, "summary"), "é" * 301, version=0)


def test_the_limit_counts_what_readers_see(job: TranslationJob, people: SimpleNamespace) -> None:
    assert editing.save_text(people.translator, desk.segment(job, "summary"), "&" * 300, version=0).text == "&amp;" * 300


def test_a_title_has_no_tags(job: TranslationJob, people: SimpleNamespace) -> None:
    with pytest.raises(BadTextError):
        editing.save_text(people.translator, desk.segment(job, "title"), "⟦b⟧Trempage⟦/b⟧", version=0)


def test_nobody_writes_while_the_work_waits_for_review(job: TranslationJob, people: SimpleNamespace) -> None:
    TranslationJob.objects.filter(pk=job.pk).update(status=Status.IN_REVIEW)
    with pytest.raises(WrongStateError):
        editing.save_text(people.translator, desk.segment(job, "title"), "x", version=0)


def test_nobody_writes_into_a_page_kept_by_hand(job: TranslationJob, people: SimpleNamespace) -> None:
    TranslationJob.objects.filter(pk=job.pk).update(enabled=False)
    with pytest.raises(WrongStateError):
        editing.save_text(people.translator, desk.segment(job, "title"), "x", version=0)


def test_nobody_writes_when_the_english_page_is_gone(job: TranslationJob, people: SimpleNamespace) -> None:
    TranslationJob.objects.filter(pk=job.pk).update(source_page=None)
    with pytest.raises(WrongStateError):
        editing.save_text(people.translator, desk.segment(job, "title"), "x", version=0)


@pytest.mark.parametrize("who", ["other_reviewer", "stranger", "editor"])
def test_only_people_of_the_language_write(job: TranslationJob, people: SimpleNamespace, who: str) -> None:
    with pytest.raises(NotAllowedError):
        editing.save_text(getattr(people, who), desk.segment(job, "title"), "x", version=0)


def test_another_translator_has_to_take_over_first(job: TranslationJob, people: SimpleNamespace) -> None:
    with pytest.raises(NotAllowedError, match=people.translator.get_full_name()):
        editing.save_text(desk.person("second", ("translator", "fr")), desk.segment(job, "title"), "x", version=0)


def test_writing_starts_a_job(six: factories.Pages, people: SimpleNamespace) -> None:
    job = desk.job(desk.english(six))
    editing.save_text(people.translator, desk.segment(job, "title"), "Le trempage", version=0)
    job.refresh_from_db()
    assert (job.started, job.translator, job.status, job.segments_done) == (True, people.translator, Status.IN_TRANSLATION, 1)


def test_writing_into_a_live_translation_opens_a_correction(six: factories.Pages, people: SimpleNamespace) -> None:
    job = desk.make_live(desk.english(six), people)
    title = desk.segment(job, "title")
    editing.save_text(people.translator, title, "Mieux", version=title.version)
    job.refresh_from_db()
    assert job.started and job.correction
    assert (again(title).text, again(title).approved_text) == ("Mieux", "FR Soaking")


def test_a_previous_translation_is_kept_as_still_valid(six: factories.Pages, people: SimpleNamespace) -> None:
    page = desk.english(six)
    desk.make_live(page, people)
    desk.publish(page, title="Soaking.")
    job = jobs.start(people.translator, desk.job(page))
    kept = editing.keep(people.translator, desk.segment(job, "title"))
    assert (kept.text, kept.kept, kept.author) == ("FR Soaking", True, people.translator)
    assert actions(kept) == ["kept"]


def test_there_must_be_something_to_keep(job: TranslationJob, people: SimpleNamespace) -> None:
    with pytest.raises(WrongStateError):
        editing.keep(people.translator, desk.segment(job, "title"))


def test_a_translation_with_a_link_that_went_cannot_be_kept(six: factories.Pages, people: SimpleNamespace) -> None:
    page = desk.english(six, body=[PARAGRAPH])
    desk.make_live(page, people)
    desk.publish(page, body=[{**PARAGRAPH, "value": "<p>Same.</p><p>Read this.</p>"}])
    job = jobs.start(people.translator, desk.job(page))
    with pytest.raises(BadTextError):
        editing.keep(people.translator, desk.segment(job, "body.p1", 1))


def test_repetitions_are_filled_but_for_exceptions(job: TranslationJob, people: SimpleNamespace) -> None:
    first, twin = desk.segment(job, "body.p1"), desk.segment(job, "body.h1.text")
    editing.save_text(people.translator, first, "Pareil.", version=0)
    assert editing.fill_repeated(people.translator, first, except_ids=[twin.pk]) == []
    assert [row.pk for row in editing.fill_repeated(people.translator, first)] == [twin.pk]
    assert again(twin).text == "Pareil."
    job.refresh_from_db()
    assert job.segments_done == 2


def test_an_accepted_correction_stays_the_reviewers_words(job: TranslationJob, people: SimpleNamespace) -> None:
    title = desk.segment(job, "title")
    Segment.objects.filter(pk=title.pk).update(suggestion="Le trempage", suggested_by=people.reviewer)
    with pytest.raises(NotAllowedError):
        editing.accept_suggestion(people.reviewer, title)
    accepted = editing.accept_suggestion(people.translator, title)
    assert (accepted.text, accepted.author, accepted.accepted_by) == ("Le trempage", people.reviewer, people.translator)
    assert accepted.suggestion == ""


def test_an_earlier_text_comes_back(job: TranslationJob, people: SimpleNamespace) -> None:
    title = desk.segment(job, "title")
    editing.save_text(people.translator, title, "Un", version=0)
    old = title.history.get()
    old.at -= timedelta(minutes=11)
    old.save()
    editing.save_text(people.translator, title, "Deux", version=1)
    assert editing.restore(people.translator, title, old).text == "Un"
    assert actions(title)[0] == "restored"


def test_texts_of_other_segments_are_not_restored(job: TranslationJob, people: SimpleNamespace) -> None:
    title, summary = desk.segment(job, "title"), desk.segment(job, "summary")
    editing.save_text(people.translator, title, "Un", version=0)
    with pytest.raises(WrongStateError):
        editing.restore(people.translator, summary, title.history.get())


def test_a_link_may_differ_per_language(job: TranslationJob, people: SimpleNamespace) -> None:
    link = Segment.objects.get(job=job, kind="link")
    assert editing.set_object(people.translator, link, "https://example.org/fr/").text == "https://example.org/fr/"
    assert editing.set_object(people.translator, link, "https://example.org/").text == ""
    with pytest.raises(BadTextError):
        editing.set_object(people.translator, link, "javascript:alert(1)")


def test_a_file_must_exist(six: factories.Pages, people: SimpleNamespace) -> None:
    file, own = factories.document("file"), factories.document("fichier")
    item = {"type": "item", "id": "i1", "value": {"document": file.pk, "language": "en"}}
    page = desk.english(six, body=[{"type": "downloads", "id": "d1", "value": {"title": "Files", "files": [item]}}])
    job = jobs.start(people.translator, desk.job(page))
    row = Segment.objects.get(job=job, kind="object")
    assert editing.set_object(people.translator, row, str(own.pk)).text == str(own.pk)
    with pytest.raises(BadTextError):
        editing.set_object(people.translator, row, "999999")


def test_what_is_unfinished_is_said_by_segment(job: TranslationJob, people: SimpleNamespace) -> None:
    desk.translate(job, people.translator)
    assert editing.unfinished(job) == {}
    link = desk.segment(job, "body.p1", 1)
    editing.save_text(people.translator, link, "Lisez ceci.", version=link.version)
    title = desk.segment(job, "title")
    editing.save_text(people.translator, title, "", version=title.version)
    assert editing.unfinished(job) == {title.pk: "Not translated", link.pk: "The link ⟦1⟧ is missing."}
