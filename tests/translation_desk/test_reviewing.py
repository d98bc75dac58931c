"""Decisions of reviewers, on the desk's screens and on Wagtail's: what visitors read, who is told, what the job is then."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.reviewing import english, job, made, seen, six, staff, twice, untouched
from translation_desk import jobs, reviewing, submitting
from translation_desk.errors import BadTextError, NotAllowedError, WrongStateError
from translation_desk.models import Notice, Segment, SegmentComment, SegmentHistory, Submission, TranslationJob
from translation_desk.models.jobs import Status

__all__ = ["english", "job", "made", "six", "staff", "twice", "untouched"]

Decision = Submission.Decision


@pytest.fixture(autouse=True)
def no_news(staff: SimpleNamespace) -> None:
    """Forget what people were told while the module's pages were made."""
    Notice.objects.all().delete()


def events(user: Any) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("event", flat=True))


# --- On segments ---


def test_a_proposal_stays_beside_the_draft_and_the_translator_is_told_once(job: TranslationJob, staff: SimpleNamespace) -> None:
    title = reviewing.suggest(staff.reviewer, desk.segment(job, "title"), "Trempe")
    reviewing.suggest(staff.reviewer, desk.segment(job, "summary"), "De l’eau")
    assert (title.text, title.suggestion, title.suggested_by) == ("Zwei Soaking", "Trempe", staff.reviewer)
    assert events(staff.translator) == ["corrected"]
    assert SegmentHistory.objects.filter(segment=title, action="suggested", text="Trempe").exists()
    assert reviewing.suggest(staff.reviewer, title, "Zwei Soaking").suggestion == ""


def test_a_proposal_with_broken_tags_is_refused(job: TranslationJob, staff: SimpleNamespace) -> None:
    with pytest.raises(BadTextError):
        reviewing.suggest(staff.reviewer, desk.segment(job, "body.b2"), "L’eau ⟦1⟧revient")


def test_segments_are_found_good_together_and_flagged_with_a_comment(job: TranslationJob, staff: SimpleNamespace) -> None:
    rows = list(Segment.objects.filter(job=job, active=True))
    assert reviewing.accept_segments(staff.reviewer, rows) == len(rows)
    flagged = reviewing.flag(staff.reviewer, rows[0], "Check the term")
    assert flagged.review == Segment.Review.FLAGGED
    assert SegmentComment.objects.get(segment=rows[0]).text == "Check the term"
    assert SegmentHistory.objects.filter(segment=rows[0], action__in=("cleared", "flagged")).count() == 2
    assert set(Segment.objects.filter(job=job).exclude(pk=rows[0].pk).values_list("review", flat=True)) == {"accepted"}


