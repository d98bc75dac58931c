"""Releases: approved texts wait for them, all go live together or none, and all go back together."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from newsroom.models import Release, ReleaseEvent, ReleaseItem, ReleaseOutcome, ReleaseState
from newsroom.releases import composing, going_live, progress, rolling_back
from newsroom.releases.composing import Terms
from newsroom.releases.progress import Stage
from tests import factories
from tests.newsroom import releasing
from tests.translation_desk import desk, ordering
from translation_desk import holding, obstacles, orders, roles
from translation_desk.errors import BadValueError, NotAllowedError, WrongStateError
from translation_desk.models import HeldApproval, Notice
from translation_desk.models.jobs import Status
from translation_desk.wording import sentence

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """People; a live page with a French translation, a live page without; a new section with a page below it."""
    with django_db_blocker.unblock(), factories.undone():
        staff = desk.people()
        staff.russian = desk.person("translator-ru", ("translator", "ru"))
        roles.set_up_roles(six)
        changed = desk.english(six, "soaking", title="Soaking")
        releasing.approve(changed, staff.translator, staff.reviewer, prefix="OLD")
        untouched = desk.english(six, "masks", title="Masks")
        section = releasing.draft(six, "safety", staff)
        below = releasing.draft({"en": section}, "gloves", staff)
        keys = {"changed": changed.pk, "untouched": untouched.pk, "section": section.pk, "below": below.pk}
        yield SimpleNamespace(staff=staff, keys=keys)


@pytest.fixture
def full(pages: SimpleNamespace, staff: SimpleNamespace, committed: Any) -> Release:
    """A release of all four pages in French, everything approved."""
    release = releasing.release(staff, vars(pages).values())
    with committed():
        releasing.approve_english(pages.changed, staff, summary="What clean water does.")
        releasing.approve_english(pages.section, staff)
        releasing.approve_english(pages.below, staff)
        composing.order(staff.approver, release)
        for page in vars(pages).values():
            releasing.approve(page, staff.translator, staff.reviewer)
    return release


def states(pages: SimpleNamespace) -> dict[str, tuple[bool, bool]]:
    return {name: (releasing.is_live(page, "en"), releasing.is_live(page)) for name, page in vars(pages).items()}


class TestWaiting:
    """Approved texts of a release wait for it."""

    def test_english_and_chosen_languages_wait_and_others_do_not(
        self, pages: SimpleNamespace, staff: SimpleNamespace, committed: Any
    ) -> None:
        releasing.release(staff, [pages.untouched], languages=["ru"])
        with committed():
            releasing.approve(pages.untouched, staff.translator, staff.reviewer)
            releasing.approve(pages.untouched, staff.russian, staff.other_reviewer, "ru")
        assert releasing.is_live(pages.untouched)
        assert desk.job(pages.untouched, "ru").status == Status.APPROVED
        assert not releasing.is_live(pages.untouched, "ru")
        waits = obstacles.of_held(HeldApproval.objects.all())[releasing.target(pages.untouched, "ru").pk]
        assert [obstacle.sentence() for obstacle in waits] == ["Waits for the release “Safety”"]
        told = Notice.objects.get(user=staff.russian, event=Notice.Event.APPROVED)
        assert "It goes live with the release “Safety”." in sentence(told)

    def test_the_sweep_of_each_minute_leaves_them(self, full: Release, pages: SimpleNamespace, committed: Any) -> None:
        with committed():
            call_command("publish_scheduled", verbosity=0)
        assert holding.free() == []
        assert states(pages) == {
            "changed": (True, True),
            "untouched": (True, False),
            "section": (False, False),
            "below": (False, False),
        }

    def test_a_date_of_its_own_gives_way_to_the_release(self, pages: SimpleNamespace, staff: SimpleNamespace) -> None:
        ordering.schedule(pages.changed, staff, summary="What clean water does.")
        release = releasing.release(staff, [pages.changed])
        assert orders.awaited_revision(pages.changed) is not None
        ready = progress.of(release).rows[0]
        assert (ready.english.stage, ready.cells[0].stage) == (Stage.APPROVED, Stage.NOT_ORDERED)
        composing.order(staff.approver, release)
        releasing.approve(pages.changed, staff.translator, staff.reviewer)
        going_live.release_now(staff.approver, release)
        assert Page.objects.get(pk=pages.changed.pk).specific.summary == "What clean water does."

    def test_readers_find_nothing_of_it(self, full: Release, client: Client, pages: SimpleNamespace) -> None:
        places = (
            "/en/",
            "/en/safety/",
            "/en/soaking/",
            "/fr/soaking/",
            "/fr/masks/",
            "/en/masks/",
            "/en/search/?q=gloves",
            "/fr/search/?q=clean",
            "/sitemap.xml",
            "/en/feeds/news/",
            "/api/v2/pages/?locale=en",
            "/api/v2/pages/?locale=fr",
        )
        for place in places:
            html = client.get(place, follow=True).content.decode()
            for words in ("Gloves", "clean water", "FR Masks"):
                assert words not in html, place
        assert client.get("/en/safety/gloves/").status_code == client.get("/fr/masks/").status_code == 404
        assert 'hreflang="fr"' not in client.get("/en/masks/").content.decode().split("</head>")[0]

    def test_not_a_letter_of_what_they_read_changes(self, request: Any, client: Client, pages: SimpleNamespace) -> None:
        places = ("/en/", "/fr/", "/en/soaking/", "/fr/soaking/", "/en/masks/", "/fr/masks/", "/en/safety/", "/sitemap.xml")
        before = [client.get(place).text for place in places]
        request.getfixturevalue("full")
        assert [client.get(place).text for place in places] == before


class TestGoingLive:
    """All or nothing."""

    def test_everything_goes_live_together_at_its_time(
        self, full: Release, pages: SimpleNamespace, staff: SimpleNamespace, committed: Any, client: Client
    ) -> None:
        Release.objects.filter(pk=full.pk).update(goes_live_at=timezone.now() - timedelta(seconds=1))
        with committed():
            call_command("publish_releases", verbosity=0)
        assert set(states(pages).values()) == {(True, True)}
        full.refresh_from_db()
        assert full.state == ReleaseState.LIVE
        assert [desk.job(page).status for page in vars(pages).values()] == [Status.LIVE] * 4
        assert not HeldApproval.objects.exists()
        assert "FR What clean water does." in client.get("/fr/soaking/").content.decode()
        assert ReleaseEvent.objects.filter(release=full, action="live").count() == 1
        with committed():
            call_command("publish_releases", verbosity=0)
        assert ReleaseEvent.objects.filter(release=full, action="live").count() == 1

    def test_one_page_that_is_not_ready_holds_all(self, pages: SimpleNamespace, staff: SimpleNamespace, committed: Any) -> None:
        release = releasing.release(staff, [pages.untouched, pages.section])
        releasing.approve(pages.untouched, staff.translator, staff.reviewer)
        with pytest.raises(going_live.NotReadyError):
            going_live.release_now(staff.approver, release)
        Release.objects.filter(pk=release.pk).update(goes_live_at=timezone.now() - timedelta(seconds=1))
        for _round in range(2):
            call_command("publish_releases", verbosity=0)
        assert not releasing.is_live(pages.untouched)
        release.refresh_from_db()
        assert release.state == ReleaseState.LATE
        assert ReleaseEvent.objects.filter(release=release, action="late").count() == 1

    def test_who_holds_it_up_is_told_once(self, pages: SimpleNamespace, staff: SimpleNamespace) -> None:
        release = releasing.release(staff, [pages.untouched])
        Release.objects.filter(pk=release.pk).update(goes_live_at=timezone.now() - timedelta(seconds=1))
        for _round in range(2):
            call_command("publish_releases", verbosity=0)
        told = {notice.user.username: sentence(notice) for notice in Notice.objects.filter(event=Notice.Event.REMINDER)}
        assert told == {
            "translator-fr": "The release “Safety” could not go live at its time. It waits for this page, among others.",
            "approver-en": "The release could not go live at its time.",
        }

    def test_a_page_that_cannot_be_published_stops_all_and_is_named(
        self, full: Release, pages: SimpleNamespace, staff: SimpleNamespace
    ) -> None:
        before = states(pages)
        whole = holding.release

        def fail(ids: Any) -> Any:
            if pages.below.pk in ids:
                raise ValueError("broken")
            return whole(ids)

        with mock.patch.object(holding, "release", fail), pytest.raises(WrongStateError, match="Gloves"):
            going_live.release_now(staff.approver, full)
        assert states(pages) == before
        full.refresh_from_db()
        assert (full.is_open, full.failure["title"]) == (True, "Gloves")
        assert ReleaseItem.objects.filter(release=full, open=True).count() == 4

    def test_by_quorum_the_rest_goes_and_is_announced_as_coming(
        self, pages: SimpleNamespace, staff: SimpleNamespace, committed: Any, client: Client
    ) -> None:
        release = releasing.release(staff, [pages.untouched], languages=["fr", "ru"], required=["fr"], least=1)
        assert not progress.of(release).is_ready
        with committed():
            releasing.approve(pages.untouched, staff.translator, staff.reviewer)
        assert progress.of(release).is_ready
        with committed():
            going_live.release_now(staff.approver, release)
        html = client.get("/en/masks/").content.decode()
        assert "Эта страница появится на этом языке" in html
        with committed():
            releasing.approve(pages.untouched, staff.russian, staff.other_reviewer, "ru")
        assert releasing.is_live(pages.untouched, "ru")

    def test_of_a_private_page_nothing_is_announced(self, pages: SimpleNamespace, staff: SimpleNamespace, client: Client) -> None:
        release = releasing.release(staff, [pages.untouched], languages=["fr", "ru"], least=0)
        going_live.release_now(staff.approver, release)
        coming = "Эта страница появится на этом языке"
        assert coming in client.get("/es/masks/").text
        PageViewRestriction.objects.create(page=pages.untouched, restriction_type=PageViewRestriction.LOGIN)
        assert coming not in client.get("/es/masks/").text

    def test_a_language_that_is_required_is_waited_for(
        self, pages: SimpleNamespace, staff: SimpleNamespace, committed: Any
    ) -> None:
        release = releasing.release(staff, [pages.untouched], languages=["fr", "ru"], required=["ru"], least=1)
        releasing.approve(pages.untouched, staff.translator, staff.reviewer)
        assert [cell.code for cell in progress.of(release).held_up_by] == ["ru"]


class TestRollingBack:
    """Back as a whole."""

    def test_new_pages_go_offline_and_changed_ones_return(
        self, full: Release, pages: SimpleNamespace, staff: SimpleNamespace, committed: Any, client: Client
    ) -> None:
        before = {
            code: Page.objects.get(translation_key=pages.changed.translation_key, locale__language_code=code).live_revision_id
            for code in ("en", "fr")
        }
        was = states(pages)
        with committed():
            going_live.release_now(staff.approver, full)
            rolling_back.roll_back(staff.approver, full, "A figure is wrong.")
        assert states(pages) == was
        for code, revision in before.items():
            assert releasing.target(pages.changed, code).live_revision_id == revision
        html = client.get("/fr/soaking/").content.decode()
        assert "OLD What water does." in html
        full.refresh_from_db()
        assert full.state == ReleaseState.ROLLED_BACK
        job = desk.job(pages.changed)
        assert (job.status, job.segments_changed) == (Status.LIVE, 0)
        assert desk.segment(job, "summary").approved_text == "OLD What water does."
        assert desk.job(pages.untouched).status == Status.NOT_STARTED

    def test_a_page_that_has_gone_on_is_named_and_left_out_only_by_choice(
        self, full: Release, pages: SimpleNamespace, staff: SimpleNamespace, committed: Any
    ) -> None:
        with committed():
            going_live.release_now(staff.approver, full)
        with committed():
            releasing.approve_english(Page.objects.get(pk=pages.changed.pk).specific, staff, summary="Newer still.")
        with pytest.raises(WrongStateError, match="Soaking"):
            rolling_back.roll_back(staff.approver, full, "Wrong.")
        assert releasing.is_live(pages.below)
        done = rolling_back.roll_back(staff.approver, full, "Wrong.", leave_out=True)
        assert not releasing.is_live(pages.below) and len(done) == 6
        assert not releasing.is_live(pages.section, "en")
        assert Page.objects.get(pk=pages.changed.pk).specific.summary == "Newer still."

    def test_nothing_goes_offline_above_a_page_that_stays(
        self, full: Release, pages: SimpleNamespace, staff: SimpleNamespace, committed: Any
    ) -> None:
        with committed():
            going_live.release_now(staff.approver, full)
            releasing.approve_english(Page.objects.get(pk=pages.below.pk).specific, staff, summary="Newer still.")
        hindered = {(effect.title, effect.code): effect.hindrance for effect in rolling_back.effects(full) if effect.hindrance}
        assert hindered == {
            ("Gloves", "en"): "The page was changed since.",
            ("Gloves", "fr"): "Another language of the page has gone on since.",
            ("Safety", "en"): "Pages below it stay live.",
            ("Safety", "fr"): "Another language of the page has gone on since.",
        }


class TestComposing:
    """Who may, what is refused, what becomes of the texts."""

    def test_only_managers_decide(self, full: Release, pages: SimpleNamespace, staff: SimpleNamespace) -> None:
        item = full.items.first()
        assert item is not None
        for step in (
            lambda: composing.create(staff.editor, Terms("Safety")),
            lambda: composing.change(staff.editor, full, Terms("Safety")),
            lambda: composing.add_pages(staff.editor, full, [pages.changed]),
            lambda: composing.remove(staff.editor, item, as_drafts=True),
            lambda: composing.order(staff.editor, full),
            lambda: composing.call_off(staff.editor, full, "No.", as_drafts=True),
            lambda: going_live.release_now(staff.reviewer, full),
            lambda: rolling_back.roll_back(staff.reviewer, full, "No."),
        ):
            with pytest.raises(NotAllowedError):
                step()

    @pytest.mark.parametrize(
        ("field", "terms"),
        [
            ("title", {"title": " "}),
            ("languages", {"languages": []}),
            ("least", {"least": 2}),
            ("required", {"required": ["ru"]}),
            ("goes_live_at", {"goes_live_at": timezone.now() - timedelta(days=1)}),
        ],
    )
    def test_bad_values_are_refused_beside_their_field(self, staff: SimpleNamespace, field: str, terms: dict[str, Any]) -> None:
        with pytest.raises(BadValueError) as refused:
            composing.create(staff.approver, Terms(**{"title": "Safety", "languages": ["fr"], **terms}))
        assert refused.value.field == field

    def test_a_page_is_in_one_open_release_and_named_otherwise(self, pages: SimpleNamespace, staff: SimpleNamespace) -> None:
        releasing.release(staff, [pages.changed])
        with pytest.raises(WrongStateError, match="“Soaking” is in the release “Safety” already"):
            releasing.release(staff, [pages.untouched, pages.changed], title="Other")
        assert ReleaseItem.objects.count() == 1

    def test_what_was_called_off_publishes_by_itself(
        self, full: Release, pages: SimpleNamespace, staff: SimpleNamespace, committed: Any
    ) -> None:
        with committed():
            composing.call_off(staff.approver, full, "Not needed.", as_drafts=False)
        assert set(states(pages).values()) == {(True, True)}

    def test_or_becomes_drafts_again(self, full: Release, pages: SimpleNamespace, staff: SimpleNamespace, committed: Any) -> None:
        was = states(pages)
        with committed():
            composing.call_off(staff.approver, full, "Not needed.", as_drafts=True)
            call_command("publish_scheduled", verbosity=0)
        assert states(pages) == was
        assert not HeldApproval.objects.exists()
        assert desk.job(pages.untouched).status == Status.IN_TRANSLATION

    def test_a_page_that_is_taken_out_waits_no_more(self, pages: SimpleNamespace, staff: SimpleNamespace, committed: Any) -> None:
        release = releasing.release(staff, [pages.untouched])
        releasing.approve(pages.untouched, staff.translator, staff.reviewer)
        item = release.items.get()
        with committed():
            composing.remove(staff.approver, item, as_drafts=False)
        assert releasing.is_live(pages.untouched)

    def test_ordering_tells_what_cannot_be_ordered(self, pages: SimpleNamespace, staff: SimpleNamespace) -> None:
        release = releasing.release(staff, [pages.untouched, pages.section])
        ordered = composing.order(staff.approver, release)
        assert [job.source_title for job in ordered.jobs] == ["Masks"]
        assert ordered.refused == [("Safety", "Its English has to be approved first.")]
        told = Notice.objects.get(user=staff.translator, event=Notice.Event.ORDERED)
        assert "orders its translation for the release “Safety”" in sentence(told)


def test_the_state_of_a_release_costs_the_same_whatever_is_in_it(
    full: Release, staff: SimpleNamespace, pages: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(8):
        assert progress.of(full).is_ready
    item = ReleaseItem.objects.filter(release=full).order_by("pk")[0]
    ReleaseItem.objects.filter(release=full).exclude(pk=item.pk).delete()
    with django_assert_num_queries(8):
        progress.of(full)


def test_nothing_is_kept_of_languages_that_were_never_promised(full: Release, staff: SimpleNamespace) -> None:
    going_live.release_now(staff.approver, full)
    assert not ReleaseOutcome.objects.filter(coming=True).exists()
