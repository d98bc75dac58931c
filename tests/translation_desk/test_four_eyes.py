"""Who wrote what changed does not approve it; work on what is as it is live excludes nobody."""

from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page, Revision

from home.models import HomePage
from tests import factories
from tests.translation_desk import desk, moderation
from translation_desk import four_eyes
from translation_desk.models import Segment, TranslationJob

pytestmark = pytest.mark.django_db


def saved(page: Page, user: Any, **changes: Any) -> Revision:
    """Save a draft on top of the newest one."""
    draft = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft.save_revision(user=user)


def excluded(revision: Revision, people: Any) -> set[str]:
    return {name for name, user in vars(people).items() if not four_eyes.may_approve(user, revision)}


class TestEnglish:
    def test_who_wrote_a_change_does_not_approve_it_superusers_neither(self, six, people):
        page = desk.english(six)
        assert excluded(saved(page, people.editor, title="New"), people) == {"editor"}
        assert excluded(saved(page, people.admin, summary="Newer"), people) == {"editor", "admin"}

    def test_a_page_that_was_never_live_is_its_writers_work(self, six, people):
        page = factories.standard(six, live=False)["en"]
        page.save_revision(user=people.editor)
        assert excluded(saved(page, people.approver, title="Better"), people) == {"editor", "approver"}

    def test_work_that_is_undone_excludes_nobody(self, six, people):
        page = desk.english(six)
        saved(page, people.approver, title="Tried")
        saved(page, people.approver, title="Soaking")
        assert excluded(saved(page, people.editor, summary="New"), people) == {"editor"}

    def test_saving_without_a_change_excludes_nobody(self, six, people):
        page = desk.english(six)
        saved(page, people.editor, title="New")
        assert excluded(saved(page, people.approver), people) == {"editor"}

    def test_everybody_who_worked_on_a_changed_part_is_excluded(self, six, people):
        page = desk.english(six)
        saved(page, people.editor, title="New tittle")
        assert excluded(saved(page, people.approver, title="New title"), people) == {"editor", "approver"}

    def test_blocks_of_the_body_are_looked_at_one_by_one(self, six, people):
        page = desk.english(six)
        body = page.body.get_prep_value()
        heading, text, figures = body
        saved(page, people.approver, body=[{**heading, "value": {"text": "Tried", "level": "2"}}, text, figures])
        saved(page, people.editor, body=[heading, {**text, "value": "<p>New.</p>"}, figures])
        newer = {**text, "value": "<p>Newer.</p>"}
        revision = saved(page, people.editor, body=[heading, newer, figures])
        assert excluded(revision, people) == {"editor"}
        assert excluded(saved(page, people.approver, body=[newer, heading, figures]), people) == {"editor", "approver"}

    def test_rows_of_child_tables_are_looked_at_one_by_one(self, six, people):
        page = HomePage.objects.get(pk=six["en"].pk)
        page.save_revision(clean=False).publish()
        draft = HomePage.objects.get(pk=page.pk)
        draft.pillars.create(title="A", text="Written", locale=draft.locale)
        draft.save_revision(user=people.editor, clean=False)
        assert excluded(draft.get_latest_revision(), people) == {"editor"}
        draft.get_latest_revision().publish()
        # The row has a key now, which the revision that is live does not know; nobody changed it.
        draft = HomePage.objects.get(pk=page.pk)
        draft.title = "Home, new"
        assert excluded(draft.save_revision(user=people.approver, clean=False), people) == {"approver"}

    def test_changes_of_earlier_publications_no_longer_count(self, six, people):
        page = desk.english(six)
        saved(page, people.approver, title="Live now").publish()
        assert excluded(saved(page, people.editor, summary="New"), people) == {"editor"}

    def test_a_live_page_without_a_revision_is_compared_as_it_is(self, six, people):
        page = factories.standard(six)["en"]
        assert excluded(saved(page, people.editor, title="New"), people) == {"editor"}
        assert four_eyes.disqualified(people.editor, page.get_latest_revision() or saved(page, None)) == ["title"]

    def test_the_order_of_work_is_the_order_of_dates(self, six, people):
        page = desk.english(six)
        first = saved(page, people.editor, title="One")
        second = saved(page, people.approver, summary="Two")
        # Autosave wrote over the first revision later: it is now the newest.
        content = {**second.content, "title": "Three"}
        Revision.objects.filter(pk=first.pk).update(created_at=timezone.now(), content=content)
        first.refresh_from_db()
        assert excluded(first, people) == {"editor", "approver"}

    def test_queries_do_not_grow_with_the_history(self, six, people, django_assert_num_queries):
        page = desk.english(six)
        counts = []
        for number in range(12):
            revision = saved(page, people.editor, title=f"Draft {number}")
            if number in {1, 11}:
                revision = Revision.objects.get(pk=revision.pk)
                with django_assert_num_queries(4) as queries:
                    assert not four_eyes.may_approve(people.editor, revision)
                counts.append(len(queries))
        assert counts[0] == counts[1]


class TestTranslations:
    @pytest.fixture
    def job(self, six: factories.Pages, people: Any) -> TranslationJob:
        return desk.make_live(desk.english(six), people)

    def handed_in(self, job: TranslationJob, people: Any, **written: Any) -> Revision:
        Segment.objects.filter(job=job, path="title").update(text="Nouveau", **written)
        return moderation.hand_in(job, people.translator).revision

    def test_who_wrote_a_changed_text_does_not_approve_it(self, job, people):
        revision = self.handed_in(job, people, author=people.reviewer)
        assert excluded(revision, people) == {"reviewer"}
        assert four_eyes.disqualified(people.reviewer, revision) == ["Nouveau"]
        assert "somebody else has to approve it" in four_eyes.refusal(people.reviewer, revision)

    def test_a_reviewer_approves_their_correction_once_the_translator_accepted_it(self, job, people):
        revision = self.handed_in(job, people, author=people.reviewer, accepted_by=people.translator)
        assert excluded(revision, people) == set()

    def test_nobody_accepts_their_own_wording(self, job, people):
        revision = self.handed_in(job, people, author=people.reviewer, accepted_by=people.reviewer)
        assert excluded(revision, people) == {"reviewer"}

    def test_texts_that_are_live_already_exclude_nobody(self, job, people):
        # All other texts of the page are the translator's, and live.
        revision = self.handed_in(job, people, author=people.admin)
        assert excluded(revision, people) == {"admin"}

    def test_what_was_not_handed_in_is_never_approved(self, job, people):
        page = Page.objects.get(pk=job.target_page_id).specific
        page.title = "Behind the desk"
        revision = page.save_revision(user=people.stranger)
        assert excluded(revision, people) == set(vars(people))
        assert "was not handed in" in four_eyes.refusal(people.admin, revision)

    def test_a_page_kept_by_hand_is_judged_by_its_revisions(self, job, people):
        TranslationJob.objects.filter(pk=job.pk).update(enabled=False)
        page = Page.objects.get(pk=job.target_page_id).specific
        page.title = "À la main"
        assert excluded(page.save_revision(user=people.translator), people) == {"translator"}

    def test_a_decision_costs_few_queries(self, job, people, django_assert_max_num_queries):
        revision = Revision.objects.get(pk=self.handed_in(job, people, author=people.translator).pk)
        with django_assert_max_num_queries(2):  # the second asks for experts whose agreement is required
            assert four_eyes.may_approve(people.reviewer, revision)
