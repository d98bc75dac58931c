"""Closed doors say why, in the person's language, and lose nothing that was typed."""

import json
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, PageLogEntry, Revision, Workflow, WorkflowPage, WorkflowTask
from wagtail.users.models import UserProfile

from home.models import HomePage
from tests import factories
from tests.translation_desk import desk, moderation
from translation_desk import jobs, roles
from translation_desk.four_eyes import AlreadyDecidedError
from translation_desk.models import Segment, TranslationJob

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(six: factories.Pages, people: Any) -> TranslationJob:
    """A live French translation with a new title that waits for review."""
    made = desk.make_live(desk.english(six), people)
    Segment.objects.filter(job=made, path="title").update(text="Nouveau titre", author=people.translator)
    moderation.hand_in(made, people.translator)
    return desk.job_again(made)


def said(answer: Any) -> list[str]:
    return [str(message).strip() for message in get_messages(answer.wsgi_request)]


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class TestApproval:
    def test_the_reviewer_sees_the_task_and_approves_on_wagtails_screens(self, job, people):
        page = job.target_page
        client = moderation.signed_in(people.reviewer)
        dashboard = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "Awaiting your review" in dashboard
        assert moderation.decision_url(page) in dashboard
        client.post(moderation.decision_url(page), {"comment": "Good"})
        assert Page.objects.get(pk=page.pk).title == "Nouveau titre"
        actions = set(PageLogEntry.objects.filter(page=page.pk, user=people.reviewer).values_list("action", flat=True))
        assert {"wagtail.workflow.approve", "wagtail.publish"} <= actions

    def test_wagtail_mails_who_has_to_decide_and_who_asked(self, six, people):
        page = desk.english(six)
        page.title = "New"
        page.save_revision(user=people.editor)
        mail.outbox.clear()
        page.get_workflow().start(page, people.editor)
        assert {address for message in mail.outbox for address in message.to} == {people.approver.email, people.admin.email}
        mail.outbox.clear()
        moderation.signed_in(people.approver).post(moderation.decision_url(page))
        assert {address for message in mail.outbox for address in message.to} == {people.editor.email}

    def test_a_reviewer_asks_for_changes_on_wagtails_screens(self, job, people):
        client = moderation.signed_in(people.reviewer)
        client.post(moderation.decision_url(job.target_page, "reject"), {"comment": "Look again"})
        assert Page.objects.get(pk=job.target_page_id).current_workflow_state.status == "needs_changes"

    def test_the_writer_sees_the_task_without_approval_and_is_told_why(self, job, people):
        people.translator.groups.add(roles.group_of("reviewer", "fr"))
        client, page = moderation.signed_in(people.translator), job.target_page
        dashboard = client.get(reverse("wagtailadmin_home")).content.decode()
        assert moderation.decision_url(page, "reject") in dashboard
        assert moderation.decision_url(page) not in dashboard
        answer = client.post(moderation.decision_url(page))
        assert answer.status_code == 302
        assert any("(Nouveau titre)" in text and "somebody else has to approve" in text for text in said(answer))
        assert Page.objects.get(pk=page.pk).title == "FR Soaking"

    def test_scripts_are_led_to_a_page_that_says_why(self, job, people):
        submission = job.submissions.get()
        submission.texts = {pk: {**entry, "author": people.admin.pk} for pk, entry in submission.texts.items()}
        submission.save()
        client = moderation.signed_in(people.admin)
        answer = client.post(moderation.decision_url(job.target_page), HTTP_X_REQUESTED_WITH="XMLHttpRequest")
        assert answer.json() == {"step": "success", "redirect": reverse("wagtailadmin_home")}
        assert any("somebody else has to approve" in text for text in said(answer))

    def test_a_reviewer_of_another_language_may_not(self, job, people):
        client, page = moderation.signed_in(people.other_reviewer), job.target_page
        for address in (moderation.decision_url(page), moderation.decision_url(job.source_page, state=moderation.state_of(page))):
            client.post(address)
        assert Page.objects.get(pk=page.pk).title == "FR Soaking"

    def test_an_english_writer_is_told_in_the_editor(self, six, people):
        page = desk.english(six)
        page.title = "Mine"
        page.save_revision(user=people.admin)
        page.get_workflow().start(page, people.admin)
        text = moderation.signed_in(people.admin).get(edit_url(page)).content.decode()
        assert "You wrote part of what would go live (title)" in text
        approving = reverse("translation_desk:approve_change", args=[page.pk])
        assert approving not in text
        assert 'data-workflow-action-name="approve"' not in text
        other = moderation.signed_in(people.approver).get(edit_url(page)).content.decode()
        assert "You wrote part" not in other
        assert approving in other

    def test_the_slower_of_two_people_is_told(self, job, people):
        state = moderation.state_of(job.target_page)
        task = state.task.specific
        task.on_action(state, people.reviewer, "approve")
        late = type(state).objects.get(pk=state.pk)
        late.status = "in_progress"  # as it was when the second person's request began
        with pytest.raises(AlreadyDecidedError, match="decided on this a moment ago"):
            task.on_action(late, people.admin, "reject")

    def test_approving_what_was_changed_meanwhile_says_what_happens(self, six, people):
        page = desk.english(six)
        page.title = "First"
        page.save_revision(user=people.editor)
        page.get_workflow().start(page, people.editor)
        page.title = "Second"
        page.save_revision(user=people.admin)
        answer = moderation.signed_in(people.approver).post(moderation.decision_url(page))
        assert any("the newer text waits for review now" in text for text in said(answer))
        assert Page.objects.get(pk=page.pk).title == "Soaking"

    def test_other_tasks_than_ours_are_held_to_four_eyes_too(self, six, people):
        task = GroupApprovalTask.objects.create(name="Anybody")
        workflow = Workflow.objects.create(name="Lax")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        page = desk.english(six)
        WorkflowPage.objects.create(workflow=workflow, page=page)
        page.title = "Mine"
        page.save_revision(user=people.admin)
        page.get_workflow().start(page, people.admin)
        answer = moderation.signed_in(people.admin).post(moderation.decision_url(page))
        assert any("somebody else has to approve" in text for text in said(answer))
        assert Page.objects.get(pk=page.pk).title == "Soaking"
        assert moderation.state_of(page).status == "in_progress"


