"""Filling empty texts from the memory: what is taken, what is left, and that nobody hands in what nobody has read."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from tests import factories
from tests.bench.measuring import body
from tests.translation_desk import desk
from tests.translation_desk.empty_page import beyond_empty
from tests.translation_desk.reviewing import english, job, made, six, staff, twice, untouched
from tests.translation_desk.test_editor import BUDGET
from tests.translation_memory.units import OTHER_PAGE, entry
from translation_desk import editing, jobs, prefilling, submitting
from translation_desk.errors import BadTextError, NotAllowedError, WrongStateError
from translation_desk.models import Segment, SegmentHistory, TranslationJob
from translation_memory.entering import enter

__all__ = ["english", "job", "made", "six", "staff", "twice", "untouched"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def grading(untouched: Page) -> TranslationJob:
    """A job with nothing written, whose texts the memory has in one or two translations."""
    return desk.job(untouched)


def filled(job: TranslationJob) -> dict[str, str]:
    """Return what was filled in, by path."""
    return {row.path: row.text for row in Segment.objects.filter(job=job, active=True, prefilled=True)}


def remember(source: str, target: str, **rest: Any) -> None:
    enter([entry(source, target, page=OTHER_PAGE, **rest)])


def test_what_the_memory_has_once_becomes_a_draft(grading: TranslationJob, staff: SimpleNamespace) -> None:
    changed = prefilling.fill(staff.translator, grading)
    row = desk.segment(grading, "summary")
    assert row in changed
    assert (row.text, row.author, row.approved_text, row.prefilled) == ("Eins What water does.", staff.translator, "", True)
    event = SegmentHistory.objects.get(segment=row)
    assert (event.action, event.user, event.text) == ("prefilled", staff.translator, row.text)
    job = desk.job_again(grading)
    assert (job.started, job.translator, job.segments_done) == (True, staff.translator, len(changed))


def test_the_same_context_decides_between_two(grading: TranslationJob, staff: SimpleNamespace) -> None:
    # "Zwei Soaking" is approved too, after another summary.
    prefilling.fill(staff.translator, grading)
    assert filled(grading)["body.b1.text"] == "Eins Soaking"


def test_of_two_that_are_equally_good_none_is_chosen(grading: TranslationJob, staff: SimpleNamespace) -> None:
    remember("Grading", "Tri", path="1")
    remember("Grading", "Classement", path="2")
    prefilling.fill(staff.translator, grading)
    assert desk.segment(grading, "title").text == ""


def test_what_is_only_like_it_is_left(grading: TranslationJob, staff: SimpleNamespace) -> None:
    remember("Gradings", "Tris")
    prefilling.fill(staff.translator, grading)
    assert "title" not in filled(grading)


def test_what_is_written_stays(grading: TranslationJob, staff: SimpleNamespace) -> None:
    jobs.start(staff.translator, grading)
    editing.save_text(staff.translator, desk.segment(grading, "summary"), "De l’eau.", version=0)
    prefilling.fill(staff.translator, grading)
    assert desk.segment(grading, "summary").text == "De l’eau." and "summary" not in filled(grading)


def test_what_is_too_long_for_its_place_is_left(grading: TranslationJob, staff: SimpleNamespace) -> None:
    remember("Grading", "x" * 300)
    prefilling.fill(staff.translator, grading)
    assert "title" not in filled(grading)


def test_a_text_whose_english_changed_is_filled(twice: TranslationJob, staff: SimpleNamespace) -> None:
    remember("What salt does.", "Ce que fait le sel.")
    desk.publish(twice.source_page.specific, summary="What salt does.")
    prefilling.fill(staff.translator, desk.job_again(twice))
    assert filled(twice) == {"summary": "Ce que fait le sel."}


def test_nothing_begins_where_there_is_nothing_to_fill(twice: TranslationJob, staff: SimpleNamespace) -> None:
    assert prefilling.fill(staff.translator, twice) == []
    assert not desk.job_again(twice).started


@pytest.mark.parametrize("who", ["approver", "editor", "other_reviewer", "stranger"])
def test_who_may_not_write_may_not_fill(who: str, grading: TranslationJob, staff: SimpleNamespace) -> None:
    with pytest.raises(NotAllowedError):
        prefilling.fill(getattr(staff, who), grading)


def test_what_waits_for_review_is_left_alone(job: TranslationJob, staff: SimpleNamespace) -> None:
    with pytest.raises(WrongStateError):
        prefilling.fill(staff.translator, job)


def test_nobody_hands_in_what_nobody_has_read(grading: TranslationJob, staff: SimpleNamespace) -> None:
    job = jobs.start(staff.translator, grading)
    desk.translate(job, staff.translator)
    Segment.objects.filter(job=job, path="summary").update(text="", author=None)
    prefilling.fill(staff.translator, job)
    row = desk.segment(job, "summary")
    with pytest.raises(BadTextError) as refused:
        submitting.submit(staff.translator, desk.job_again(job))
    assert list(refused.value.problems) == [row.pk]
    prefilling.confirm(staff.translator, job)
    submitting.submit(staff.translator, desk.job_again(job))


def test_confirming_is_remembered_and_changes_no_text(grading: TranslationJob, staff: SimpleNamespace) -> None:
    prefilling.fill(staff.translator, grading)
    row = desk.segment(grading, "summary")
    prefilling.confirm(staff.reviewer, grading, [row.pk])
    after = desk.segment(grading, "summary")
    assert (after.prefilled, after.text, after.version, after.author) == (False, row.text, row.version, staff.translator)
    event = SegmentHistory.objects.filter(segment=row).first()
    assert event is not None and (event.action, event.user) == ("confirmed", staff.reviewer)
    assert filled(grading)  # the others still wait


def test_a_text_that_a_person_writes_is_no_longer_the_memorys(grading: TranslationJob, staff: SimpleNamespace) -> None:
    prefilling.fill(staff.translator, grading)
    row = desk.segment(grading, "summary")
    assert not editing.save_text(staff.translator, row, "De l’eau.", version=row.version).prefilled


def test_repeating_an_unread_text_does_not_read_it(six: factories.Pages, staff: SimpleNamespace) -> None:
    blocks = [{"type": "heading", "id": name, "value": {"text": "Same", "level": "2"}} for name in ("h1", "h2")]
    job = jobs.start(staff.translator, desk.job(desk.english(six, "pairs", title="Pairs", body=blocks)))
    remember("Same", "Pareil")
    prefilling.fill(staff.translator, job)
    Segment.objects.filter(job=job, path="body.h2.text").update(text="", prefilled=False)
    [twin] = editing.fill_repeated(staff.translator, desk.segment(job, "body.h1.text"))
    assert (twin.text, twin.prefilled) == ("Pareil", True)


def test_fifty_texts_take_as_many_queries_as_five(six: factories.Pages, staff: SimpleNamespace) -> None:
    numbers = []
    for size in (5, 50):
        job = jobs.start(staff.translator, desk.job(desk.english(six, f"many-{size}", title=f"Many {size}", body=body(size - 2))))
        rows = list(Segment.objects.filter(job=job, active=True).exclude(path="title"))
        enter([entry(row.source, f"FR {row.source}", page=OTHER_PAGE, path=f"{size}.{row.path}") for row in rows])
        with CaptureQueriesContext(connection) as queries:
            assert len(prefilling.fill(staff.translator, job)) >= size - 2
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_editor_fills_confirms_and_filters(grading: TranslationJob, staff: SimpleNamespace) -> None:
    client = signed_in(staff.translator)
    address = reverse("translation_desk:job", args=[grading.pk])
    number = len(prefilling.fillable(grading, Segment.objects.filter(job=grading, active=True, kind="text").order_by("order")))
    assert f"Fill {number} texts from the memory" in client.get(address).content.decode()
    client.post(reverse("translation_desk:prefill", args=[grading.pk]))
    html = client.get(address).content.decode()
    assert html.count('data-do="confirm"') == number and 'data-filter="prefilled"' in html and "data-confirm-all" in html
    row = desk.segment(grading, "summary")
    answer = client.post(reverse("translation_desk:segment", args=[grading.pk, row.pk, "confirm"]), "{}", "application/json")
    assert 'data-do="confirm"' not in answer.json()["segments"][str(row.pk)]
    client.post(reverse("translation_desk:confirm_all", args=[grading.pk]))
    assert filled(grading) == {}


def test_the_queue_shows_the_effect_and_fills(grading: TranslationJob, job: TranslationJob, staff: SimpleNamespace) -> None:
    client = signed_in(staff.translator)
    address = f"{reverse('translation_desk:bulk')}?action=prefill&job={grading.pk}&job={job.pk}&effect=1"
    html = client.get(address).content.decode()
    assert "empty texts have exactly the same English" in html and "waits for a decision" in html
    assert filled(grading) == {}
    client.post(address)
    assert "summary" in filled(grading)


def test_many_texts_are_filled_in_the_background(
    grading: TranslationJob, staff: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(prefilling, "AT_ONCE", 0)
    with django_capture_on_commit_callbacks(execute=True):
        outcome = prefilling.fill_jobs(staff.translator, [grading])
    assert outcome.later == 1 and not outcome.done
    assert "summary" in filled(grading)


def test_a_page_of_jobs_takes_as_many_queries_as_one(six: factories.Pages, staff: SimpleNamespace) -> None:
    found = [desk.job(desk.english(six, f"effect-{number}", title=f"Effect {number}")) for number in range(4)]
    numbers = []
    for some in (found[:1], found):
        with CaptureQueriesContext(connection) as queries:
            assert all(effect.fills for effect in prefilling.effects(staff.translator, some, "prefill"))
        numbers.append(len(queries))
    assert numbers[1] <= numbers[0] + 1


@pytest.mark.parametrize("size", [20, 200])
def test_an_editor_with_empty_texts_costs_no_more(six: factories.Pages, staff: SimpleNamespace, size: int) -> None:
    job = jobs.start(staff.translator, desk.job(desk.english(six, "empty-texts", body=body(size))))
    rows = list(Segment.objects.filter(job=job, active=True))
    enter([entry(row.source, f"FR {row.source}", page=OTHER_PAGE, path=row.path) for row in rows])
    client = signed_in(staff.translator)
    address = reverse("translation_desk:job", args=[job.pk])
    assert beyond_empty(client, address) <= BUDGET + 1