def test_finding_all_good_costs_the_same_for_many(
    six: factories.Pages, staff: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    body = [{"type": "paragraph", "id": f"p{number}", "value": f"<p>Text {number}.</p>"} for number in range(60)]
    page = desk.english(six, "long", body=body)
    desk.translate(jobs.start(staff.translator, desk.job(page)), staff.translator)
    submitting.submit(staff.translator, desk.job(page))
    rows = list(Segment.objects.filter(job=desk.job(page)))
    with django_assert_max_num_queries(8):
        reviewing.accept_segments(staff.reviewer, rows)


@pytest.mark.parametrize("who", ["translator", "other_reviewer", "stranger", "approver"])
def test_only_reviewers_of_the_language_decide(job: TranslationJob, staff: SimpleNamespace, who: str) -> None:
    user, title = getattr(staff, who), desk.segment(job, "title")
    before = seen(job)
    for step in (
        lambda: reviewing.suggest(user, title, "Trempe"),
        lambda: reviewing.accept_segments(user, [title]),
        lambda: reviewing.flag(user, title),
        lambda: reviewing.send_back(user, job, "No"),
        lambda: reviewing.approve(user, job),
        lambda: reviewing.take_offline(user, job, "No"),
    ):
        with pytest.raises(NotAllowedError):
            step()
    assert seen(job) == before
    assert desk.job_again(job).status == Status.IN_REVIEW


def test_segments_are_only_decided_on_in_review(job: TranslationJob, staff: SimpleNamespace) -> None:
    submitting.withdraw(staff.translator, job)
    with pytest.raises(WrongStateError):
        reviewing.flag(staff.reviewer, desk.segment(job, "title"))


# --- On the whole ---


def test_sent_back_work_returns_to_its_translator(job: TranslationJob, staff: SimpleNamespace) -> None:
    before = seen(job)
    submission = reviewing.send_back(staff.reviewer, job, "Mind the units")
    again = desk.job_again(job)
    assert (submission.decision, submission.message) == (Decision.SENT_BACK, "Mind the units")
    assert (again.status, again.translator) == (Status.SENT_BACK, staff.translator)
    assert Notice.objects.get(user=staff.translator, event="sent_back").message == "Mind the units"
    assert seen(job) == before


def test_sending_back_says_why(job: TranslationJob, staff: SimpleNamespace) -> None:
    with pytest.raises(BadTextError):
        reviewing.send_back(staff.reviewer, job, " ")
    reviewing.flag(staff.reviewer, desk.segment(job, "title"))
    assert reviewing.send_back(staff.reviewer, job, "").decision == Decision.SENT_BACK


def test_work_whose_translator_has_left_goes_to_whoever_handed_it_in(job: TranslationJob, staff: SimpleNamespace) -> None:
    TranslationJob.objects.filter(pk=job.pk).update(translator=None)
    reviewing.send_back(staff.reviewer, job, "Units")
    assert desk.job_again(job).translator == staff.translator


def test_approval_publishes_what_was_handed_in(job: TranslationJob, staff: SimpleNamespace) -> None:
    assert "Eins Soaking" in seen(job)
    submission = reviewing.approve(staff.reviewer, job, message="Well done")
    again = desk.job_again(job)
    assert "Zwei Soaking" in seen(job)
    assert submission.decision == Decision.APPROVED
    assert (again.status, again.started, again.live_version_id) == (Status.LIVE, False, job.version_id)
    title = desk.segment(job, "title")
    assert (title.approved_text, title.approved_author, title.approved_by) == ("Zwei Soaking", staff.translator, staff.reviewer)
    assert Notice.objects.get(user=staff.translator, event="approved").message == "Well done"


def test_nobody_approves_their_own_words(untouched: Page, staff: SimpleNamespace) -> None:
    both = desk.person("both-fr", ("translator", "fr"), ("reviewer", "fr"))
    desk.translate(jobs.start(both, desk.job(untouched)), both)
    submitting.submit(both, desk.job(untouched))
    for user in (both, desk.person("boss")):
        with pytest.raises(NotAllowedError):
            reviewing.approve(user, desk.job(untouched))
    assert seen(desk.job(untouched)) == ""
    reviewing.approve(staff.reviewer, desk.job(untouched))
    assert "FR Grading" in seen(desk.job(untouched))


def test_two_reviewers_decide_at_once(job: TranslationJob, staff: SimpleNamespace) -> None:
    second = desk.person("second-fr", ("reviewer", "fr"))
    stale = desk.job_again(job)
    reviewing.send_back(staff.reviewer, job, "Units")
    with pytest.raises(WrongStateError):
        reviewing.approve(second, stale)
    assert "Eins Soaking" in seen(job)


def test_approval_with_a_date_waits_for_it(job: TranslationJob, staff: SimpleNamespace) -> None:
    when = timezone.now() + timedelta(hours=2)
    reviewing.approve(staff.reviewer, job, at=when)
    again = desk.job_again(job)
    assert (again.status, again.go_live_at) == (Status.APPROVED, when)
    assert "Eins Soaking" in seen(job)
    assert Notice.objects.get(user=staff.translator, event="approved").data["go_live_at"] == when.isoformat()
    call_command("publish_scheduled")
    assert "Eins Soaking" in seen(job)
    Page.objects.get(pk=job.target_page_id).revisions.filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1)
    )
    revision = Page.objects.get(pk=job.target_page_id).latest_revision
    revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert "Zwei Soaking" in seen(job)
    assert desk.job_again(job).status == Status.LIVE


