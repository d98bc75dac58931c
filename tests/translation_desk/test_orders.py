"""Translations are ordered of English that is approved and not live yet, wait, and go live with it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from core.i18n import locale_code
from tests import factories
from tests.translation_desk import desk, moderation
from tests.translation_desk.ordering import SOON, approved, call_publication_off, french, pass_time, schedule
from translation_desk import currency, grading, hiding, jobs, orders, refreshing, reviewing, roles, submitting
from translation_desk.errors import BadValueError, NotAllowedError, WrongStateError
from translation_desk.models import HeldApproval, Notice, SourceRefresh, SourceVersion, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.wording import sentence

pytestmark = pytest.mark.django_db

NEW = "Soaking without salt"
"""What English is to say, and visitors must not know before."""


@pytest.fixture(scope="module")
def made(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """People; a page that is live in English and French, and a page that was never live, each with newer English that waits."""
    with django_db_blocker.unblock(), factories.undone():
        staff = desk.people()
        staff.russian = desk.person("translator-ru", ("translator", "ru"))
        roles.set_up_roles(six)
        known = desk.english(six)
        desk.make_live(known, staff)
        unborn = factories.standard(six, "unborn", live=False, title="Unborn", body=desk.BODY)["en"]
        for page in (known, unborn):
            schedule(page, staff, title=NEW)
        yield SimpleNamespace(staff=staff, known=known.pk, unborn=unborn.pk)


@pytest.fixture
def people(made: SimpleNamespace, db: None) -> SimpleNamespace:
    """One person for each part."""
    return made.staff


@pytest.fixture
def known(made: SimpleNamespace, db: None) -> Page:
    """A page that is live in English and French."""
    return Page.objects.get(pk=made.known).specific


@pytest.fixture
def unborn(made: SimpleNamespace, db: None) -> Page:
    """A page that was never live."""
    return Page.objects.get(pk=made.unborn).specific


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Callable[[], Any]:
    """Do what waits for the commit, tasks among it, at the end of a block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


