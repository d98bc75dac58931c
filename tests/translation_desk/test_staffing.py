"""People: who may invite, change and remove whom; invitations; last days; closing and erasing accounts."""

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, ModelLogEntry, PageLogEntry
from wagtail.users.models import UserProfile

from core.languages_setup import home_pages
from tests import factories
from tests.translation_desk import desk, queue_data
from tests.translation_desk.empty_page import queries
from translation_desk import assigning, leaving, notifying, permissions, staffing
from translation_desk.errors import BadValueError, NotAllowedError, WrongStateError
from translation_desk.models import Notice, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.wording import person as name_of, sentence

pytestmark = pytest.mark.django_db

URL = "/admin/translations/staff/"


def locale(code: str) -> int:
    return Locale.objects.get(language_code=code).pk


def again(person: Any) -> Any:
    return get_user_model().objects.get(pk=person.pk)


def new(user: Any, *roles: tuple[str, str], **values: Any) -> Any:
    given = {"email": "new@example.org", "first_name": "New", "last_name": "Person", "language": "fr", **values}
    return staffing.invite(user, roles=[(role, locale(code)) for role, code in roles], **given)


def english(slug: str = "about") -> Any:
    """Make an English page."""
    return factories.standard(home_pages(), slug, codes=("en",))["en"]


def yesterday() -> Any:
    return timezone.localdate() - timedelta(days=1)


def link() -> str:
    """Return the path of the newest invitation's link."""
    return re.search(r"/admin/invitation/\S+", mail.outbox[-1].body).group()


def opens(path: str) -> bool:
    return "new_password1" in Client().get(path, follow=True).content.decode()