def test_a_date_in_the_past_is_refused(job: TranslationJob, staff: SimpleNamespace) -> None:
    with pytest.raises(BadTextError):
        reviewing.approve(staff.reviewer, job, at=timezone.now() - timedelta(minutes=1))
    assert desk.job_again(job).status == Status.IN_REVIEW


def test_what_waits_for_its_date_can_be_withdrawn(job: TranslationJob, staff: SimpleNamespace) -> None:
    reviewing.approve(staff.reviewer, job, at=timezone.now() + timedelta(hours=2))
    submission = submitting.withdraw(staff.translator, job)
    again = desk.job_again(job)
    assert submission.decision == Decision.WITHDRAWN
    assert (again.status, again.go_live_at) == (Status.IN_TRANSLATION, None)
    call_command("publish_scheduled")
    assert "Eins Soaking" in seen(job)


def test_english_that_changes_during_review_blocks_nothing(english: Page, job: TranslationJob, staff: SimpleNamespace) -> None:
    desk.publish(english, summary="What water does to hides.")
    again = desk.job_again(job)
    assert (again.status, again.segments_pending) == (Status.IN_REVIEW, 1)
    reviewing.approve(staff.reviewer, again)
    assert "Zwei Soaking" in seen(job)
    assert desk.job_again(job).status == Status.OUTDATED


def test_a_deleted_source_is_said(english: Page, job: TranslationJob, staff: SimpleNamespace) -> None:
    Page.objects.get(pk=english.pk).delete()
    with pytest.raises(WrongStateError, match="English page has been deleted"):
        reviewing.approve(staff.reviewer, job)


# --- On Wagtail's screens ---


def act_in_wagtail(client: Client, job: TranslationJob, action: str, comment: str = "") -> Any:
    state = Page.objects.get(pk=job.target_page_id).specific.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[job.target_page_id, action, state.pk])
    return client.post(address, {"comment": comment})


def test_wagtails_approve_button_does_the_same(job: TranslationJob, staff: SimpleNamespace, client: Client) -> None:
    client.force_login(staff.reviewer)
    assert act_in_wagtail(client, job, "approve", "Fine").status_code == 302
    submission = Submission.objects.get(job=job, original=None, revision=Page.objects.get(pk=job.target_page_id).latest_revision)
    assert (submission.decision, submission.decided_by, submission.message) == (Decision.APPROVED, staff.reviewer, "Fine")
    assert "Zwei Soaking" in seen(job)
    assert desk.job_again(job).status == Status.LIVE
    assert events(staff.translator) == ["approved"]
    assert PageLogEntry.objects.filter(action="translation_desk.approve", data__comment="Fine").count() == 1


def test_wagtails_request_for_changes_does_the_same(job: TranslationJob, staff: SimpleNamespace, client: Client) -> None:
    client.force_login(staff.reviewer)
    assert act_in_wagtail(client, job, "reject", "Units").status_code == 302
    submission = Submission.objects.get(job=job, original=None, revision=Page.objects.get(pk=job.target_page_id).latest_revision)
    assert (submission.decision, submission.message) == (Decision.SENT_BACK, "Units")
    assert desk.job_again(job).status == Status.SENT_BACK
    assert events(staff.translator) == ["sent_back"]


def test_one_mail_for_each_decision(
    job: TranslationJob, staff: SimpleNamespace, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(staff.reviewer)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        act_in_wagtail(client, job, "reject", "Units")
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        (["translator-fr@example.org"], "Sent back to you: Soaking (French)")
    ]