class TestOrdering:
    """Who orders what, and what the desk then knows."""

    def test_a_live_page_is_ordered_in_the_chosen_languages_alone(self, known: Page, people: Any) -> None:
        due = timezone.localdate() + timedelta(days=1)
        orders.order(people.approver, known, ["fr", "ru"], due=due, note="Salt is gone.")
        job, russian, arabic = (desk.job(known, code) for code in ("fr", "ru", "ar"))
        version = job.ordered_version
        assert version is not None and (version.number, russian.ordered_version, arabic.ordered_version) == (0, version, None)
        assert (job.latest_version.number, job.version, job.due, job.status) == (1, version, due, Status.OUTDATED)
        assert (job.segments_changed, russian.status) == (1, Status.NOT_STARTED)
        assert desk.segment(job, "title").source == NEW
        assert desk.segment(arabic, "title").source == "Soaking"
        notice = Notice.objects.get(user=people.translator, event=Notice.Event.ORDERED)
        assert notice.message == "Salt is gone."
        assert sentence(notice).startswith("approver-en Tester orders the translation of English that goes live on ")
        assert Notice.objects.filter(user=people.russian, event=Notice.Event.ORDERED).exists()

    def test_readers_and_lists_of_changes_know_live_english_only(self, known: Page, people: Any, client: Client) -> None:
        orders.order(people.approver, known, ["fr"])
        job = desk.job(known)
        assert [version.number for version in SourceVersion.objects.filter(translation_key=known.translation_key)] == [1]
        assert (job.grade, grading.unanswered(job)) == (None, [])
        assert currency.notice(Page.objects.get(pk=job.target_page_id).specific) is None
        desk.publish(known, summary="Summary that is live")
        assert desk.job(known, "ar").latest_version.number == 2

    def test_a_page_that_was_never_live_gets_jobs_in_the_chosen_languages(
        self, unborn: Page, people: Any, client: Client
    ) -> None:
        assert not TranslationJob.objects.filter(translation_key=unborn.translation_key).exists()
        orders.order(people.approver, unborn, ["fr"])
        job = TranslationJob.objects.get(translation_key=unborn.translation_key)
        assert (locale_code(job.locale_id), job.source_title) == ("fr", NEW)
        target = jobs.ensure_target(jobs.start(people.translator, job))
        assert not target.live
        for place in (
            "/en/unborn/",
            "/fr/unborn/",
            "/fr/",
            "/fr/nothing/",
            "/sitemap.xml",
            "/api/v2/pages/",
            "/fr/search/?q=salt",
        ):
            assert NEW not in client.get(place).content.decode(), place

    def test_only_managers_order_what_waits_in_languages_that_can_be_ordered(self, known: Page, people: Any) -> None:
        for person in (people.editor, people.translator, people.reviewer):
            with pytest.raises(NotAllowedError):
                orders.order(person, known, ["fr"])
        with pytest.raises(BadValueError, match="not ordered"):
            orders.order(people.approver, known, [])
        with pytest.raises(BadValueError, match="not passed"):
            orders.order(people.approver, known, ["fr"], due=date(2000, 1, 1))
        orders.order(people.approver, known, ["fr"])
        with pytest.raises(BadValueError, match="not ordered"):
            orders.order(people.approver, known, ["fr"])
        with pytest.raises(NotAllowedError):
            orders.call_off(people.reviewer, known)

    def test_a_page_without_english_that_waits_cannot_be_ordered(self, six: factories.Pages, people: Any) -> None:
        page = factories.standard(six, "plain")["en"]
        with pytest.raises(WrongStateError, match="waits to go live"):
            orders.order(people.approver, page, ["fr"])
        page.go_live_at = timezone.now() + SOON
        revision = page.save_revision(user=people.editor)
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=page.go_live_at)
        refreshing.refresh_page(page.pk)
        with pytest.raises(WrongStateError, match="live already"):
            orders.order(people.approver, page, ["fr"])

    def test_a_page_below_a_draft_is_ordered_after_it_and_goes_live_after_it(
        self, unborn: Page, people: Any, committed: Any, client: Client
    ) -> None:
        child = factories.standard({"en": unborn}, "child", live=False, title="Child")["en"]
        child.save_revision(user=people.editor)
        child.get_workflow().start(child, people.editor)
        moderation.decide(child, people.approver)
        with pytest.raises(WrongStateError, match="published in English first"):
            orders.order(people.approver, child, ["fr"])
        orders.order(people.approver, unborn, ["fr"])
        orders.order(people.approver, child, ["fr"])
        with committed():
            approved(child, people)
            approved(unborn, people)
        assert HeldApproval.objects.count() == 3
        with committed():
            pass_time(unborn)
        assert "FR Child" in client.get("/fr/unborn/child/").content.decode()
        assert not HeldApproval.objects.exists()

    def test_a_page_kept_by_hand_is_no_english(self, known: Page, people: Any) -> None:
        orders.order(people.approver, known, ["ru"])
        job = desk.job(known)
        TranslationJob.objects.filter(pk=job.pk).update(enabled=False)
        assert "fr" not in [locale.language_code for locale in orders.can_be_ordered(known)]
        schedule(
            Page.objects.get(pk=job.target_page_id).specific, SimpleNamespace(**{**vars(people), "approver": people.reviewer})
        )
        assert desk.job(known, "ru").ordered_version is not None

    def test_work_under_way_goes_on_and_brings_the_ordered_english_in(self, known: Page, people: Any) -> None:
        row = desk.segment(jobs.start(people.translator, desk.job(known, "fr")), "summary")
        orders.order(people.approver, known, ["fr"])
        job = desk.job(known)
        assert (job.version.number, job.segments_pending) == (1, 1)
        job = jobs.merge(people.translator, job)
        assert (job.version_id, job.segments_pending) == (job.ordered_version_id, 0)
        assert desk.segment(job, "summary").pk == row.pk