class TestInviting:
    def test_the_mail_is_in_the_persons_language_and_its_link_lets_them_in(
        self, people: Any, client: Client, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            person = new(people.approver, ("translator", "ar"), language="ar")
        (sent,) = mail.outbox
        assert sent.to == ["new@example.org"]
        assert 'lang="ar" dir="rtl"' in sent.alternatives[0][0]
        page = client.get(link(), follow=True)
        assert 'dir="rtl"' in page.content.decode()
        path = page.redirect_chain[-1][0]
        password = "a long and unusual password"
        answer = client.post(path, {"new_password1": password, "new_password2": password})
        assert answer.status_code == 302
        assert client.get("/admin/").status_code == 200
        assert again(person).check_password(password)
        assert permissions.has_role(again(person), "translator", locale("ar"))
        # Used once, the link is no way in for anybody else.
        assert not opens(link())

    def test_a_link_ends_after_some_days_and_when_another_is_sent(
        self, people: Any, settings: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            person = new(people.reviewer, ("translator", "fr"))
        first = link()
        assert opens(first)
        with django_capture_on_commit_callbacks(execute=True):
            staffing.invite_again(people.reviewer, again(person))
        assert not opens(first) and opens(link())
        settings.PASSWORD_RESET_TIMEOUT = -1
        assert not opens(link())

    def test_a_closed_account_is_not_opened_by_its_invitation(self, people: Any, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            person = new(people.approver, ("translator", "fr"))
        leaving.close(people.approver, person)
        assert not opens(link())
        with pytest.raises(WrongStateError):
            staffing.invite_again(people.approver, again(person))

    def test_an_address_has_one_account_and_an_invitation_a_role_and_a_future(self, people: Any) -> None:
        for values in ({"email": "Translator-FR@example.org"}, {"ends_on": yesterday()}):
            with pytest.raises(BadValueError):
                new(people.approver, ("translator", "fr"), **values)
        with pytest.raises(BadValueError):
            new(people.approver)

    def test_a_refused_form_keeps_what_was_typed(self, people: Any, client: Client) -> None:
        client.force_login(people.reviewer)
        form = {"first_name": "Typed", "last_name": "Person", "email": people.translator.email, "language": "ru"}
        answer = client.post(f"{URL}invite/", {**form, "roles_fr": ["translator"]})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "has an account already" in text
        assert 'value="Typed"' in text


class TestRights:
    @pytest.mark.parametrize(
        ("who", "role", "code"),
        [
            ("reviewer", "reviewer", "ru"),
            ("reviewer", "translator", "ru"),
            ("reviewer", "approver", "en"),
            ("reviewer", "editor", "en"),
            ("translator", "translator", "fr"),
            ("editor", "editor", "en"),
            ("stranger", "translator", "fr"),
        ],
    )
    def test_nobody_gives_roles_beyond_their_own_languages(self, people: Any, who: str, role: str, code: str) -> None:
        desk.person("spare", ("approver", "en"), ("reviewer", "ru"))
        with pytest.raises(NotAllowedError):
            new(getattr(people, who), (role, code))
        assert not get_user_model().objects.filter(email="new@example.org").exists()
        with pytest.raises(NotAllowedError):
            staffing.set_roles(getattr(people, who), desk.person("other", ("translator", "fr")), {(role, locale(code))})

    def test_reviewers_give_and_take_roles_of_their_language_and_leave_the_others(self, people: Any) -> None:
        both = desk.person("both", ("translator", "fr"), ("translator", "ru"))
        assert staffing.set_roles(people.reviewer, both, {("reviewer", locale("fr"))})
        assert staffing.held_by(both) == {("reviewer", locale("fr")), ("translator", locale("ru"))}

    @pytest.mark.parametrize("who", ["approver", "admin", "reviewer"])
    def test_nobody_changes_their_own_account(self, people: Any, who: str) -> None:
        user = getattr(people, who)
        held = staffing.held_by(user)
        assert not staffing.set_roles(user, user, held)
        steps = (
            lambda: staffing.set_roles(user, user, {*held, ("translator", locale("fr"))}),
            lambda: staffing.set_last_day(user, user, timezone.localdate()),
            lambda: leaving.close(user, user),
            lambda: leaving.erase(user, user),
        )
        for step in steps:
            with pytest.raises(NotAllowedError):
                step()

    def test_reviewers_end_no_account_that_reaches_beyond_their_language(self, people: Any) -> None:
        both = desk.person("both", ("translator", "fr"), ("translator", "ru"))
        for person in (both, people.approver, people.admin, people.other_reviewer, people.stranger):
            for step in (leaving.close, leaving.erase, staffing.invite_again, leaving.reopen):
                with pytest.raises(NotAllowedError):
                    step(people.reviewer, person)
            with pytest.raises(NotAllowedError):
                staffing.set_last_day(people.reviewer, person, timezone.localdate())
        assert leaving.close(people.reviewer, people.translator) == 0

    def test_approvers_do_not_touch_administrators(self, people: Any) -> None:
        desk.person("approver-2", ("approver", "en"))
        get_user_model().objects.create_superuser("admin-2", "admin-2@example.org", "a long password")
        with pytest.raises(NotAllowedError):
            leaving.close(people.approver, people.admin)
        with pytest.raises(NotAllowedError):
            staffing.set_roles(people.approver, people.admin, {("translator", locale("fr"))})

    def test_the_last_approver_and_the_last_administrator_stay(self, people: Any) -> None:
        guest = new(people.admin, ("approver", "en"))
        steps = (
            lambda: leaving.close(people.admin, people.approver),
            lambda: leaving.erase(people.admin, people.approver),
            lambda: staffing.set_roles(people.admin, people.approver, set()),
            lambda: staffing.set_last_day(people.admin, people.approver, timezone.localdate()),
        )
        for step in steps:
            with pytest.raises(WrongStateError, match="last approver"):
                step()
        guest.set_password("a long password")
        guest.save()
        assert leaving.close(people.admin, people.approver) == 0
        assert "last administrator" in staffing.missing_without([people.admin.pk])

    def test_wagtails_own_screens_keep_them_too(self, people: Any, client: Client) -> None:
        client.force_login(people.admin)
        person = people.approver
        form = {"username": person.username, "email": person.email, "first_name": "A", "last_name": "B", "is_active": "on"}
        client.post(reverse("wagtailusers_users:edit", args=[person.pk]), form)
        client.post(reverse("wagtailusers_users:delete", args=[person.pk]))
        for action, data in (("delete", {}), ("set_active_state", {"mark_as_active": "False"})):
            address = reverse("wagtail_bulk_action", args=["accounts", "user", action])
            client.post(f"{address}?id={person.pk}", data)
        assert permissions.is_manager(again(person))
        desk.person("approver-2", ("approver", "en"))
        client.post(reverse("wagtailusers_users:edit", args=[person.pk]), form)
        assert not permissions.is_manager(again(person))


class TestLastDay:
    def test_sign_in_session_and_rights_end_at_once_and_the_account_in_the_night(self, people: Any, client: Client) -> None:
        person = people.translator
        assert client.login(username=person.username, password="a long password")
        job = queue_data.job(english(), "fr", translator=person)
        get_user_model().objects.filter(pk=person.pk).update(ends_on=yesterday())
        assert client.get("/admin/").status_code == 302
        assert not Client().login(username=person.username, password="a long password")
        assert permissions.roles_of(again(person)) == frozenset()
        assert person not in assigning.candidates("translator", [locale("fr")])
        assert notifying.notify(Notice.Event.REMINDER, job, [again(person)], actor=None) == []
        call_command("keep_deadlines", verbosity=0)
        assert not again(person).is_active
        assert TranslationJob.objects.get(pk=job.pk).translator is None

    def test_the_last_day_itself_is_a_working_day(self, people: Any) -> None:
        assert staffing.set_last_day(people.reviewer, people.translator, timezone.localdate())
        assert again(people.translator).is_current
        assert leaving.close_ended() == 0

    def test_a_superuser_whose_day_has_passed_may_nothing(self, people: Any) -> None:
        people.admin.ends_on = yesterday()
        assert not permissions.is_manager(people.admin)
        assert not permissions.has_role(people.admin, "reviewer", locale("fr"))
        assert permissions.locales_to_translate(people.admin) == set()


class TestLeaving:
    @pytest.fixture
    def work(self, people: Any) -> SimpleNamespace:
        """Jobs of the translator, at work and live, and one whose review the reviewer has."""
        pages = english()
        other = english("tanning")
        third = english("grading")
        both = {"translator": people.translator, "reviewer": people.reviewer}
        return SimpleNamespace(
            open=queue_data.job(pages, "fr", status=Status.SENT_BACK, started=True, **both),
            review=queue_data.job(other, "fr", status=Status.IN_REVIEW, **both),
            live=queue_data.job(third, "fr", status=Status.LIVE, **both),
        )

    def test_open_work_goes_back_to_the_queue_and_the_reviewers_are_told(self, people: Any, work: SimpleNamespace) -> None:
        second = desk.person("reviewer-2", ("reviewer", "fr"))
        assert leaving.close(people.approver, people.translator) == 1
        assert not TranslationJob.objects.filter(translator=people.translator).exists()
        notices = Notice.objects.filter(event=Notice.Event.FREED)
        assert {(notice.user, notice.job_id) for notice in notices} == {(who, work.open.pk) for who in (people.reviewer, second)}
        assert "translator has left" in sentence(notices[0])
        Notice.objects.all().delete()
        assert leaving.close(people.approver, people.reviewer) == 1
        notice = Notice.objects.get(event=Notice.Event.FREED)
        assert (notice.user, notice.job_id) == (second, work.review.pk)
        assert "Any reviewer" in sentence(notice)
        assert name_of(again(people.reviewer)) == "reviewer-fr Tester"

    def test_a_closed_account_opens_again_with_its_roles(self, people: Any) -> None:
        leaving.close(people.reviewer, people.translator)
        leaving.reopen(people.reviewer, again(people.translator))
        assert permissions.has_role(again(people.translator), "translator", locale("fr"))
        with pytest.raises(WrongStateError):
            leaving.reopen(people.reviewer, again(people.translator))

    def test_work_of_accounts_closed_elsewhere_goes_back_in_the_night(self, people: Any, work: SimpleNamespace) -> None:
        get_user_model().objects.filter(pk=people.translator.pk).update(is_active=False)
        assert leaving.close_ended() == 0
        assert not TranslationJob.objects.filter(translator=people.translator).exists()

    def test_undoing_gives_no_work_to_somebody_who_left(self, people: Any, work: SimpleNamespace) -> None:
        batch = assigning.assign(people.reviewer, [work.open], None).batch
        leaving.close(people.approver, people.translator)
        assert assigning.undo(people.reviewer, batch).restored == 0

    def test_erasing_puts_a_role_in_the_place_of_the_name_everywhere(self, people: Any, work: SimpleNamespace) -> None:
        UserProfile.objects.create(user=people.translator, preferred_language="fr")
        assigning.assign(people.reviewer, [work.live], None)
        assigning.assign(people.reviewer, [work.live], people.translator)
        notifying.notify(Notice.Event.REMINDER, work.open, [people.translator], actor=people.reviewer)
        notifying.notify(Notice.Event.SUBMITTED, work.open, [people.reviewer], actor=people.translator)
        assert leaving.erase(people.approver, people.translator) == "French translator"
        person = again(people.translator)
        assert name_of(person) == "French translator"
        assert not person.is_current and not person.has_usable_password() and staffing.held_by(person) == frozenset()
        assert not Notice.objects.filter(user=person).exists() and not UserProfile.objects.filter(user=person).exists()
        assert "French translator" in sentence(Notice.objects.get(event=Notice.Event.SUBMITTED))
        logged = [*PageLogEntry.objects.values_list("data", "label"), *ModelLogEntry.objects.values_list("data", "label")]
        assert "French translator" in str(logged)
        assert "translator-fr" not in str([*logged, *get_user_model().objects.filter(pk=person.pk).values()])
        with pytest.raises(WrongStateError):
            leaving.reopen(people.approver, person)


class TestScreens:
    def names(self, user: Any, **query: Any) -> set[str]:
        client = Client()
        client.force_login(user)
        return {row.person.username for row in client.get(URL, query).context["rows"]}

    def test_managers_see_everybody_and_reviewers_their_language(self, people: Any) -> None:
        assert self.names(people.reviewer) == {"translator-fr", "reviewer-fr"}
        everybody = {"editor-en", "approver-en", "translator-fr", "reviewer-fr", "reviewer-ru", "admin-desk"}
        assert self.names(people.approver) == everybody
        client = Client()
        for user, status in ((people.translator, 302), (people.editor, 302), (people.stranger, 302), (people.reviewer, 200)):
            client.force_login(user)
            assert client.get(URL).status_code == status
        assert client.get(f"{URL}{people.other_reviewer.pk}/").status_code == 404

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({"language": "fr"}, {"translator-fr", "reviewer-fr"}),
            ({"language": "fr", "role": "reviewer"}, {"reviewer-fr"}),
            ({"role": "reviewer"}, {"reviewer-fr", "reviewer-ru"}),
            ({"q": "editor"}, {"editor-en"}),
            ({"state": "closed"}, {"translator-fr"}),
            ({"state": "invited"}, set()),
            ({"role": "nonsense"}, set()),
        ],
    )
    def test_people_are_found(self, people: Any, query: dict[str, str], expected: set[str]) -> None:
        get_user_model().objects.filter(pk=people.translator.pk).update(ends_on=yesterday())
        assert self.names(people.approver, **query) == expected

    def test_roles_and_last_day_are_saved_together_or_not_at_all(self, people: Any, client: Client) -> None:
        client.force_login(people.reviewer)
        address = f"{URL}{people.translator.pk}/"
        assert "roles_fr" in client.get(address).content.decode()
        answer = client.post(address, {"roles_fr": ["reviewer"], "ends_on": yesterday().isoformat()})
        assert answer.status_code == 422 and "has passed" in answer.content.decode()
        assert staffing.held_by(people.translator) == {("translator", locale("fr"))}
        today = timezone.localdate()
        assert client.post(address, {"roles_fr": ["reviewer"], "ends_on": today.isoformat()}).status_code == 302
        assert staffing.held_by(people.translator) == {("reviewer", locale("fr"))}
        assert again(people.translator).ends_on == today

    def test_accounts_are_closed_opened_and_erased_after_a_question(self, people: Any, client: Client) -> None:
        client.force_login(people.approver)
        address = f"{URL}{people.translator.pk}/"
        assert "go back to the queue" in client.get(f"{address}close/").content.decode()
        assert client.post(f"{address}close/").status_code == 302 and not again(people.translator).is_active
        assert client.post(f"{address}reopen/").status_code == 302 and again(people.translator).is_active
        assert "French translator" in client.get(f"{address}erase/").content.decode()
        assert client.post(f"{address}erase/").status_code == 422 and again(people.translator).erased_at is None
        assert client.post(f"{address}erase/", {"sure": "on"}).status_code == 302
        assert again(people.translator).erased_at is not None
        assert client.get(address).status_code == 404

    def test_the_list_costs_the_same_for_many_people(self, people: Any, client: Client) -> None:
        client.force_login(people.approver)
        client.get(URL)
        taken = []
        for start in (0, 20):
            for number in range(start, start + 10):
                desk.person(f"extra-{number}", ("translator", "ar"), ("reviewer", "es"))
            taken.append(queries(client, URL))
        assert taken[0] == taken[1]

    def test_what_was_done_with_an_account_stands_below_it(self, people: Any, client: Client) -> None:
        staffing.set_roles(people.approver, people.translator, {("reviewer", locale("fr"))})
        leaving.close(people.approver, people.translator)
        client.force_login(people.reviewer)
        shown = client.get(f"{URL}{people.translator.pk}/").context["history"]
        assert [(entry.step, entry.person, entry.details) for entry in shown] == [
            ("Account closed", "approver-en Tester", []),
            ("Roles changed", "approver-en Tester", ["+ French: Reviewer", "− French: Translator"]),
        ]

    def test_the_menu_leads_there(self, people: Any, client: Client) -> None:
        for user, shown in ((people.approver, True), (people.reviewer, True), (people.translator, False)):
            client.force_login(user)
            assert (f'"{URL}"' in client.get("/admin/").content.decode()) is shown
