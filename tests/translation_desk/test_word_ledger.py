"""What approvals write down of translated words, and what they do not."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.reviewing import english, job, made, six, staff, translated, twice, untouched
from translation_desk import adoption, jobs, reviewing, signals, submitting
from translation_desk.adoption import Vouchers
from translation_desk.models import Segment, TranslatedText, TranslationJob

__all__ = ["english", "job", "made", "six", "staff", "twice", "untouched"]

pytestmark = pytest.mark.django_db


def entries(of: TranslationJob, **wanted: Any) -> QuerySet[TranslatedText]:
    return TranslatedText.objects.filter(job=of, **wanted)


def test_the_first_approval_counts_every_text_once_with_its_people_and_date(job: TranslationJob, staff: SimpleNamespace) -> None:
    assert entries(job).count() == Segment.objects.filter(job=job, active=True, kind=Segment.Kind.TEXT).count()
    row = desk.segment(job, "summary")
    entry = entries(job).get(segment=row)
    assert (entry.author, entry.reviewer, entry.approved_at) == (staff.translator, staff.reviewer, row.approved_at)
    assert (entry.words, entry.length, entry.title) == (3, 4, "Soaking")  # "What water does.", in French after "Eins"
    assert (entry.locale.language_code, entry.translation_key) == ("fr", job.translation_key)


def test_words_of_which_the_memory_knows_nothing_are_new(job: TranslationJob) -> None:
    entry = entries(job, segment=desk.segment(job, "summary")).get()
    assert (entry.percent, entry.revised) == (0, False)


def test_what_the_page_says_twice_is_new_once(job: TranslationJob) -> None:
    percents = entries(job, segment__source="Soaking").order_by("segment__order").values_list("percent", flat=True)
    assert list(percents) == [0, 100]


def test_what_the_memory_has_is_exact_and_what_is_like_it_fuzzy(six: factories.Pages, staff: SimpleNamespace, made: Any) -> None:
    twin = desk.english(six, "twin", title="Pickling", summary="What water does to it.")
    translated(twin, staff, "Eins")
    of_twin = entries(desk.job(twin))
    assert of_twin.get(segment__path="title").percent == 0
    assert 65 <= of_twin.get(segment__path="summary").percent < 100
    assert of_twin.get(segment__source__startswith="Water returns").percent >= 100


def test_changed_words_of_the_same_english_are_revised(job: TranslationJob, staff: SimpleNamespace) -> None:
    before = entries(job).count()
    reviewing.approve(staff.reviewer, job)
    assert entries(job, revised=True).count() == before
    assert set(entries(job, revised=True).values_list("percent", flat=True)) == {0}


def test_words_for_changed_english_are_revised_though_a_change_between_was_never_translated(
    twice: TranslationJob, staff: SimpleNamespace
) -> None:
    page = Page.objects.get(pk=twice.source_page_id).specific
    for summary in ("What much water does to hides.", "What much fresh water does to hides."):
        desk.publish(page, summary=summary)
    translated(page, staff, "Drei")
    row = desk.segment(twice, "summary")
    assert row.source == "What much fresh water does to hides."
    assert entries(twice, segment=row).get().revised


def test_texts_that_stay_as_they_are_do_not_count_again(
    six: factories.Pages, staff: SimpleNamespace, made: SimpleNamespace
) -> None:
    page = desk.english(six, "again", title="Liming")
    translated(page, staff, "Eins")
    one = desk.job(page)
    before = entries(one).count()
    jobs.open_correction(staff.translator, one)
    Segment.objects.filter(pk=desk.segment(one, "summary").pk).update(text="Anders", author=staff.translator)
    submitting.submit(staff.translator, desk.job(page))
    reviewing.approve(staff.reviewer, desk.job(page))
    assert list(entries(one, revised=True).values_list("segment__path", flat=True)) == ["summary"]
    assert entries(one).count() == before + 1


def test_a_version_that_is_returned_to_is_nobodys_new_work(twice: TranslationJob, staff: SimpleNamespace) -> None:
    before = entries(twice).count()
    first = twice.submissions.order_by("pk").first()
    reviewing.return_to(staff.reviewer, twice, first, "The newer one is wrong")
    assert entries(twice).count() == before


def test_what_is_sent_back_does_not_count(job: TranslationJob, staff: SimpleNamespace) -> None:
    before = entries(job).count()
    reviewing.send_back(staff.reviewer, job, "Not like this")
    assert entries(job).count() == before


def test_translations_of_an_existing_site_are_nobodys_work(six: factories.Pages, staff: SimpleNamespace) -> None:
    with signals.paused():
        pages = factories.pages(factories.StandardPage, six, "liming", ("en", "fr"), title={"en": "Liming", "fr": "Chaulage"})
    adoption.adopt_site(Vouchers({"fr": staff.translator}, {"fr": staff.reviewer}))
    assert not entries(desk.job(pages["en"])).exists()


def test_english_that_changes_without_words_counts_nothing(twice: TranslationJob) -> None:
    before = entries(twice).count()
    desk.publish(Page.objects.get(pk=twice.source_page_id).specific, last_reviewed=date(2024, 5, 1))
    assert entries(twice).count() == before


def test_the_length_of_chinese_is_counted_in_characters(six: factories.Pages, staff: SimpleNamespace, made: Any) -> None:
    chinese = SimpleNamespace(
        translator=desk.person("translator-zh", ("translator", "zh-hans")),
        reviewer=desk.person("reviewer-zh", ("reviewer", "zh-hans")),
    )
    desk.without_checks()
    page = desk.english(six, "chinese", title="Tanning", body=[])
    translated(page, chinese, "鞣制", code="zh-hans")
    assert entries(desk.job(page, "zh-hans")).get(segment__path="title").length == 5  # 译文 鞣制 Tanning


def test_entries_outlive_the_page_and_its_job(twice: TranslationJob) -> None:
    before = TranslatedText.objects.filter(translation_key=twice.translation_key).count()
    Page.objects.filter(translation_key=twice.translation_key).delete()
    TranslationJob.everything.filter(pk=twice.pk).delete()
    assert TranslatedText.objects.filter(translation_key=twice.translation_key, title="Tanning").count() == before > 0


def test_an_approval_in_which_no_text_changed_costs_the_ledger_nothing(job: TranslationJob, staff: SimpleNamespace) -> None:
    submitting.withdraw(staff.translator, job)
    for row in Segment.objects.filter(job=job):
        Segment.objects.filter(pk=row.pk).update(text=row.approved_text)
    Segment.objects.filter(pk=desk.segment(job, "title").pk).update(text="Anders")
    submitting.submit(staff.translator, desk.job_again(job))
    Segment.objects.filter(job=job, path="title").update(approved_text="Anders")
    with CaptureQueriesContext(connection) as queries:
        reviewing.approve(staff.reviewer, desk.job_again(job))
    assert not [query["sql"] for query in queries if "translatedtext" in query["sql"]]
