"""Approved text below a page that is not live waits, and publishes itself when the page above goes live."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from tests import factories
from tests.translation_desk import desk, moderation
from translation_desk import approval, holding, jobs, obstacles, queue, reviewing, roles, submitting
from translation_desk.errors import WrongStateError
from translation_desk.models import HeldApproval, Notice, Submission, TranslationJob, TreeOperation
from translation_desk.models.jobs import Status
from translation_desk.presenting import PageState
from translation_desk.tree import operations, withdrawing
from translation_desk.tree.withdrawing import Scope
from translation_desk.wording import sentence

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """People, and an English page with one below it and one below that, whose French translations wait for review."""
    with django_db_blocker.unblock(), factories.undone():
        staff = desk.people()
        roles.set_up_roles(six)
        top = desk.english(six, "topics", title="Topics")
        middle = desk.english({"en": top}, "tanning", title="Tanning")
        low = desk.english({"en": middle}, "vats", title="Vats")
        for page in (low, middle, top):
            job = jobs.start(staff.translator, desk.job(page))
            desk.translate(job, staff.translator)
            submitting.submit(staff.translator, desk.job(page))
        draft = factories.standard(six, "draft", live=False)["en"]
        child = factories.standard({"en": draft}, "child", live=False, title="Child")["en"]
        yield SimpleNamespace(staff=staff, top=top.pk, middle=middle.pk, low=low.pk, draft=draft.pk, child=child.pk)


@pytest.fixture
def people(made: SimpleNamespace, db: None) -> SimpleNamespace:
    """One person for each part."""
    return made.staff


@pytest.fixture
def section(made: SimpleNamespace, db: None) -> SimpleNamespace:
    """The three pages; and an English draft with one below it."""
    keys = ("top", "middle", "low", "draft", "child")
    return SimpleNamespace(**{key: Page.objects.get(pk=getattr(made, key)).specific for key in keys})


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Callable[[], Any]:
    """Do what waits for the commit, tasks among it, at the end of a block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def approved(page: Page, people: Any, **values: Any) -> TranslationJob:
    """Approve a translation."""
    reviewing.approve(people.reviewer, desk.job(page), **values)
    return desk.job(page)


def put_up(page: Page, people: Any, title: str) -> None:
    """Have an English page approved."""
    page.title = title
    page.save_revision(user=people.editor)
    page.get_workflow().start(page, people.editor)
    moderation.decide(page, people.approver)


def address(page: Page) -> str:
    return f"/fr/{Page.objects.get(pk=page.pk).url_path.split('/', 2)[2]}"


def is_live(page: Page) -> bool:
    target = desk.job(page).target_page
    return target is not None and Page.objects.get(pk=target.pk).live


def pass_time(page: Page) -> None:
    """Let the publication time of a page's scheduled text come."""
    past = timezone.now() - timedelta(minutes=1)
    revision = Revision.objects.for_instance(page).get(approved_go_live_at__isnull=False)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()