class TestTypedText:
    def test_a_form_that_comes_too_late_is_shown_for_copying(self, job, people):
        rich = json.dumps({"blocks": [{"text": "Un long paragraphe"}], "entityMap": {}})
        form = {"title": "Un titre", "slug": "soaking", "body-count": "1", "body-0-type": "paragraph", "body-0-value": rich}
        answer = moderation.signed_in(people.translator).post(edit_url(job.target_page), form)
        assert answer.status_code == 409
        text = answer.content.decode()
        assert "kept at the translation desk" in text
        assert ">Un titre</textarea>" in text
        assert ">Un long paragraphe</textarea>" in text
        assert ">soaking<" not in text

    def test_saving_by_itself_gets_a_sentence(self, job, people):
        UserProfile.objects.create(user=people.translator, preferred_language="en")
        answer = moderation.signed_in(people.translator).post(
            edit_url(job.target_page), {"title": "Un titre"}, HTTP_ACCEPT="application/json"
        )
        assert answer.status_code == 409
        assert "kept at the translation desk" in answer.json()["error_message"]

    def test_autosave_never_writes_over_what_is_under_review_or_live(self, six, people):
        page = desk.english(six)
        page.title = "Submitted"
        submitted = page.save_revision(user=people.approver)
        page.get_workflow().start(page, people.approver)
        page.title = "Written on"
        later = page.save_revision(user=people.approver, overwrite_revision=submitted)
        assert later.pk != submitted.pk
        assert Revision.objects.get(pk=submitted.pk).content["title"] == "Submitted"
        page.title = "And on"
        assert page.save_revision(user=people.approver, overwrite_revision=later).pk == later.pk
        later.publish()
        page = Page.objects.get(pk=page.pk).specific
        assert page.save_revision(user=people.approver, overwrite_revision=later).pk != later.pk


class TestPlaces:
    def test_copies_stay_in_their_language_and_begin_as_drafts(self, six, people):
        page = desk.english(six)
        client = moderation.signed_in(people.admin)
        address = reverse("wagtailadmin_pages:copy", args=[page.pk])
        text = client.get(address).content.decode()
        assert 'name="publish_copies"' not in text
        assert 'name="alias"' not in text
        form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": six["ru"].pk}
        assert "only be copied within its own language" in client.post(address, form).content.decode()
        client.post(address, {**form, "new_parent_page": six["en"].pk, "publish_copies": "on"})
        assert not Page.objects.get(slug="copy").live

    def test_a_page_is_not_moved_into_another_language(self, six, people):
        page = desk.english(six)
        answer = moderation.signed_in(people.admin).post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, six["ru"].pk]))
        assert "A page can only be moved within its own language." in said(answer)
        with pytest.raises(CommandError, match="within its own language"):
            call_command("move_pages", str(six["en"].pk), str(six["ru"].pk))
        assert Page.objects.get(pk=page.pk).get_parent().pk == six["en"].pk

    def test_a_new_home_page_is_saved_as_a_draft(self, six, people):
        root = Page.get_first_root_node()
        address = reverse("wagtailadmin_pages:add", args=["home", "homepage", root.pk])
        form = {"title": "Another", "slug": "another", "summary": "S", "lead": "L", "action-publish": "1", "body-count": "0"}
        for name in ("pillars", "featured_links", "comments", "topic_links"):
            form |= {
                f"{name}-TOTAL_FORMS": "0",
                f"{name}-INITIAL_FORMS": "0",
                f"{name}-MIN_NUM_FORMS": "0",
                f"{name}-MAX_NUM_FORMS": "9",
            }
        answer = moderation.signed_in(people.admin).post(address, form)
        assert answer.status_code == 302, answer.context["form"].errors
        assert any("saved as a draft" in text for text in said(answer))
        assert not HomePage.objects.get(slug="another").live

    def test_translated_pages_are_deleted_with_their_english_page_only(self, six, people):
        job = desk.job(desk.english(six))

        page = desk.job_again(jobs.start(people.translator, job)).target_page
        address = reverse("wagtailadmin_pages:delete", args=[page.pk])
        # Wagtail itself refuses those who may delete nothing but drafts of their own.
        for person, sentence in ((people.translator, "do not have permission"), (people.admin, "follows its English page")):
            answer = moderation.signed_in(person).post(address)
            assert any(sentence in text for text in said(answer)), person
            assert Page.objects.filter(pk=page.pk).exists()


def test_revisions_that_were_handed_in_are_never_purged(job, people):
    english = Page.objects.get(pk=job.source_page_id).specific
    unused = english.save_revision(user=people.editor)
    english.save_revision(user=people.editor).publish()
    english = Page.objects.get(pk=english.pk).specific
    # Who wrote what since the live one may not approve it, however long ago that was.
    since_live = english.save_revision(user=people.editor)
    english.save_revision(user=people.editor)
    page = Page.objects.get(pk=job.target_page_id).specific
    moderation.decide(page, people.reviewer)
    kept = {job.submissions.get().revision_id, english.live_revision_id, since_live.pk}
    call_command("purge_revisions")
    left = set(Revision.objects.values_list("pk", flat=True))
    assert kept <= left
    assert unused.pk not in left
