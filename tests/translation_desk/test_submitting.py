"""Handing in: what is checked, what is saved where, who is told, and that visitors see nothing of it."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.db.models import F
from django.test import Client
from wagtail.models import Page, Revision, WorkflowState

from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.reviewing import english, job, made, seen, six, staff
from translation_desk import editing, jobs, reviewing, submitting
from translation_desk.errors import BadTextError, NotAllowedError, WrongStateError
from translation_desk.models import Notice, Segment, SegmentHistory, Submission, TranslationJob
from translation_desk.models.jobs import Status

__all__ = ["english", "job", "made", "six", "staff"]

Decision = Submission.Decision


@pytest.fixture
def draft(job: TranslationJob, staff: SimpleNamespace) -> TranslationJob:
    """A translation live as "Eins", complete as "Zwei" and not handed in."""
    submitting.withdraw(staff.translator, job)
    Submission.objects.all().delete()
    Notice.objects.all().delete()
    return desk.job_again(job)


def test_drafts_become_a_revision_in_review_and_visitors_see_nothing_of_it(
    draft: TranslationJob, staff: SimpleNamespace, client: Client
) -> None:
    before = seen(draft)
    submission = submitting.submit(staff.translator, draft, note="Please look at the units")
    page = Page.objects.get(pk=draft.target_page_id).specific
    assert page.title == "Eins Soaking"
    assert page.latest_revision_id == submission.revision_id
    assert submission.revision.as_object().title == "Zwei Soaking"
    assert page.current_workflow_task_state.revision_id == submission.revision_id
    assert desk.job_again(draft).status == Status.IN_REVIEW
    assert submission.decision == Decision.PENDING
    assert seen(draft) == before


def test_a_submission_keeps_every_text_with_its_author(draft: TranslationJob, staff: SimpleNamespace) -> None:
    row = desk.segment(draft, "summary")
    Segment.objects.filter(pk=row.pk).update(text=row.approved_text, author=staff.reviewer)
    submission = submitting.submit(staff.translator, draft)
    title = desk.segment(draft, "title")
    assert submission.texts[str(title.pk)] == {
        "text": "Zwei Soaking",
        "author": staff.translator.pk,
        "accepted_by": None,
        "changed": True,
    }
    assert submission.texts[str(row.pk)]["changed"] is False


def test_reviewers_of_the_language_are_told_by_one_mail_and_not_by_wagtails(
    draft: TranslationJob, staff: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        submitting.submit(staff.translator, draft, note="Units")
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        (["reviewer-fr@example.org"], "Handed in for review: Soaking (French)")
    ]
    assert "Units" in mail.outbox[0].body


def test_what_is_not_ready_is_said_segment_by_segment(draft: TranslationJob, staff: SimpleNamespace) -> None:
    empty, linked = desk.segment(draft, "title"), desk.segment(draft, "body.b2", 1)
    Segment.objects.filter(pk=empty.pk).update(text="")
    Segment.objects.filter(pk=linked.pk).update(text="Lisez le manuel.")
    with pytest.raises(BadTextError) as caught:
        submitting.submit(staff.translator, draft)
    assert set(caught.value.problems) == {empty.pk, linked.pk}
    assert not Submission.objects.exists()
    assert desk.job_again(draft).status == Status.IN_TRANSLATION


def test_what_the_page_itself_refuses_is_said_at_its_segment(draft: TranslationJob, staff: SimpleNamespace) -> None:
    title = desk.segment(draft, "title")
    Segment.objects.filter(pk=title.pk).update(text="x" * 300)
    revisions = Revision.objects.count()
    with pytest.raises(BadTextError) as caught:
        submitting.submit(staff.translator, draft)
    assert list(caught.value.problems) == [title.pk]
    assert Revision.objects.count() == revisions


@pytest.mark.parametrize("who", ["stranger", "other_reviewer", "editor", "approver"])
def test_people_of_other_languages_cannot_hand_in(draft: TranslationJob, staff: SimpleNamespace, who: str) -> None:
    with pytest.raises(NotAllowedError):
        submitting.submit(getattr(staff, who), draft)


def test_a_second_person_who_hands_in_the_same_is_refused(draft: TranslationJob, staff: SimpleNamespace) -> None:
    stale = desk.job_again(draft)
    submitting.submit(staff.translator, draft)
    with pytest.raises(WrongStateError):
        submitting.submit(staff.translator, stale)
    assert Submission.objects.count() == 1


def test_a_source_deleted_meanwhile_is_said_and_the_texts_stay(draft: TranslationJob, staff: SimpleNamespace) -> None:
    Page.objects.get(pk=draft.source_page_id).delete()
    with pytest.raises(WrongStateError, match="English page has been deleted"):
        submitting.submit(staff.translator, desk.job_again(draft))
    assert desk.segment(draft, "title").text == "Zwei Soaking"


def test_a_correction_without_a_change_is_not_handed_in(draft: TranslationJob, staff: SimpleNamespace) -> None:
    Segment.objects.filter(job=draft).update(text=F("approved_text"))
    with pytest.raises(WrongStateError, match="Nothing differs"):
        submitting.submit(staff.translator, draft)


def test_work_sent_back_is_handed_in_again_into_the_same_workflow(draft: TranslationJob, staff: SimpleNamespace) -> None:
    submitting.submit(staff.translator, draft)
    reviewing.send_back(staff.reviewer, draft, "Units")
    again = submitting.submit(staff.translator, desk.job_again(draft))
    (state,) = WorkflowState.objects.active().for_instance(Page.objects.get(pk=draft.target_page_id))
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    assert state.current_task_state.revision_id == again.revision_id
    assert state.task_states.count() == 2


def test_the_translator_withdraws(draft: TranslationJob, staff: SimpleNamespace) -> None:
    submitting.submit(staff.translator, draft)
    with pytest.raises(NotAllowedError):
        submitting.withdraw(staff.other_reviewer, draft)
    submission = submitting.withdraw(staff.translator, draft)
    assert submission.decision == Decision.WITHDRAWN
    assert desk.job_again(draft).status == Status.IN_TRANSLATION
    with pytest.raises(WrongStateError):
        submitting.withdraw(staff.translator, draft)
    editing.save_text(staff.translator, desk.segment(draft, "title"), "Trempe", version=desk.segment(draft, "title").version)


def test_wagtails_own_cancelling_withdraws_too(draft: TranslationJob, staff: SimpleNamespace) -> None:
    submission = submitting.submit(staff.translator, draft)
    Page.objects.get(pk=draft.target_page_id).specific.current_workflow_state.cancel(user=staff.admin)
    submission.refresh_from_db()
    assert (submission.decision, submission.decided_by) == (Decision.WITHDRAWN, staff.admin)
    assert desk.job_again(draft).status == Status.IN_TRANSLATION


def test_accepted_corrections_are_handed_in_again_so_that_the_reviewer_may_approve(
    draft: TranslationJob, staff: SimpleNamespace
) -> None:
    first = submitting.submit(staff.translator, draft)
    title = desk.segment(draft, "title")
    reviewing.suggest(staff.reviewer, title, "Trempe")
    submitting.accept_corrections(staff.translator, draft)
    first.refresh_from_db()
    assert first.decision == Decision.REPLACED
    second = submitting.pending(draft)
    assert second.texts[str(title.pk)] == {
        "text": "Trempe",
        "author": staff.reviewer.pk,
        "accepted_by": staff.translator.pk,
        "changed": True,
    }
    page = Page.objects.get(pk=draft.target_page_id).specific
    assert page.current_workflow_task_state.revision_id == second.revision_id
    assert desk.job_again(draft).status == Status.IN_REVIEW
    assert SegmentHistory.objects.filter(segment=title, action="accepted", user=staff.translator).exists()
    reviewing.approve(staff.reviewer, draft)
    assert Page.objects.get(pk=draft.target_page_id).title == "Trempe"


def test_nobody_accepts_their_own_correction(draft: TranslationJob, staff: SimpleNamespace) -> None:
    submitting.submit(staff.translator, draft)
    reviewing.suggest(staff.reviewer, desk.segment(draft, "title"), "Trempe")
    TranslationJob.objects.filter(pk=draft.pk).update(translator=staff.reviewer)
    with pytest.raises(NotAllowedError):
        submitting.accept_corrections(staff.reviewer, draft)


@pytest.mark.parametrize("size", [4, 204])
def test_queries_of_handing_in(
    six: factories.Pages, staff: SimpleNamespace, size: int, django_assert_max_num_queries: Any, empty_admin_queries: Any
) -> None:
    made = complete(six, staff, size)
    client = Client()
    client.force_login(staff.translator)
    empty = empty_admin_queries(client)
    with django_assert_max_num_queries(empty + 120 + size // 20):
        assert client.post(f"/admin/translations/{made.pk}/submit/", {"note": ""}).status_code == 302


def complete(six: factories.Pages, staff: SimpleNamespace, size: int) -> TranslationJob:
    body = [{"type": "paragraph", "id": f"p{number}", "value": f"<p>Text {number}.</p>"} for number in range(size)]
    page = desk.english(six, f"long-{size}", body=body)
    desk.translate(jobs.start(staff.translator, desk.job(page)), staff.translator)
    return desk.job(page)


def test_the_form_says_what_is_missing_and_keeps_what_was_typed(
    draft: TranslationJob, staff: SimpleNamespace, client: Client
) -> None:
    client.force_login(staff.translator)
    address = f"/admin/translations/{draft.pk}/submit/"
    assert "Hand in" in client.get(address).content.decode()
    title = desk.segment(draft, "title")
    Segment.objects.filter(pk=title.pk).update(text="")
    response = client.post(address, {"note": "Typed with care"})
    text = response.content.decode()
    assert response.status_code == 422
    assert f"#segment-{title.pk}" in text
    assert "Typed with care" in text
    Segment.objects.filter(pk=title.pk).update(text="Trempe")
    assert client.post(address, {"note": "Typed with care"}).status_code == 302
    assert Notice.objects.filter(event="submitted", message="Typed with care").exists()


def test_a_script_gets_json(draft: TranslationJob, staff: SimpleNamespace, client: Client) -> None:
    client.force_login(staff.translator)
    title = desk.segment(draft, "title")
    Segment.objects.filter(pk=title.pk).update(text="")
    answer = client.post(f"/admin/translations/{draft.pk}/submit/", {"note": ""}, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["problems"] == {str(title.pk): "Not translated"}