class TestWaiting:
    """Nothing shows before the page above is live."""

    def test_no_visitor_finds_a_child_that_was_approved_first(
        self, section: SimpleNamespace, people: Any, committed: Any, client: Client
    ) -> None:
        with committed():
            job = approved(section.middle, people)
        assert (job.status, is_live(section.middle)) == (Status.APPROVED, False)
        places = (
            address(section.middle),
            "/fr/",
            "/fr/nothing-here/",
            "/en/topics/tanning/",
            "/fr/search/?q=Tanning",
            "/sitemap.xml",
            "/fr/feeds/news/",
            "/api/v2/pages/?locale=fr",
        )
        for place in places:
            assert "FR Tanning" not in client.get(place).content.decode(), place
        assert client.get(address(section.middle)).status_code == 404
        assert 'hreflang="fr"' not in client.get("/en/topics/tanning/").content.decode().split("</head>")[0]

    def test_a_section_goes_live_from_the_top_as_soon_as_its_front_page_does(
        self, section: SimpleNamespace, people: Any, committed: Any, client: Client
    ) -> None:
        with committed():
            approved(section.low, people)
            approved(section.middle, people)
        assert not is_live(section.low) and not is_live(section.middle)
        with committed():
            approved(section.top, people)
        assert [desk.job(page).status for page in (section.top, section.middle, section.low)] == [Status.LIVE] * 3
        html = client.get(address(section.low)).content.decode()
        assert "FR Vats" in html and "FR Topics" in html
        assert not HeldApproval.objects.exists()
        assert not Page.objects.filter(alias_of__isnull=False).exists()
        low = desk.job(section.low).target_page
        assert low is not None and low.live_revision.submission.decided_by == people.reviewer

    def test_a_child_whose_date_lies_ahead_waits_for_it_after_the_page_above(
        self, section: SimpleNamespace, people: Any, committed: Any
    ) -> None:
        at = timezone.now() + timedelta(days=2)
        with committed():
            job = approved(section.middle, people, at=at)
        assert job.go_live_at == at
        assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
        with committed():
            approved(section.top, people)
        assert (desk.job(section.middle).status, is_live(section.middle)) == (Status.APPROVED, False)
        pass_time(desk.job(section.middle).target_page)
        call_command("publish_scheduled")
        assert desk.job(section.middle).status == Status.LIVE

    @pytest.mark.parametrize("command", ["publish_scheduled", "publish_scheduled_pages"])
    def test_the_clock_publishes_nothing_below_a_page_that_went_offline(
        self, section: SimpleNamespace, people: Any, committed: Any, command: str
    ) -> None:
        with committed():
            top = approved(section.top, people)
            approved(section.middle, people, at=timezone.now() + timedelta(days=2))
            reviewing.take_offline(people.reviewer, top, "Wrong numbers")
        pass_time(desk.job(section.middle).target_page)
        call_command(command)
        assert (desk.job(section.middle).status, is_live(section.middle)) == (Status.APPROVED, False)
        with committed():
            submitting.submit(people.translator, desk.job(section.top))
            reviewing.approve(people.reviewer, desk.job(section.top))
        assert is_live(section.middle)

    def test_a_parent_that_expires_in_the_same_minute_counts_as_offline(
        self, section: SimpleNamespace, people: Any, committed: Any
    ) -> None:
        with committed():
            top = approved(section.top, people)
            approved(section.middle, people, at=timezone.now() + timedelta(days=2))
        Page.objects.filter(pk=top.target_page_id).update(expire_at=timezone.now() - timedelta(seconds=1))
        pass_time(desk.job(section.middle).target_page)
        call_command("publish_scheduled")
        assert not is_live(section.middle)

    def test_a_child_goes_on_waiting_while_others_come_and_go(
        self, section: SimpleNamespace, people: Any, committed: Any
    ) -> None:
        with committed():
            approved(section.low, people)
            top = approved(section.top, people)
            reviewing.take_offline(people.reviewer, top, "Wrong numbers")
        call_command("publish_scheduled")
        assert (desk.job(section.low).status, is_live(section.low)) == (Status.APPROVED, False)

    def test_a_live_page_below_an_offline_one_is_corrected_at_once(
        self, section: SimpleNamespace, people: Any, committed: Any, client: Client
    ) -> None:
        with committed():
            top = approved(section.top, people)
            job = approved(section.middle, people)
            reviewing.take_offline(people.reviewer, top, "Wrong numbers")
        row = desk.segment(jobs.open_correction(people.translator, job), "title")
        row.text, row.author = "Safer tanning", people.translator
        row.save()
        submitting.submit(people.translator, desk.job(section.middle))
        reviewing.approve(people.reviewer, desk.job(section.middle))
        assert "Safer tanning" in client.get(address(section.middle)).content.decode()


class TestOtherPages:
    """English pages, and those that are kept by hand, wait by the same rule."""

    def test_english_below_a_draft_waits_for_it(
        self, section: SimpleNamespace, people: Any, committed: Any, client: Client
    ) -> None:
        with committed():
            put_up(section.child, people, "First")
        assert "First" not in client.get("/en/draft/child/").content.decode()
        client.force_login(people.approver)
        assert "Waits for “draft en” in English" in client.get(f"/admin/pages/{section.child.pk}/edit/").content.decode()
        assert str(PageState.APPROVED.label) in client.get(f"/admin/pages/{section.draft.pk}/").content.decode()
        put_up(section.child, people, "Second")
        with committed():
            put_up(section.draft, people, "Draft no more")
        assert "Second" in client.get("/en/draft/child/").content.decode()