def test_english_pages_keep_wagtails_mails(
    english: Page, staff: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    page = Page.objects.get(pk=english.pk).specific
    page.title = "Soaking hides"
    page.save_revision(user=staff.editor)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        page.get_workflow().start(page, staff.editor)
    assert ["approver-en@example.org"] in [sent.to for sent in mail.outbox]


# --- At once, alone ---


def test_a_reviewer_takes_a_translation_offline_at_once(job: TranslationJob, staff: SimpleNamespace) -> None:
    reviewing.send_back(staff.reviewer, job, "Units")
    Notice.objects.all().delete()
    made = reviewing.take_offline(staff.reviewer, job, "A number is wrong")
    assert seen(job) == ""
    assert (made.status, made.live_version) == (Status.SENT_BACK, None)
    assert events(staff.translator) == ["taken_offline"]
    assert events(staff.approver) == ["taken_offline"]
    entry = PageLogEntry.objects.get(action="translation_desk.offline")
    assert (entry.user, entry.comment) == (staff.reviewer, "A number is wrong")


def test_taking_offline_opens_a_correction_for_the_translator(twice: TranslationJob, staff: SimpleNamespace) -> None:
    made = reviewing.take_offline(staff.reviewer, twice, "A number is wrong")
    assert (made.started, made.correction, made.translator, made.status) == (True, True, staff.translator, Status.IN_TRANSLATION)
    submitting.submit(staff.translator, made)
    reviewing.approve(staff.reviewer, made)
    assert "Zwei Tanning" in seen(made)


def test_taking_offline_needs_a_reason_and_something_live(untouched: Page, twice: TranslationJob, staff: SimpleNamespace) -> None:
    with pytest.raises(WrongStateError):
        reviewing.take_offline(staff.reviewer, desk.job(untouched), "Why")
    with pytest.raises(BadTextError):
        reviewing.take_offline(staff.reviewer, twice, "  ")
    assert "Zwei Tanning" in seen(twice)


def test_an_earlier_approved_version_returns_word_for_word(twice: TranslationJob, staff: SimpleNamespace) -> None:
    assert "Zwei What water does to hides." in seen(twice)
    newest, oldest = reviewing.approved_versions(twice)
    second = desk.person("second-fr", ("reviewer", "fr"))
    reviewing.return_to(second, twice, oldest, "The new text is wrong")
    text = seen(twice)
    assert "Eins Tanning" in text
    assert "Eins What water does." in text
    assert "Zwei" not in text
    made = desk.job_again(twice)
    assert (made.live_version, made.started, made.correction, made.translator) == (oldest.version, True, True, staff.translator)
    title = desk.segment(made, "title")
    assert (title.text, title.approved_text, title.approved_by) == ("Zwei Tanning", "Eins Tanning", staff.reviewer)
    assert desk.segment(made, "summary").approved_text == ""
    assert reviewing.approved_versions(made) == [newest, oldest]
    assert Notice.objects.get(user=staff.approver, event="returned").message == "The new text is wrong"


def test_the_correction_after_a_return_goes_live_again(twice: TranslationJob, staff: SimpleNamespace) -> None:
    reviewing.return_to(staff.reviewer, twice, reviewing.approved_versions(twice)[1], "Wrong")
    desk.translate(desk.job_again(twice), staff.translator, "Drei")
    submitting.submit(staff.translator, twice)
    reviewing.approve(staff.reviewer, twice)
    assert "Drei What water does to hides." in seen(twice)
    assert desk.job_again(twice).status == Status.LIVE


def test_only_approved_versions_of_the_same_page_return(
    job: TranslationJob, twice: TranslationJob, staff: SimpleNamespace
) -> None:
    before = seen(twice)
    with pytest.raises(WrongStateError):
        reviewing.return_to(staff.reviewer, twice, reviewing.approved_versions(job)[0], "Wrong page")
    jobs.open_correction(staff.translator, twice)
    desk.translate(desk.job_again(twice), staff.translator, "Drei")
    waiting = submitting.submit(staff.translator, twice)
    with pytest.raises(WrongStateError):
        reviewing.return_to(staff.reviewer, twice, waiting, "Not approved")
    assert seen(twice) == before


def test_returning_withdraws_what_waits_for_review(twice: TranslationJob, staff: SimpleNamespace) -> None:
    jobs.open_correction(staff.translator, twice)
    desk.translate(desk.job_again(twice), staff.translator, "Drei")
    waiting = submitting.submit(staff.translator, twice)
    reviewing.return_to(staff.reviewer, twice, reviewing.approved_versions(twice)[1], "Wrong")
    waiting.refresh_from_db()
    assert waiting.decision == Decision.WITHDRAWN
    assert desk.job_again(twice).status == Status.IN_TRANSLATION
    assert desk.segment(twice, "title").text == "Drei Tanning"
    assert "Eins Tanning" in seen(twice)