class TestGoingLive:
    """What is approved waits for the English and goes live with it."""

    def test_approved_translations_go_live_with_the_english(
        self, known: Page, people: Any, committed: Any, client: Client
    ) -> None:
        orders.order(people.approver, known, ["fr", "ru"])
        with committed():
            job = approved(known, people)
        assert (job.status, HeldApproval.objects.get().page_id) == (Status.APPROVED, job.target_page_id)
        assert "FR Soaking" in french(client, known) and NEW not in french(client, known)
        with committed():
            pass_time(known)
        assert NEW in client.get("/en/soaking/").content.decode()
        assert f"FR {NEW}" in french(client, known)
        job, russian = desk.job(known), desk.job(known, "ru")
        assert (job.status, job.ordered_version, job.live_version, job.grade) == (Status.LIVE, None, job.latest_version, None)
        assert (job.latest_version.number, russian.ordered_version, russian.version.number) == (2, None, 2)
        assert not Notice.objects.filter(event=Notice.Event.ENGLISH_CHANGED).exists()

    def test_a_new_page_goes_live_in_all_finished_languages_at_once(
        self, unborn: Page, people: Any, committed: Any, client: Client
    ) -> None:
        orders.order(people.approver, unborn, ["fr", "ru"])
        with committed():
            approved(unborn, people)
        assert french(client, unborn) == ""
        with committed():
            pass_time(unborn)
        assert f"FR {NEW}" in french(client, unborn)
        found = TranslationJob.objects.filter(translation_key=unborn.translation_key)
        assert {job.latest_version.number for job in found} == {1}
        assert found.count() >= 2 and desk.job(unborn).status == Status.LIVE

    def test_a_translation_with_a_later_date_of_its_own_waits_on(
        self, known: Page, people: Any, committed: Any, client: Client
    ) -> None:
        orders.order(people.approver, known, ["fr"])
        with committed():
            approved(known, people, at=timezone.now() + timedelta(days=9))
            pass_time(known)
        assert desk.job(known).status == Status.APPROVED and NEW not in french(client, known)
        pass_time(desk.job(known).target_page)
        assert f"FR {NEW}" in french(client, known)

    def test_what_fails_in_the_middle_is_undone_in_all_languages_and_tried_again(
        self, known: Page, people: Any, committed: Any, monkeypatch: pytest.MonkeyPatch, client: Client
    ) -> None:
        orders.order(people.approver, known, ["fr"])
        with committed():
            approved(known, people)
        # The last step of a refresh, after the translations went live.
        monkeypatch.setattr(hiding, "settle", lambda *_args: 1 / 0)
        with committed():
            pass_time(known)
        assert (desk.job(known).latest_version.number, HeldApproval.objects.count()) == (1, 1)
        assert NEW not in french(client, known)
        monkeypatch.undo()
        refreshing.try_again(people.approver, SourceRefresh.objects.get(state=SourceRefresh.State.FAILED))
        assert f"FR {NEW}" in french(client, known)

    def test_nobody_shows_it_earlier(self, known: Page, people: Any, committed: Any, client: Client) -> None:
        orders.order(people.approver, known, ["fr"])
        with committed():
            job = approved(known, people)
        submission = HeldApproval.objects.get().revision.submission
        assert submission not in reviewing.approved_versions(job)
        for person in (people.translator, people.reviewer, people.approver, people.admin):
            client.force_login(person)
            client.post(reverse("translation_desk:return_to", args=[job.pk, submission.pk]), {"reason": "Now"})
            client.post(reverse("translation_desk:approve", args=[job.pk]), {"message": ""})
            call_command("publish_scheduled")
            assert NEW not in french(Client(), known)