class TestTakingBack:
    """What waits can be taken back, and nobody can hurry it."""

    def test_withdrawn_text_does_not_go_live_with_the_page_above(
        self, section: SimpleNamespace, people: Any, committed: Any
    ) -> None:
        with committed():
            job = approved(section.middle, people)
            submitting.withdraw(people.translator, job)
            approved(section.top, people)
        assert (desk.job(section.middle).status, is_live(section.middle)) == (Status.IN_TRANSLATION, False)

    def test_english_that_goes_offline_takes_along_what_waits(
        self, section: SimpleNamespace, people: Any, committed: Any
    ) -> None:
        with committed():
            approved(section.middle, people)
            withdrawing.withdraw(section.middle, Scope.ALL, below=False, user=people.approver)
            approved(section.top, people)
        assert (desk.job(section.middle).status, is_live(section.middle)) == (Status.IN_TRANSLATION, False)

    def test_no_request_hurries_it(self, section: SimpleNamespace, people: Any, committed: Any, client: Client) -> None:
        with committed():
            job = approved(section.middle, people)
        held = HeldApproval.objects.get()
        for person in (people.translator, people.reviewer, people.approver, people.admin):
            client.force_login(person)
            client.post(reverse("translation_desk:approve", args=[job.pk]), {"message": ""})
            client.post(
                reverse("translation_desk:return_to", args=[job.pk, held.revision.submission.pk]), {"reason": "Now, please"}
            )
            client.post(reverse("wagtailadmin_pages:edit", args=[held.page_id]), {"action-publish": "1", "title": "x"})
            call_command("publish_scheduled")
            assert not is_live(section.middle)
        with pytest.raises(WrongStateError, match="never read"):
            reviewing.return_to(people.reviewer, job, held.revision.submission, "Now, please")
        assert holding.release([held.page_id]) == []

    def test_what_fails_in_the_middle_leaves_it_waiting_and_can_be_tried_again(
        self, section: SimpleNamespace, people: Any, committed: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with committed():
            job = approved(section.middle, people)
        goes_live = approval.goes_live

        def fail(submission: Submission) -> None:
            goes_live(submission)
            assert submission.job_id != job.pk

        monkeypatch.setattr(approval, "goes_live", fail)
        with committed():
            approved(section.top, people)
        assert (is_live(section.top), is_live(section.middle), HeldApproval.objects.count()) == (True, False, 1)
        assert desk.job(section.middle).live_version is None
        monkeypatch.undo()
        call_command("publish_scheduled")  # what has failed is left to people
        operations.try_again(people.approver, TreeOperation.objects.get(kind=TreeOperation.Kind.RELEASE))
        assert (is_live(section.middle), HeldApproval.objects.count()) == (True, 0)

    def test_old_revisions_are_purged_without_what_waits(self, section: SimpleNamespace, people: Any) -> None:
        held = section.child.save_revision(user=people.editor)
        holding.hold(held, section.child, people.approver)
        section.child.save_revision(user=people.editor)
        call_command("purge_revisions")
        assert HeldApproval.objects.get().revision == held


class TestSaying:
    """People see what a text waits for, before and after they approve it."""

    def test_the_desk_names_the_page_that_is_waited_for(
        self, section: SimpleNamespace, people: Any, committed: Any, client: Client
    ) -> None:
        job = desk.job(section.middle)
        told = "Waits for “Topics” in French"
        client.force_login(people.reviewer)
        for name in ("approve", "job"):
            assert told in client.get(reverse(f"translation_desk:{name}", args=[job.pk])).content.decode(), name
        client.post(reverse("translation_desk:approve", args=[job.pk]), {"message": ""})
        assert desk.job(section.middle).status == Status.APPROVED
        above = desk.job(section.top)
        for place in (reverse("translation_desk:job", args=[job.pk]), f"{reverse('translation_desk:queue')}?tab=all"):
            assert told in client.get(place).content.decode(), place
        assert reverse("translation_desk:job", args=[above.pk]) in obstacles.of_jobs([desk.job(section.middle)])[job.pk][0].url
        notice = Notice.objects.get(user=people.translator, event=Notice.Event.APPROVED)
        assert sentence(notice) == "reviewer-fr Tester approved it. It goes live after “Topics” in French."

    def test_queries_do_not_grow_with_the_jobs(
        self, section: SimpleNamespace, people: Any, django_assert_num_queries: Any
    ) -> None:
        few, many = [desk.job(section.middle)], list(TranslationJob.objects.all())
        assert len(many) > len(few)
        obstacles.of_jobs(few)  # reads the languages once for the process
        for found in (few, many):
            with django_assert_num_queries(4):
                obstacles.of_jobs(found)

    def test_front_pages_come_first_in_a_new_language(self, section: SimpleNamespace) -> None:
        TranslationJob.objects.filter(source_page=section.top.pk).update(waiting_since=timezone.now())
        french = TranslationJob.objects.filter(locale__language_code="fr")
        assert [job.source_title for job in queue.ordered(french, "")] == ["Topics", "Tanning", "Vats"]
