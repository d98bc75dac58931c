"""What happens to the pages of a release meanwhile, and what a release makes of it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Revision

from newsroom.models import Release, ReleaseItem, ReleaseOutcome
from newsroom.releases import composing, going_live, progress, rolling_back
from newsroom.releases.progress import Stage
from tests import factories
from tests.newsroom import releasing
from tests.translation_desk import desk
from translation_desk import revisions, roles, submitting
from translation_desk.errors import WrongStateError
from translation_desk.models import HeldApproval
from translation_desk.tree import archiving, withdrawing

pytestmark = pytest.mark.django_db

NEWER = "Newer words."


@pytest.fixture(scope="module")
def made(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """People; a page that is live in French and Russian, another one live in English alone, an English draft."""
    with django_db_blocker.unblock(), factories.undone():
        staff = desk.people()
        roles.set_up_roles(six)
        changed = desk.english(six, "soaking", title="Soaking", body=[])
        releasing.approve(changed, staff.translator, staff.reviewer, prefix="OLD")
        desk.make_live(changed, SimpleNamespace(translator=staff.other_reviewer, reviewer=staff.other_reviewer), "ru")
        other = desk.english(six, "masks", title="Masks", body=[])
        new = releasing.draft(six, "gloves", staff)
        keys = {"changed": changed.pk, "other": other.pk, "new": new.pk}
        yield SimpleNamespace(staff=staff, keys=keys)


@pytest.fixture
def ready(staff: SimpleNamespace, committed: Any) -> Callable[..., Release]:
    """Make a release of pages in French, all of it approved, after some changes of the English."""

    def make(*wanted: Page, **changes: Any) -> Release:
        release = releasing.release(staff, wanted)
        with committed():
            for page in wanted:
                releasing.approve_english(page, staff, **changes)
            composing.order(staff.approver, release)
            for page in wanted:
                releasing.approve(page, staff.translator, staff.reviewer)
        assert progress.of(release).is_ready
        return release

    return make


def fresh(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific


def stages(release: Release) -> list[Stage]:
    return [cell.stage for row in progress.of(release).rows for cell in row.all_cells]


def slugs(page: Page) -> dict[str, str]:
    rows = Page.objects.filter(translation_key=page.translation_key)
    return dict(rows.values_list("locale__language_code", "slug"))


def test_a_new_address_comes_and_goes_with_the_release_in_all_languages(
    pages: SimpleNamespace, staff: SimpleNamespace, ready: Any
) -> None:
    release = ready(pages.changed, slug="steeping")
    assert set(slugs(pages.changed).values()) == {"soaking"}
    # Nothing that waits for the commit is done here: visitors see what the transaction itself wrote.
    going_live.release_now(staff.approver, release)
    assert slugs(pages.changed) == dict.fromkeys(("en", "fr", "ru"), "steeping")
    rolling_back.roll_back(staff.approver, release, "Wrong.")
    assert slugs(pages.changed) == dict.fromkeys(("en", "fr", "ru"), "soaking")


def test_an_address_that_is_taken_meanwhile_stops_all_and_names_the_page(
    pages: SimpleNamespace, staff: SimpleNamespace, ready: Any, six: factories.Pages
) -> None:
    release = ready(pages.changed, slug="steeping")
    factories.standard({"ru": six["ru"]}, "steeping", ("ru",))
    with pytest.raises(WrongStateError, match="Soaking"):
        going_live.release_now(staff.approver, release)
    release.refresh_from_db()
    assert release.is_open and "Russian" in release.failure["cause"]
    assert set(slugs(pages.changed).values()) == {"soaking"}


def test_a_page_in_the_archive_holds_the_release_until_it_is_taken_out(
    pages: SimpleNamespace, staff: SimpleNamespace, ready: Any, committed: Any
) -> None:
    release = ready(pages.changed, pages.new, summary=NEWER)
    with committed():
        archiving.put_away(pages.new.pk, None, staff.approver)
    assert stages(release).count(Stage.GONE) == 1
    with pytest.raises(going_live.NotReadyError):
        going_live.release_now(staff.approver, release)
    composing.remove(staff.approver, release.items.get(title="Gloves"), as_drafts=True)
    going_live.release_now(staff.approver, release)
    assert fresh(pages.changed).live and not fresh(pages.new).live


def test_a_page_that_is_taken_offline_is_not_ready(pages: SimpleNamespace, staff: SimpleNamespace, committed: Any) -> None:
    release = releasing.release(staff, [pages.other], least=0)
    assert stages(release)[0] == Stage.LIVE
    with committed():
        withdrawing.withdraw(fresh(pages.other), withdrawing.Scope.ALL, below=False, user=staff.approver)
    assert stages(release)[0] == Stage.DRAFT


def test_a_private_page_goes_live_for_those_who_may_read_it(
    pages: SimpleNamespace, staff: SimpleNamespace, ready: Any, client: Client, committed: Any
) -> None:
    release = ready(pages.new)
    with committed():
        PageViewRestriction.objects.create(page_id=pages.new.pk, restriction_type=PageViewRestriction.LOGIN)
        going_live.release_now(staff.approver, release)
    assert releasing.is_live(pages.new, "fr")
    for place in (
        "/en/",
        "/fr/",
        "/sitemap.xml",
        "/api/v2/pages/?locale=en",
        "/en/search/?q=gloves",
        "/en/gloves/",
        "/fr/gloves/",
    ):
        answer = client.get(place)
        assert "Gloves" not in answer.content.decode() and "/gloves/" not in answer.content.decode(), place


def test_an_approval_holds_though_the_approver_has_left(pages: SimpleNamespace, staff: SimpleNamespace, ready: Any) -> None:
    release = ready(pages.new)
    staff.approver.groups.clear()
    staff.reviewer.groups.clear()
    Release.objects.filter(pk=release.pk).update(goes_live_at=timezone.now())
    assert going_live.publish_due() == 1
    assert releasing.is_live(pages.new)


def test_a_translation_that_is_taken_back_is_not_ready(pages: SimpleNamespace, staff: SimpleNamespace, ready: Any) -> None:
    release = ready(pages.new)
    submitting.withdraw(staff.approver, desk.job(pages.new))
    assert stages(release) == [Stage.APPROVED, Stage.IN_TRANSLATION]


def test_a_draft_after_the_approval_stays_a_draft(pages: SimpleNamespace, staff: SimpleNamespace, ready: Any) -> None:
    release = ready(pages.changed, summary="What clean water does.")
    later = fresh(pages.changed).get_latest_revision_as_object()
    later.summary = NEWER
    later.save_revision(user=staff.editor)
    going_live.release_now(staff.approver, release)
    page = fresh(pages.changed)
    assert (page.summary, page.has_unpublished_changes) == ("What clean water does.", True)
    assert page.get_latest_revision_as_object().summary == NEWER


def test_english_that_is_approved_anew_wants_its_translations_anew(
    pages: SimpleNamespace, staff: SimpleNamespace, ready: Any, committed: Any
) -> None:
    release = ready(pages.changed, summary="What clean water does.")
    with committed():
        releasing.approve_english(fresh(pages.changed), staff, summary=NEWER)
    assert not progress.of(release).is_ready


def test_a_page_whose_time_is_over_stops_the_release(pages: SimpleNamespace, staff: SimpleNamespace, ready: Any) -> None:
    release = ready(pages.new, expire_at=timezone.now() + timedelta(days=1))
    held = HeldApproval.objects.get(page=pages.new.pk).revision
    held.content["expire_at"] = (timezone.now() - timedelta(days=1)).isoformat()
    held.save()
    with pytest.raises(WrongStateError, match="Gloves"):
        going_live.release_now(staff.approver, release)
    assert not fresh(pages.new).live


def test_a_page_below_one_that_is_not_live_waits_for_it(
    pages: SimpleNamespace, staff: SimpleNamespace, six: factories.Pages
) -> None:
    section = releasing.draft(six, "section", staff)
    below = releasing.draft({"en": section}, "below", staff)
    release = releasing.release(staff, [below], least=0)
    releasing.approve_english(below, staff)
    assert stages(release)[0] == Stage.BLOCKED
    composing.add_pages(staff.approver, release, [section])
    releasing.approve_english(section, staff)
    going_live.release_now(staff.approver, release)
    assert fresh(below).live


def test_of_two_releases_that_claim_a_page_at_once_one_is_told(pages: SimpleNamespace, staff: SimpleNamespace) -> None:
    releasing.release(staff, [pages.new])
    with mock.patch.object(composing, "refusals", return_value={}), pytest.raises(WrongStateError, match="Somebody"):
        releasing.release(staff, [pages.other, pages.new], title="Other")
    assert ReleaseItem.objects.count() == 1


@pytest.mark.parametrize("error", [KeyError("a fault of ours"), OperationalError("deadlock detected")], ids=str)
def test_a_release_that_breaks_off_holds_no_other_up(
    pages: SimpleNamespace, staff: SimpleNamespace, ready: Any, error: Exception
) -> None:
    bad, good = ready(pages.new), releasing.release(staff, [pages.other], title="Other", least=0)
    Release.objects.update(goes_live_at=timezone.now())
    whole = progress.of

    def fail(release: Release) -> Any:
        if release.pk == bad.pk:
            raise error
        return whole(release)

    with mock.patch.object(progress, "of", fail):
        assert going_live.publish_due() == 1
    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.live_at and bad.is_open and not fresh(pages.new).live
    assert going_live.publish_due() == 1


def test_what_a_release_may_go_back_to_is_not_purged(
    pages: SimpleNamespace, staff: SimpleNamespace, ready: Any, six: factories.Pages
) -> None:
    plain = factories.standard(six, "plain", ("en",), title="Plain")["en"]
    release = ready(Page.objects.get(pk=plain.pk).specific, summary=NEWER)
    going_live.release_now(staff.approver, release)
    previous = ReleaseOutcome.objects.get(page=plain.pk).previous
    assert previous is not None
    Revision.objects.filter(pk=previous.pk).update(created_at=timezone.now() - timedelta(days=900))
    revisions.purge()
    rolling_back.roll_back(staff.approver, release, "Wrong.")
    assert fresh(plain).summary != NEWER


def test_a_language_that_the_site_gave_up_is_waited_for_no_more(
    pages: SimpleNamespace, staff: SimpleNamespace, ready: Any
) -> None:
    release = ready(pages.new)
    Release.objects.filter(pk=release.pk).update(languages=["fr", "ru"])
    release.refresh_from_db()
    assert not progress.of(release).is_ready
    known = {code: pk for code, pk in progress.locale_ids().items() if code != "ru"}
    with mock.patch.object(progress, "locale_ids", lambda: known):
        going_live.release_now(staff.approver, release)
    assert releasing.is_live(pages.new)


def test_a_large_release_is_published_in_the_background(
    pages: SimpleNamespace, staff: SimpleNamespace, ready: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(going_live, "AT_ONCE", 1)
    release = ready(pages.new)
    assert going_live.release_now(staff.approver, release).is_open
    assert not releasing.is_live(pages.new)
    assert going_live.publish_due() == 1
    assert releasing.is_live(pages.new)


def test_a_large_release_that_is_not_ready_does_not_become_due(
    pages: SimpleNamespace, staff: SimpleNamespace, monkeypatch: Any
) -> None:
    monkeypatch.setattr(going_live, "AT_ONCE", -1)
    release = releasing.release(staff, [pages.other])
    with pytest.raises(going_live.NotReadyError):
        going_live.release_now(staff.approver, release)
    assert Release.objects.get(pk=release.pk).goes_live_at is None
