"""Absences: work and notices go to the deputy, people see who is away until when, and who may say so."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry

from core.languages_setup import home_pages
from tests import factories
from tests.translation_desk import desk, queue_data
from tests.translation_desk.empty_page import queries
from translation_desk import absences, assigning, leaving, notifying
from translation_desk.errors import BadValueError, NotAllowedError
from translation_desk.models import Absence, Notice, TranslationJob
from translation_desk.wording import standing_in

pytestmark = pytest.mark.django_db


def again(person: Any) -> Any:
    return get_user_model().objects.get(pk=person.pk)


def day(number: int) -> Any:
    return timezone.localdate() + timedelta(days=number)


def away(person: Any, deputy: Any = None, first: int = 0, last: int = 7) -> None:
    absences.set_absence(person, person, day(first), day(last), deputy)


@pytest.fixture
def world(people: Any) -> SimpleNamespace:
    """A French job and two more French translators, one of whom reviews."""
    page = factories.standard(home_pages(), codes=("en",))["en"]
    return SimpleNamespace(
        **vars(people),
        page=page,
        job=queue_data.job(page, "fr"),
        second=desk.person("second", ("translator", "fr")),
        third=desk.person("third", ("reviewer", "fr")),
    )


class TestAssigning:
    def test_work_for_somebody_away_goes_to_the_deputy(self, world: SimpleNamespace) -> None:
        away(world.translator, world.second)
        assigning.assign(world.reviewer, [world.job], again(world.translator))
        assert TranslationJob.objects.get().translator == world.second
        assert [notice.user for notice in Notice.objects.all()] == [world.second]
        assert PageLogEntry.objects.get(action="translation_desk.assign").data["to"] == "second Tester"

    def test_before_and_after_the_absence_it_stays(self, world: SimpleNamespace) -> None:
        for first, last in ((1, 3), (-3, 0)):
            away(world.translator, world.second, first, last)
            Absence.objects.filter(last_day=day(0)).update(last_day=day(-1))
            assigning.assign(world.reviewer, [world.job], again(world.translator))
            assert TranslationJob.objects.get().translator == world.translator

    def test_a_deputy_who_is_away_hands_on_to_their_own_and_nobody_in_circles(self, world: SimpleNamespace) -> None:
        away(world.translator, world.second)
        away(world.second, world.third)
        assigning.assign(world.reviewer, [world.job], again(world.translator))
        assert TranslationJob.objects.get().translator == world.third
        away(world.third, world.translator)
        assigning.assign(world.reviewer, [world.job], again(world.translator))
        assert TranslationJob.objects.get().translator == world.translator

    def test_a_deputy_without_the_role_or_who_wrote_the_text_does_not_review_it(self, world: SimpleNamespace) -> None:
        away(world.reviewer, world.second)
        assigning.set_reviewer(world.approver, [world.job], again(world.reviewer))
        assert TranslationJob.objects.get().reviewer == world.reviewer
        away(world.reviewer, world.third)
        TranslationJob.objects.update(translator=world.third)
        assigning.set_reviewer(world.approver, [TranslationJob.objects.get()], None)
        assigning.set_reviewer(world.approver, [TranslationJob.objects.get()], again(world.reviewer))
        assert TranslationJob.objects.get().reviewer == world.reviewer

    def test_a_deputy_who_left_stands_in_no_more(self, world: SimpleNamespace) -> None:
        away(world.translator, world.second)
        leaving.close(world.approver, world.second)
        assigning.assign(world.reviewer, [world.job], again(world.translator))
        assert TranslationJob.objects.get().translator == world.translator


class TestNotices:
    def test_the_deputy_is_mailed_and_the_person_finds_the_notice_later(
        self, world: SimpleNamespace, django_capture_on_commit_callbacks: Any
    ) -> None:
        away(world.translator, world.second)
        with django_capture_on_commit_callbacks(execute=True):
            notifying.notify(Notice.Event.SENT_BACK, world.job, [world.translator], actor=world.reviewer)
        (sent,) = mail.outbox
        assert sent.to == [world.second.email]
        assert "You stand in for translator-fr Tester, who is away." in sent.body
        assert {notice.user: standing_in(notice) != "" for notice in Notice.objects.all()} == {
            world.translator: False,
            world.second: True,
        }

    def test_nobody_is_told_twice_nor_of_their_own_step(self, world: SimpleNamespace) -> None:
        away(world.translator, world.second)
        notifying.notify(Notice.Event.SENT_BACK, world.job, [world.translator, world.second], actor=world.reviewer)
        notifying.notify(Notice.Event.SENT_BACK, world.job, [world.translator], actor=world.second)
        assert sorted(notice.user.username for notice in Notice.objects.all()) == ["second", "translator-fr", "translator-fr"]

    def test_a_deputy_of_another_language_is_not_told(self, world: SimpleNamespace) -> None:
        world.translator.groups.add(*world.other_reviewer.groups.all())
        away(again(world.translator), world.other_reviewer)
        notifying.notify(Notice.Event.SENT_BACK, world.job, [world.translator], actor=None)
        assert [(notice.user, notice.mailed_at) for notice in Notice.objects.all()] == [(world.translator, None)]


class TestRights:
    def test_reviewers_and_managers_set_absences_of_others_nobody_else(self, world: SimpleNamespace) -> None:
        for user in (world.reviewer, world.approver, world.admin):
            absences.set_absence(user, world.translator, day(0), day(1), world.second)
        for user in (world.second, world.other_reviewer, world.stranger):
            with pytest.raises(NotAllowedError):
                absences.set_absence(user, world.translator, None, None)
        with pytest.raises(NotAllowedError):
            absences.set_absence(world.stranger, world.stranger, day(0), day(1))

    @pytest.mark.parametrize(
        ("first", "last", "deputy", "field"),
        [
            (2, 1, None, "last_day"),
            (-3, -2, None, "last_day"),
            (None, 2, None, "first_day"),
            (2, None, None, "last_day"),
            (None, None, "second", "first_day"),
            (0, 1, "other_reviewer", "deputy"),
            (0, 1, "translator", "deputy"),
        ],
    )
    def test_what_makes_no_absence_is_refused_beside_its_field(
        self, world: SimpleNamespace, first: int | None, last: int | None, deputy: str | None, field: str
    ) -> None:
        days = [None if number is None else day(number) for number in (first, last)]
        with pytest.raises(BadValueError) as caught:
            absences.set_absence(world.translator, world.translator, *days, getattr(world, deputy or "", None))
        assert caught.value.field == field


class TestScreens:
    def test_people_say_it_in_their_settings(self, world: SimpleNamespace, client: Client) -> None:
        client.force_login(world.translator)
        assert "First day away" in client.get("/admin/account/").content.decode()
        data = {
            "name_email-first_name": "A",
            "name_email-last_name": "B",
            "name_email-email": "a@example.org",
            "locale-preferred_language": "en",
            "locale-current_time_zone": "UTC",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "absence-first_day": day(0).isoformat(),
            "absence-last_day": day(-1).isoformat(),
            "absence-deputy": world.second.pk,
        }
        assert "lies before the first" in client.post("/admin/account/", data).content.decode()
        assert client.post("/admin/account/", {**data, "absence-last_day": day(9).isoformat()}).status_code == 302
        assert Absence.objects.get().deputy == world.second
        client.force_login(world.stranger)

    def test_managers_say_it_on_the_screen_of_people(self, world: SimpleNamespace, client: Client) -> None:
        client.force_login(world.reviewer)
        address = f"/admin/translations/staff/{world.translator.pk}/absence/"
        data = {"first_day": day(0).isoformat(), "last_day": day(9).isoformat(), "deputy": world.second.pk}
        assert client.post(address, data).status_code == 302
        assert "Away until" in client.get("/admin/translations/staff/").content.decode()
        assert client.post(address, {}).status_code == 302
        assert not Absence.objects.exists()

    def test_queue_and_dialogs_say_who_is_away_at_the_same_cost(self, world: SimpleNamespace, client: Client) -> None:
        TranslationJob.objects.update(translator=world.translator)
        client.force_login(world.reviewer)
        before = queries(client, "/admin/translations/?tab=all")
        for person in (world.translator, world.second):
            away(person, world.third)
        assert queries(client, "/admin/translations/?tab=all") == before
        assert "away until" in client.get("/admin/translations/?tab=all").content.decode()
        dialog = client.get(f"/admin/translations/{world.job.pk}/people/").content.decode()
        assert "deputy: third Tester" in dialog
        bulk = client.get(f"/admin/translations/bulk/?action=assign&job={world.job.pk}").content.decode()
        assert "translator-fr Tester, away until" in bulk
