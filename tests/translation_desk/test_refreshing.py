"""After an English page was published: jobs, counts, retries."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.translation_desk import desk
from translation_desk import background, jobs, refreshing, signals
from translation_desk.errors import NotAllowedError
from translation_desk.models import Segment, SourceRefresh, SourceVersion, TranslationJob
from translation_desk.models.jobs import Status

pytestmark = pytest.mark.django_db


def test_a_new_page_gives_a_job_for_each_other_language(six: factories.Pages) -> None:
    page = desk.english(six)
    found = TranslationJob.objects.filter(translation_key=page.translation_key)
    assert {job.locale.language_code for job in found} == {"ar", "zh-hans", "fr", "ru", "es"}
    assert {job.status for job in found} == {Status.NOT_STARTED}
    assert {job.segments_total for job in found} == {8}
    assert all(job.target_page_id is None for job in found)
    assert {job.source_title for job in found} == {"Soaking"}


def test_publishing_by_any_route_asks_for_a_refresh(six: factories.Pages) -> None:
    page = factories.pages(factories.StandardPage, six, "liming", ("en",))["en"]
    page.save_revision(clean=False).publish()
    assert SourceRefresh.objects.get(page_id=page.pk).state == SourceRefresh.State.DONE
    assert TranslationJob.objects.filter(translation_key=page.translation_key).count() == 5


def test_publishing_a_translation_asks_for_none(six: factories.Pages) -> None:
    six["fr"].save_revision(clean=False).publish()
    assert not SourceRefresh.objects.exists()


def test_publishing_the_same_again_makes_no_version(six: factories.Pages) -> None:
    page = desk.english(six)
    desk.publish(page)
    assert SourceVersion.objects.filter(translation_key=page.translation_key).count() == 1


def test_changed_english_is_counted(six: factories.Pages) -> None:
    people = desk.people()
    page = desk.english(six)
    desk.make_live(page, people)
    assert desk.job(page).status == Status.LIVE
    desk.publish(page, summary="What water does to hides.", title="Soaking hides")
    job = desk.job(page)
    assert job.status == Status.OUTDATED
    assert (job.segments_changed, job.words_changed) == (2, 7)
    assert desk.job(page, "ar").status == Status.NOT_STARTED


def test_the_row_of_changed_english_remembers_the_one_before(six: factories.Pages) -> None:
    people = desk.people()
    page = desk.english(six)
    desk.make_live(page, people)
    desk.publish(page, summary="What water does to hides.")
    row = desk.segment(desk.job(page), "summary")
    assert row.text == ""
    assert row.previous is not None and row.previous.approved_text == "FR What water does."


def test_text_that_only_moved_keeps_its_approval(six: factories.Pages) -> None:
    people = desk.people()
    page = desk.english(six)
    desk.make_live(page, people)
    body = [dict(block) for block in page.body.raw_data]
    body[0]["id"] = "b9"
    desk.publish(page, body=[body[1], body[2], body[0]])
    job = desk.job(page)
    assert desk.segment(job, "body.b9.text").approved_text == "FR Soaking"
    assert job.status == Status.LIVE


def test_english_that_comes_back_brings_its_translation_back(six: factories.Pages) -> None:
    people = desk.people()
    page = desk.english(six)
    desk.make_live(page, people)
    desk.publish(page, summary="What water does to hides.")
    desk.publish(page, summary="What water does.")
    assert desk.segment(desk.job(page), "summary").approved_text == "FR What water does."
    assert desk.job(page).status == Status.LIVE


def test_english_published_again_leaves_work_under_way_alone(six: factories.Pages) -> None:
    people = desk.people()
    page = desk.english(six)
    job = jobs.start(people.translator, desk.job(page))
    desk.translate(job, people.translator)
    desk.publish(page, summary="What water does to hides.")
    job = desk.job(page)
    assert job.status == Status.IN_TRANSLATION
    assert (job.segments_pending, job.words_pending) == (1, 5)
    assert desk.segment(job, "summary").text == "FR What water does."
    job = jobs.merge(people.translator, job)
    row = desk.segment(job, "summary")
    assert (row.text, row.previous.text) == ("", "FR What water does.")
    assert desk.segment(job, "title").text == "FR Soaking"
    assert job.segments_pending == 0


def test_a_failure_is_tried_again_and_then_shown(six: factories.Pages) -> None:
    page = factories.pages(factories.StandardPage, six, "liming", ("en",))["en"]
    with mock.patch.object(refreshing, "refresh_page", side_effect=RuntimeError("no disk")) as refresh_page:
        refresh = refreshing.enqueue(page)
    refresh.refresh_from_db()
    assert refresh_page.call_count == background.ATTEMPTS
    assert refresh.state == SourceRefresh.State.FAILED
    assert "no disk" in refresh.error


def test_a_failed_refresh_can_be_put_back_by_managers(six: factories.Pages) -> None:
    people = desk.people()
    page = factories.pages(factories.StandardPage, six, "liming", ("en",))["en"]
    refresh = SourceRefresh.objects.create(page_id=page.pk, state=SourceRefresh.State.FAILED, attempts=3)
    with pytest.raises(NotAllowedError):
        refreshing.try_again(people.translator, refresh)
    refreshing.try_again(people.approver, refresh)
    refresh.refresh_from_db()
    assert refresh.state == SourceRefresh.State.DONE
    assert TranslationJob.objects.filter(translation_key=page.translation_key).count() == 5


def test_a_refresh_that_lost_its_task_is_asked_for_again(six: factories.Pages) -> None:
    page = factories.pages(factories.StandardPage, six, "liming", ("en",))["en"]
    lost = SourceRefresh.objects.create(page_id=page.pk, requested_at=timezone.now() - timedelta(hours=1))
    assert refreshing.enqueue(page) == lost
    lost.refresh_from_db()
    assert lost.state == SourceRefresh.State.DONE


def test_a_page_that_is_not_live_makes_no_job(six: factories.Pages) -> None:
    page = factories.pages(factories.StandardPage, six, "liming", ("en",), live=False)["en"]
    assert refreshing.refresh_page(page.pk) == []


def long_body(number: int) -> list[dict[str, Any]]:
    return [
        {"type": "heading", "id": f"h{place}", "value": {"text": f"Heading {place}", "level": "2"}} for place in range(number)
    ]


@pytest.mark.parametrize("number", [20, 200])
def test_queries_of_a_refresh_do_not_grow_with_the_segments(six: factories.Pages, number: int) -> None:
    page = desk.english(six, body=long_body(number))
    with signals.paused():
        page.summary = "Another summary."
        page.save_revision(clean=False).publish()
    with CaptureQueriesContext(connection) as queries:
        refreshing.refresh_page(page.pk)
    assert len(queries) <= 60


def test_a_changed_image_of_the_english_is_shown_as_such(six: factories.Pages) -> None:
    first, second = factories.image(), factories.image()
    value = {"image": {"image": first.pk, "alt_text": "A pit", "decorative": False}, "caption": ""}
    page = desk.english(six, body=[{"type": "image", "id": "i1", "value": value}])
    changed = {"image": {**value["image"], "image": second.pk}, "caption": ""}
    desk.publish(page, body=[{"type": "image", "id": "i1", "value": changed}])
    row = Segment.objects.get(job=desk.job(page), path="body.i1.image.image")
    assert row.source == str(second.pk)


def test_places_that_leave_english_keep_their_rows(six: factories.Pages) -> None:
    people = desk.people()
    page = desk.english(six)
    desk.make_live(page, people)
    desk.publish(page, body=[page.body.raw_data[0]])
    assert Segment.objects.filter(job=desk.job(page), active=False, approved_text__startswith="FR").count() == 5


def test_managers_see_a_failure_on_the_dashboard_and_try_it_again(six: factories.Pages, client: Client) -> None:
    people = desk.people()
    page = factories.pages(factories.StandardPage, six, "liming", ("en",))["en"]
    refresh = SourceRefresh.objects.create(
        page_id=page.pk, state=SourceRefresh.State.FAILED, attempts=3, error="OSError: no disk", finished_at=timezone.now()
    )
    client.force_login(people.approver)
    assert reverse("translation_desk:refreshes") in client.get(reverse("wagtailadmin_home")).content.decode()
    shown = client.get(reverse("translation_desk:refreshes")).content.decode()
    assert "OSError: no disk" in shown
    client.post(reverse("translation_desk:refresh_again", args=[refresh.pk]))
    refresh.refresh_from_db()
    assert refresh.state == SourceRefresh.State.DONE


def test_translators_do_not_see_or_repeat_failures(six: factories.Pages, client: Client) -> None:
    people = desk.people()
    page = factories.pages(factories.StandardPage, six, "liming", ("en",))["en"]
    refresh = SourceRefresh.objects.create(page_id=page.pk, state=SourceRefresh.State.FAILED, attempts=3, error="no disk")
    client.force_login(people.translator)
    assert reverse("translation_desk:refreshes") not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.get(reverse("translation_desk:refreshes")).status_code == 302
    client.post(reverse("translation_desk:refresh_again", args=[refresh.pk]))
    refresh.refresh_from_db()
    assert refresh.state == SourceRefresh.State.FAILED
