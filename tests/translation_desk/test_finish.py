"""Approval publishes exactly what was reviewed, at its time, and its words become the approved ones."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState

from tests import factories
from tests.translation_desk import desk, moderation
from translation_desk import jobs, roles
from translation_desk.four_eyes import FourEyesError
from translation_desk.models import Segment, SegmentHistory, Submission, TranslationJob
from translation_desk.models.jobs import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(six: factories.Pages, people: Any) -> TranslationJob:
    """A live French translation with a new text that waits for review."""
    job = desk.make_live(desk.english(six), people)
    write(job, people.translator, "Trempage nouveau")
    moderation.hand_in(job, people.translator)
    return desk.job_again(job)


def write(job: TranslationJob, author: Any, title: str) -> None:
    Segment.objects.filter(job=job, path="title").update(text=title, author=author)
    TranslationJob.objects.filter(pk=job.pk).update(started=True)


def live(job: TranslationJob) -> Any:
    return Page.objects.get(pk=job.target_page_id).specific


def test_english_goes_live_when_a_second_person_approves(six, people):
    page = desk.english(six)
    page.title = "Soaking hides"
    page.save_revision(user=people.editor)
    page.get_workflow().start(page, people.editor)
    assert Page.objects.get(pk=page.pk).title == "Soaking"
    moderation.decide(page, people.approver)
    assert Page.objects.get(pk=page.pk).title == "Soaking hides"
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish", user=people.approver).exists()


def test_approval_publishes_the_reviewed_revision_not_a_newer_one(submitted, people):
    page = live(submitted)
    page.title = "Nobody has seen this"
    newer = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        content=page.serializable_data(),
        object_str=page.title,
    )
    moderation.decide(page, people.reviewer)
    assert live(submitted).title == "Trempage nouveau"
    assert live(submitted).live_revision_id != newer.pk


def test_an_edit_during_review_is_reviewed_in_its_turn(six, people):
    page = desk.english(six)
    page.title = "First"
    page.save_revision(user=people.editor)
    page.get_workflow().start(page, people.editor)
    page.title = "Second"
    second = page.save_revision(user=people.admin)
    moderation.decide(page, people.approver)
    assert Page.objects.get(pk=page.pk).title == "Soaking"
    assert moderation.state_of(page).revision == second


def test_words_of_the_submission_become_the_approved_ones(submitted, people):
    moderation.decide(live(submitted), people.reviewer)
    title = desk.segment(submitted, "title")
    assert (title.approved_text, title.approved_author, title.approved_by) == (
        "Trempage nouveau",
        people.translator,
        people.reviewer,
    )
    job = desk.job_again(submitted)
    assert (job.status, job.started, job.correction, job.live_version) == (Status.LIVE, False, False, job.version)
    history = SegmentHistory.objects.get(segment=title, action="approved")
    assert (history.text, history.user, history.source_version) == ("Trempage nouveau", people.reviewer, job.version)
    # Texts that were approved before and did not change are not approved once more.
    assert SegmentHistory.objects.filter(segment__job=job, action="approved").count() == 1
    submission = Submission.objects.get(job=job)
    assert (submission.decision, submission.decided_by) == ("approved", people.reviewer)
    assert submission.decided_at is not None


def test_words_written_after_handing_in_are_not_approved(submitted, people):
    Segment.objects.filter(job=submitted, path="title").update(text="Later", author=people.reviewer)
    moderation.decide(live(submitted), people.reviewer)
    title = desk.segment(submitted, "title")
    assert (title.text, title.approved_text, title.approved_author) == ("Later", "Trempage nouveau", people.translator)


def test_approval_by_the_writer_is_undone_as_a_whole(submitted, people):
    state = moderation.state_of(live(submitted))
    people.translator.groups.add(roles.group_of("reviewer", "fr"))
    with pytest.raises(FourEyesError, match="somebody else has to approve"):
        state.task.specific.on_action(state, people.translator, "approve")
    # A task of Wagtail's own does not know of four eyes; the end of the workflow does.
    with pytest.raises(FourEyesError, match="somebody else has to approve"):
        state.approve(user=people.translator)
    state.refresh_from_db()
    assert state.status == "in_progress"
    assert live(submitted).title == "FR Soaking"
    assert Submission.objects.get(job=submitted).decision == "pending"


def test_a_date_lets_the_words_wait(submitted, people):
    at = timezone.now() + timedelta(days=2)
    Submission.objects.filter(job=submitted).update(go_live_at=at)
    moderation.decide(live(submitted), people.reviewer)
    page, job = live(submitted), desk.job_again(submitted)
    assert (page.live, page.title, job.status, job.go_live_at) == (True, "FR Soaking", Status.APPROVED, at)
    assert desk.segment(job, "title").approved_text == "FR Soaking"

    Revision.objects.filter(approved_go_live_at=at).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    revision = Submission.objects.get(job=job).revision
    revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    revision.save()
    call_command("publish_scheduled")
    page, job = live(submitted), desk.job_again(submitted)
    assert (page.title, job.status, job.go_live_at) == ("Trempage nouveau", Status.LIVE, None)
    title = desk.segment(job, "title")
    assert (title.approved_text, title.approved_by) == ("Trempage nouveau", people.reviewer)


def test_a_page_that_was_never_live_waits_for_its_date_too(six, people):
    job = desk.job(desk.english(six))

    jobs.start(people.translator, job)
    desk.translate(job, people.translator)
    submission = moderation.hand_in(job, people.translator)
    at = timezone.now() + timedelta(days=2)
    Submission.objects.filter(pk=submission.pk).update(go_live_at=at)
    moderation.decide(desk.job(job.source_page).target_page, people.reviewer)
    page = desk.job(job.source_page).target_page
    assert not page.live
    assert desk.job(job.source_page).status == Status.APPROVED
    assert not Segment.objects.filter(job=job).exclude(approved_text="").exists()


def test_a_live_page_without_a_live_revision_stays_up_while_a_version_waits(six, people):
    page = factories.standard(six, "plain", summary="Summary")["en"]
    page.title = "Dated"
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision(user=people.editor)
    page.get_workflow().start(page, people.editor)
    moderation.decide(page, people.approver)
    page.refresh_from_db()
    assert (page.live, page.title) == (True, "plain en")
    assert Revision.objects.for_instance(page).get(approved_go_live_at__isnull=False).content["title"] == "Dated"
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.schedule", user=people.approver).exists()


def test_english_that_went_on_during_review_is_caught_up_with(submitted, people):
    english = Page.objects.get(pk=submitted.source_page_id).specific
    body = english.body.get_prep_value()
    body[2]["value"]["figures"][0]["value"]["value"] = "300"
    desk.publish(english, body=body)
    assert live(submitted).body.raw_data[2]["value"]["figures"][0]["value"]["value"] == "300"
    assert desk.job_again(submitted).status == Status.IN_REVIEW

    moderation.decide(live(submitted), people.reviewer)
    page = live(submitted)
    assert page.title == "Trempage nouveau"
    assert page.body.raw_data[2]["value"]["figures"][0]["value"]["value"] == "300"
    job = desk.job_again(submitted)
    assert (job.status, job.version_id) == (Status.LIVE, job.latest_version_id)


def test_wordless_changes_leave_a_review_under_way_alone(submitted):
    english = Page.objects.get(pk=submitted.source_page_id).specific
    before = moderation.state_of(live(submitted))
    desk.publish(english, last_reviewed=date(2024, 5, 1))
    page = live(submitted)
    assert str(page.last_reviewed) == "2024-05-01"
    state = moderation.state_of(page)
    assert (state.pk, state.revision_id) == (before.pk, before.revision_id)
    assert page.latest_revision_id == before.revision_id
    assert page.has_unpublished_changes
    assert WorkflowState.objects.get(object_id=str(page.pk)).status == "in_progress"


def test_queries_of_approval_do_not_grow_with_the_texts(six, people, django_assert_max_num_queries):
    counts = []
    for number in (2, 40):
        body = [{"type": "heading", "id": f"h{n}", "value": {"text": f"Heading {n}", "level": "2"}} for n in range(number)]
        job = desk.make_live(desk.english(six, f"page-{number}", body=body), people)
        for row in Segment.objects.filter(job=job):
            Segment.objects.filter(pk=row.pk).update(text=f"{row.text} neu")
        moderation.hand_in(job, people.translator)
        page = live(job)
        with django_assert_max_num_queries(144) as queries:
            moderation.decide(page, people.reviewer)
        counts.append(len(queries))
        assert not any(row.changed for row in Segment.objects.filter(job=job))
    assert counts[1] <= counts[0]
