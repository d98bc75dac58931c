"""Whom a release waits for is told: a day and an hour before its time, and when that has come; each in one mail."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from newsroom.models import Release, ReleaseState
from newsroom.releases import composing, going_live
from newsroom.releases.composing import Terms
from tests import factories
from tests.newsroom import releasing
from tests.translation_desk import desk, moderation
from translation_desk import roles
from translation_desk.models import Notice
from translation_desk.wording import sentence

pytestmark = pytest.mark.django_db

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(scope="module")
def made(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """People, a live page without translations, two English drafts of which one is the editor's own."""
    with django_db_blocker.unblock(), factories.undone():
        staff = desk.people()
        staff.other_editor = desk.person("other-editor", ("editor", "en"))
        roles.set_up_roles(six)
        live = desk.english(six, "masks", title="Masks")
        own = releasing.draft(six, "gloves", staff, owner=staff.editor)
        nobodys = releasing.draft(six, "boots", staff)
        keys = {"live": live.pk, "own": own.pk, "nobodys": nobodys.pk}
        yield SimpleNamespace(staff=staff, keys=keys)


@pytest.fixture
def minute(django_capture_on_commit_callbacks: Any) -> Callable[..., None]:
    """Let the minute come that lies so long before the time of all releases, and its mails leave."""

    def pass_minute(before: timedelta, *, times: int = 1) -> None:
        for _time in range(times):
            Release.objects.update(goes_live_at=timezone.now() + before)
            with django_capture_on_commit_callbacks(execute=True):
                going_live.publish_due()

    return pass_minute


def told() -> dict[str, set[str]]:
    """Return what each person was told of, by name; and forget it."""
    found: dict[str, set[str]] = {}
    for notice in Notice.objects.filter(event=Notice.Event.REMINDER).select_related("user", "job"):
        about = notice.job.source_title if notice.job else notice.data["about"]["title"]
        found.setdefault(notice.user.username, set()).add(about)
    Notice.objects.all().delete()
    return found


def test_a_release_that_waits_for_english_alone_is_told_to_those_who_write_it(
    pages: SimpleNamespace, staff: SimpleNamespace, minute: Any, mailoutbox: list[Any]
) -> None:
    releasing.release(staff, [pages.own, pages.nobodys], least=0)
    minute(-MINUTE, times=2)
    mail = next(mail for mail in mailoutbox if mail.to == [staff.editor.email])
    assert "Gloves" in mail.body and reverse("wagtailadmin_pages:edit", args=[pages.own.pk]) in mail.body
    assert "The release “Safety” could not go live at its time. It waits for this page, among others." in mail.body
    assert told() == {"editor-en": {"Gloves", "Boots"}, "other-editor": {"Boots"}, "approver-en": {"Safety"}}


def test_english_that_waits_for_approval_is_the_approvers(pages: SimpleNamespace, staff: SimpleNamespace, minute: Any) -> None:
    releasing.release(staff, [pages.own], least=0)
    pages.own.get_workflow().start(pages.own, staff.editor)
    minute(HOUR - MINUTE)
    assert told() == {"approver-en": {"Gloves"}}
    moderation.decide(pages.own, staff.approver, "reject")
    minute(-MINUTE)
    assert told() == {"editor-en": {"Gloves"}, "approver-en": {"Safety"}}


def test_all_who_hold_it_up_are_reminded_a_day_and_an_hour_before_once_each(
    pages: SimpleNamespace, staff: SimpleNamespace, minute: Any
) -> None:
    releasing.release(staff, [pages.own, pages.live])
    minute(DAY + MINUTE)
    assert told() == {}
    minute(DAY - MINUTE, times=2)
    assert told() == {"editor-en": {"Gloves"}, "translator-fr": {"Masks"}}
    minute(HOUR - MINUTE, times=2)
    assert told() == {"editor-en": {"Gloves"}, "translator-fr": {"Masks"}}


def test_what_only_managers_can_do_is_told_to_them(pages: SimpleNamespace, staff: SimpleNamespace, minute: Any) -> None:
    releasing.release(staff, [pages.own])
    releasing.approve_english(pages.own, staff)
    minute(DAY - MINUTE)
    notice = Notice.objects.get(event=Notice.Event.REMINDER)
    assert notice.user == staff.approver and "and is not ready." in sentence(notice)


def test_an_empty_release_is_told_to_managers(staff: SimpleNamespace, minute: Any) -> None:
    releasing.release(staff, [])
    minute(HOUR - MINUTE)
    minute(-MINUTE)
    assert Notice.objects.filter(user=staff.approver).count() == 2
    assert Release.objects.get().state == ReleaseState.LATE


def test_everybody_gets_one_mail_for_one_moment(
    pages: SimpleNamespace, staff: SimpleNamespace, minute: Any, mailoutbox: list[Any]
) -> None:
    releasing.release(staff, [pages.own, pages.nobodys], title="One")
    releasing.release(staff, [pages.live], title="Two")
    minute(-MINUTE)
    assert sorted(mail.to[0].partition("@")[0] for mail in mailoutbox) == [
        "approver-en",
        "editor-en",
        "other-editor",
        "translator-fr",
    ]


def test_nobody_is_reminded_of_a_release_that_is_ready(pages: SimpleNamespace, staff: SimpleNamespace, minute: Any) -> None:
    releasing.release(staff, [pages.live], least=0)
    minute(HOUR - MINUTE)
    assert told() == {}


def test_a_time_that_is_set_late_reminds_of_what_is_still_ahead(
    pages: SimpleNamespace, staff: SimpleNamespace, minute: Any
) -> None:
    release = composing.create(staff.approver, Terms("Safety", goes_live_at=timezone.now() + 5 * HOUR, languages=["fr"]))
    composing.add_pages(staff.approver, release, [pages.own])
    minute(5 * HOUR - MINUTE)
    assert told() == {}
    minute(HOUR - MINUTE)
    assert told() == {"editor-en": {"Gloves"}}
    terms = Terms("Safety", goes_live_at=timezone.now() + 3 * DAY, languages=["fr"])
    composing.change(staff.approver, release, terms)
    minute(DAY - MINUTE)
    assert told() == {"editor-en": {"Gloves"}}


def test_what_was_told_of_english_stands_on_the_first_screen(
    pages: SimpleNamespace, staff: SimpleNamespace, minute: Any, client: Client
) -> None:
    releasing.release(staff, [pages.own])
    minute(-MINUTE)
    client.force_login(staff.editor)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Gloves" in html and "It waits for this page, among others." in html


def test_telling_costs_the_same_for_more_pages(pages: SimpleNamespace, staff: SimpleNamespace, six: factories.Pages) -> None:
    def cost(*wanted: Page) -> int:
        Release.objects.all().delete()
        releasing.release(staff, wanted, languages=["fr", "ru"])
        Release.objects.update(goes_live_at=timezone.now() + HOUR)
        with CaptureQueriesContext(connection) as queries:
            going_live.publish_due()
        return len(queries)

    few = cost(pages.live, pages.nobodys)
    more = [desk.english(six, f"more-{number}", body=[]) for number in range(3)]
    assert cost(pages.live, pages.nobodys, pages.own, *more) == few