class TestEnding:
    """An order ends when its English does not go live; nothing that was written is lost."""

    def test_another_english_text_ends_the_order(self, known: Page, people: Any, committed: Any, client: Client) -> None:
        orders.order(people.approver, known, ["fr"])
        with committed():
            approved(known, people)
        live = Page.objects.get(pk=known.pk).specific
        with committed():
            desk.publish(live, summary="Another text")
        job = desk.job(known)
        assert (job.ordered_version, job.version, job.latest_version.number) == (None, job.latest_version, 2)
        assert (job.status, HeldApproval.objects.exists()) == (Status.IN_TRANSLATION, False)
        assert job.segments.filter(text=f"FR {NEW}", active=False).exists()
        notice = Notice.objects.get(user=people.translator, event=Notice.Event.ORDER_ENDED)
        assert "kept as a draft" in sentence(notice)
        assert "FR Soaking" in french(client, known)

    def test_calling_off_the_publication_ends_it_a_day_later(self, known: Page, people: Any, client: Client) -> None:
        orders.order(people.approver, known, ["fr", "ru"])
        jobs.start(people.russian, desk.job(known, "ru"))
        call_publication_off(client, known, people)
        call_command("publish_scheduled")
        assert desk.job(known).ordered_version is not None
        assert "was called off" in client.get(reverse("translation_desk:order", args=[known.pk])).content.decode()
        PageLogEntry.objects.filter(page=known.pk).update(timestamp=timezone.now() - timedelta(hours=25))
        call_command("publish_scheduled")
        assert [(desk.job(known, code).ordered_version, desk.job(known, code).status) for code in ("fr", "ru")] == [
            (None, Status.LIVE),
            (None, Status.IN_TRANSLATION),
        ]

    def test_jobs_of_a_page_that_was_never_live_wait_for_their_english(
        self, unborn: Page, people: Any, committed: Any, client: Client
    ) -> None:
        orders.order(people.approver, unborn, ["fr"])
        with committed():
            approved(unborn, people)
        orders.call_off(people.approver, unborn)
        job = desk.job(unborn)
        assert (job.status, job.segments_done, HeldApproval.objects.exists()) == (
            Status.IN_TRANSLATION,
            job.segments_total,
            False,
        )
        submitting.submit(people.translator, job)
        with committed():
            reviewing.approve(people.reviewer, desk.job(unborn))
        assert french(client, unborn) == ""
        with committed():
            pass_time(unborn)
        assert f"FR {NEW}" in french(client, unborn)

    def test_the_same_text_at_another_time_changes_nothing(
        self, known: Page, people: Any, committed: Any, client: Client
    ) -> None:
        orders.order(people.approver, known, ["fr"])
        with committed():
            job = approved(known, people)
        call_publication_off(client, known, people)
        schedule(known, people, after=timedelta(days=5))
        again = desk.job(known)
        assert (again.status, again.ordered_version, again.version) == (Status.APPROVED, job.ordered_version, job.version)
        with committed():
            pass_time(known)
        assert f"FR {NEW}" in french(client, known)

    def test_another_text_that_waits_is_brought_in_by_the_translators(self, known: Page, people: Any, committed: Any) -> None:
        orders.order(people.approver, known, ["fr"], note="Salt is gone.")
        with committed():
            job = approved(known, people)
        schedule(known, people, title="Soaking without water")
        again = desk.job(known)
        assert (again.status, again.segments_pending, HeldApproval.objects.exists()) == (Status.IN_TRANSLATION, 1, False)
        assert again.ordered_version != job.ordered_version
        assert again.ordered_version is not None and again.ordered_version.note == "Salt is gone."
        assert Notice.objects.filter(user=people.translator, event=Notice.Event.ENGLISH_CHANGED).exists()
        jobs.merge(people.translator, again)
        assert desk.segment(desk.job(known), "title").source == "Soaking without water"


class TestScreens:
    """Approvers order and call off; everybody at the desk sees what is ordered."""

    def test_an_approver_orders_and_calls_off(self, known: Page, people: Any, client: Client) -> None:
        client.force_login(people.approver)
        address = reverse("translation_desk:order", args=[known.pk])
        assert address in client.get(reverse("wagtailadmin_pages:edit", args=[known.pk])).content.decode()
        assert address in client.get(f"{reverse('translation_desk:queue')}?tab=all&page={known.pk}").content.decode()
        refused = client.post(address, {"languages": ["fr"], "due": "2000-01-01", "note": "Salt is gone."})
        assert refused.status_code == 422 and "Salt is gone." in refused.content.decode()
        assert list(refused.context["form"].errors) == ["due"]
        told = client.post(address, {"languages": ["fr", "ru"], "note": "Salt is gone."}, follow=True).content.decode()
        assert "Ordered: French and Russian." in told and "Not started" in told
        client.post(reverse("translation_desk:call_off", args=[known.pk]))
        assert not TranslationJob.objects.filter(ordered_version__isnull=False).exists()

    def test_others_look_and_are_refused(self, known: Page, people: Any, client: Client) -> None:
        address = reverse("translation_desk:order", args=[known.pk])
        client.force_login(people.translator)
        assert "<form" not in client.get(address).content.decode().split("desk-decision")[1].split("footer")[0]
        assert client.post(address, {"languages": ["fr"]}).status_code == 403
        assert client.post(reverse("translation_desk:call_off", args=[known.pk])).status_code in {302, 403}
        client.force_login(people.stranger)
        assert client.get(address).status_code in {302, 403}
        assert not TranslationJob.objects.filter(ordered_version__isnull=False).exists()

    def test_the_editor_says_which_english_is_translated(self, known: Page, people: Any, client: Client) -> None:
        orders.order(people.approver, known, ["fr"], note="Salt is gone.")
        client.force_login(people.translator)
        html = client.get(reverse("translation_desk:job", args=[desk.job(known).pk])).content.decode()
        assert "You translate the English that goes live on" in html and "Salt is gone." in html and "without salt" in html
