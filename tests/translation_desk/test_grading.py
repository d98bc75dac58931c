"""Typo, update, urgent: proposed by the author, confirmed by the approver, and what each does to translations."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests import factories
from tests.translation_desk import desk, moderation
from tests.translation_desk.world import posted
from translation_desk import grading, jobs, reviewing, submitting
from translation_desk.errors import BadTextError, NotAllowedError, WrongStateError
from translation_desk.models import EnglishChange, Grade, Notice, SourceVersion, TranslationJob
from translation_desk.models.jobs import Priority, Status

pytestmark = pytest.mark.django_db

TYPO = {"summary": "What watter does."}
URGENT = {"summary": "What water does to skin without gloves."}


def handed_in(page: Page, user: Any, **changes: Any) -> Page:
    """Save a draft and hand it in."""
    draft = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision(user=user)
    page = Page.objects.get(pk=page.pk).specific
    page.get_workflow().start(page, user)
    return page


def shown(page: Page) -> str:
    return str(page.current_workflow_task_state.revision_id)


def approved(page: Page, staff: SimpleNamespace, grade: int, note: str = "", **changes: Any) -> None:
    """Hand a change in and approve it with a grade."""
    page = handed_in(page, staff.editor, **changes)
    grading.approve(staff.approver, page, grade=grade, note=note, message="", shown=shown(page))


@pytest.fixture(scope="module")
def made_page(six: factories.Pages, made_people: SimpleNamespace, django_db_blocker: Any) -> Iterator[Page]:
    with django_db_blocker.unblock(), factories.undone():
        made = desk.english(six)
        desk.make_live(made, made_people)
        yield made


@pytest.fixture
def page(made_page: Page, db: None) -> Page:
    """An English page that is live in French."""
    return Page.objects.get(pk=made_page.pk).specific


class TestTypo:
    def test_translations_stay_live_and_are_taken_over(self, page: Page, people: Any) -> None:
        approved(page, people, Grade.TYPO, **TYPO)
        job = desk.job(page)
        assert (job.status, job.segments_changed, job.grade) == (Status.LIVE, 0, None)
        assert desk.segment(job, "summary").approved_text == "FR What water does."
        assert job.latest_version.grade == Grade.TYPO
        assert not Notice.objects.filter(event=Notice.Event.ENGLISH_CHANGED).exists()

    def test_work_under_way_has_nothing_to_bring_in_and_loses_nothing(self, page: Page, people: Any) -> None:
        work = jobs.open_correction(people.translator, desk.job(page))
        row = desk.segment(work, "summary")
        row.text = "FR L’eau."
        row.save()
        approved(page, people, Grade.TYPO, **TYPO)
        job = desk.job(page)
        assert (job.status, job.segments_pending) == (Status.IN_TRANSLATION, 0)
        job = jobs.merge(people.translator, job)
        assert desk.segment(job, "summary").text == "FR L’eau."
        assert desk.segment(job, "summary").approved_text == "FR What water does."

    def test_what_waits_for_review_goes_live_as_up_to_date(self, page: Page, people: Any) -> None:
        job = jobs.open_correction(people.translator, desk.job(page))
        desk.translate(job, people.translator, "Neuf")
        submitting.submit(people.translator, job)
        approved(page, people, Grade.TYPO, **TYPO)
        reviewing.approve(people.reviewer, desk.job(page))
        job = desk.job(page)
        assert job.status == Status.LIVE
        assert desk.segment(job, "summary").approved_text == "Neuf What water does."

    def test_a_later_typo_clears_no_earlier_update(self, page: Page, people: Any) -> None:
        desk.publish(page, title="Soaking hides")
        approved(page, people, Grade.TYPO, title="Soaking hidess")
        job = desk.job(page)
        assert (job.status, job.segments_changed, job.grade) == (Status.OUTDATED, 1, Grade.UPDATE)
        assert desk.segment(job, "title").previous.approved_text == "FR Soaking"

    @pytest.mark.parametrize(
        ("summary", "reason"), [("How hides are graded.", "whole passage"), ("What 2 waters do.", "a number")]
    )
    def test_more_than_a_typo_is_refused_with_the_passage(self, page: Page, people: Any, summary: str, reason: str) -> None:
        page = handed_in(page, people.editor, summary=summary)
        for service, user in ((grading.propose, people.editor), (grading.approve, people.approver)):
            extra = {"message": ""} if service is grading.approve else {}
            with pytest.raises(BadTextError, match=f"Summary: .*{reason}"):
                service(user, page, grade=Grade.TYPO, note="", shown=shown(page), **extra)
        assert moderation.state_of(page)

    def test_what_turns_out_to_be_more_counts_as_an_update(self, page: Page, people: Any) -> None:
        page = handed_in(page, people.editor, **TYPO)
        EnglishChange.objects.create(
            page=page, revision_id=int(shown(page)), grade=Grade.TYPO, confirmed_by=people.approver, note="Spelling."
        )
        SourceVersion.objects.filter(translation_key=page.translation_key).update(shape="other")
        moderation.decide(page, people.approver)
        job = desk.job(page)
        assert (job.latest_version.grade, job.status) == (Grade.UPDATE, Status.OUTDATED)


class TestUrgent:
    def test_jobs_stand_on_top_until_the_translation_follows(self, page: Page, people: Any) -> None:
        approved(page, people, Grade.URGENT, "Gloves are needed.", **URGENT)
        job = desk.job(page)
        assert (job.priority, job.grade, job.latest_version.note) == (Priority.URGENT, Grade.URGENT, "Gloves are needed.")
        assert TranslationJob.objects.first() == job
        assert desk.job(page, "ru").priority == Priority.NORMAL
        desk.translate(jobs.start(people.translator, job), people.translator)
        submitting.submit(people.translator, desk.job(page))
        reviewing.approve(people.reviewer, desk.job(page))
        job = desk.job(page)
        assert (job.priority, job.grade, job.urgent_since) == (Priority.NORMAL, None, None)

    def test_translators_and_reviewers_are_told_with_the_note(self, page: Page, people: Any) -> None:
        approved(page, people, Grade.URGENT, "Gloves are needed.", **URGENT)
        told = Notice.objects.filter(event=Notice.Event.URGENT_CHANGE)
        assert {notice.user for notice in told} == {people.translator, people.reviewer}
        assert {notice.message for notice in told} == {"Gloves are needed."}

    def test_a_priority_given_by_hand_outlives_it(self, page: Page, people: Any) -> None:
        TranslationJob.objects.update(priority=Priority.URGENT)
        approved(page, people, Grade.URGENT, **URGENT)
        job = desk.job(page)
        assert job.urgent_since is None
        grading.release([job])
        assert desk.job(page).priority == Priority.URGENT


class TestWhoSays:
    def test_nobody_asked_makes_an_update(self, page: Page, people: Any) -> None:
        page.summary = TYPO["summary"]
        page.save_revision().publish()
        assert desk.job(page).latest_version.grade == Grade.UPDATE
        assert EnglishChange.objects.get(page=page).version == desk.job(page).latest_version

    def test_a_proposal_that_nobody_confirmed_is_an_update(self, page: Page, people: Any) -> None:
        page = handed_in(page, people.editor, **TYPO)
        grading.propose(people.editor, page, grade=Grade.TYPO, note="Spelling.", shown=shown(page))
        moderation.decide(page, people.approver)
        version = desk.job(page).latest_version
        assert (version.grade, version.note) == (Grade.UPDATE, "Spelling.")

    def test_later_drafts_do_not_change_what_was_said(self, page: Page, people: Any) -> None:
        page = handed_in(page, people.editor, **TYPO)
        change = grading.propose(people.editor, page, grade=Grade.TYPO, note="Spelling.", shown=shown(page))
        draft = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
        draft.summary = "How hides are graded."
        draft.save_revision(user=people.editor, overwrite_revision=draft.get_latest_revision())
        change.refresh_from_db()
        assert (change.proposed, str(change.revision_id)) == (Grade.TYPO, shown(page))

    def test_the_author_does_not_approve(self, page: Page, people: Any) -> None:
        page = handed_in(page, people.editor, **TYPO)
        for user in (people.editor, people.translator):
            with pytest.raises(NotAllowedError):
                grading.approve(user, page, grade=Grade.UPDATE, note="", message="", shown=shown(page))
        with pytest.raises(NotAllowedError):
            grading.propose(people.translator, page, grade=Grade.UPDATE, note="", shown=shown(page))

    def test_what_was_changed_meanwhile_has_to_be_looked_at(self, page: Page, people: Any) -> None:
        page = handed_in(page, people.editor, **TYPO)
        with pytest.raises(WrongStateError):
            grading.approve(people.approver, page, grade=Grade.UPDATE, note="", message="", shown="0")


class TestScreens:
    def test_the_author_is_asked_after_handing_in(self, page: Page, people: Any, client: Client) -> None:
        client.force_login(people.editor)
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        form = {**posted(page, people.editor), "title": "Soakingg", "summary": page.summary, "action-submit": "1"}
        answer = client.post(edit, form)
        address = reverse("translation_desk:propose_change", args=[page.pk])
        assert answer.headers["Location"] == address
        page = Page.objects.get(pk=page.pk).specific
        said = {"grade": Grade.URGENT, "note": "The title.", "shown": shown(page)}
        assert client.post(address, said).status_code == 302
        change = EnglishChange.objects.get(revision=shown(page))
        assert (change.proposed, change.note, change.proposed_by) == (Grade.URGENT, "The title.", people.editor)

    def test_the_approver_sees_the_difference_and_decides(self, page: Page, people: Any, client: Client) -> None:
        page = handed_in(page, people.editor, **URGENT)
        grading.propose(people.editor, page, grade=Grade.URGENT, note="Gloves.", shown=shown(page))
        client.force_login(people.approver)
        address = reverse("translation_desk:approve_change", args=[page.pk])
        html = client.get(address).content.decode()
        assert "<ins>" in html and "without gloves" in html and 'value="Gloves."' in html
        answer = client.post(address, {"grade": Grade.TYPO, "note": "Gloves.", "shown": shown(page)})
        assert answer.status_code == 422 and "This is more than a typo" in answer.content.decode()
        answer = client.post(address, {"grade": Grade.UPDATE, "note": "Gloves and more.", "shown": shown(page)})
        assert answer.status_code == 302
        version = desk.job(page).latest_version
        assert (version.grade, version.note) == (Grade.UPDATE, "Gloves and more.")

    def test_wagtails_own_buttons_lead_there(self, page: Page, people: Any, client: Client) -> None:
        page = handed_in(page, people.editor, **TYPO)
        client.force_login(people.approver)
        address = reverse("translation_desk:approve_change", args=[page.pk])
        assert f'href="{address}"' in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert client.get(moderation.decision_url(page)).json()["redirect"] == address

    def test_translators_read_what_changed(self, page: Page, people: Any, client: Client) -> None:
        approved(page, people, Grade.URGENT, "Gloves are needed.", **URGENT)
        client.force_login(people.translator)
        job = desk.job(page)
        html = client.get(reverse("translation_desk:job", args=[job.pk])).content.decode()
        assert "English changed urgently on" in html and "Gloves are needed." in html
        queue, row = reverse("translation_desk:queue"), f'value="{job.pk}" id="desk-choose'
        assert row in client.get(queue, {"tab": "all", "change": Grade.URGENT}).content.decode()
        assert row not in client.get(queue, {"tab": "all", "change": Grade.UPDATE}).content.decode()
        audit = client.get(reverse("translation_desk:audit", args=[job.pk])).content.decode()
        assert "English has changed: Urgent" in audit
