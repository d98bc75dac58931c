"""Who is told of what, when, in which language, and that no mail undoes an action."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from core.i18n import locale_code
from tests.portal import six
from translation_desk import notifying
from translation_desk.digests import send_digests, tell_what_is_due
from translation_desk.models import DeskGroup, Notice, NoticeSettings, SourceVersion, TranslationJob
from translation_desk.models.jobs import Status

__all__ = ["six"]

Event = Notice.Event


def person(name: str, **profile: str) -> Any:
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "a long password", first_name=name.title())
    if profile:
        UserProfile.objects.update_or_create(user=user, defaults=profile)
    return user


def bare_job(code: str = "ar", **fields: Any) -> TranslationJob:
    """A job without pages: notices need no more."""
    key = uuid4()
    version = SourceVersion.objects.create(translation_key=key, number=1, content={}, segments=[])
    values = {"source_title": "Safe use of gas", "version": version, "latest_version": version, **fields}
    return TranslationJob.objects.create(translation_key=key, locale=Locale.objects.get(language_code=code), **values)


def member(user: Any, role: str, code: str) -> None:
    group, _made = Group.objects.get_or_create(name=f"{role} {code}")
    DeskGroup.objects.get_or_create(group=group, defaults={"role": role, "locale": Locale.objects.get(language_code=code)})
    user.groups.add(group)


@pytest.fixture(autouse=True)
def portal(six: Any, db: None) -> Iterator[None]:
    yield


@pytest.fixture
def amira() -> Any:
    return person("amira")


@pytest.fixture
def boris() -> Any:
    return person("boris")


def test_a_mail_leaves_after_the_commit_with_a_link_and_both_forms(
    amira: Any, boris: Any, django_capture_on_commit_callbacks: Any
) -> None:
    job = bare_job()
    with django_capture_on_commit_callbacks(execute=True):
        notifying.notify(Event.SENT_BACK, job, [amira], actor=boris, message="Mind the\nunits <b>")
        assert mail.outbox == []
    (sent,) = mail.outbox
    assert sent.subject == "Sent back to you: Safe use of gas (Arabic)"
    assert sent.to == ["amira@example.org"]
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "/admin/account/#tab-notifications" in sent.extra_headers["List-Unsubscribe"]
    assert "Boris sent it back" in sent.body
    assert "Mind the\nunits <b>" in sent.body
    assert f"/admin/translations/{job.pk}/" in sent.body
    html = sent.alternatives[0][0]
    assert "units &lt;b&gt;" in html
    assert f"/admin/translations/{job.pk}/" in html
    assert Notice.objects.get().mailed_at is not None


def test_nobody_is_told_of_what_they_did_themselves_nor_twice_nor_when_their_account_is_closed(amira: Any, boris: Any) -> None:
    gone = person("carla")
    get_user_model().objects.filter(pk=gone.pk).update(is_active=False)
    gone.refresh_from_db()
    notices = notifying.notify(Event.APPROVED, bare_job(), [boris, amira, amira, None, gone], actor=boris)
    assert [notice.user for notice in notices] == [amira]


def test_the_mail_speaks_the_language_and_knows_the_time_zone_of_its_reader(
    boris: Any, django_capture_on_commit_callbacks: Any
) -> None:
    reader = person("dalia", preferred_language="ar", current_time_zone="Asia/Tokyo")
    with django_capture_on_commit_callbacks(execute=True):
        notifying.notify(Event.APPROVED, bare_job(), [reader], actor=boris, go_live_at="2030-05-01T22:30:00+00:00")
    (sent,) = mail.outbox
    html = sent.alternatives[0][0]
    assert 'lang="ar" dir="rtl"' in html
    assert "العربية" in sent.subject
    assert "7:30" in sent.body.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
    assert '<bdi lang="en" dir="ltr">Safe use of gas</bdi>' in html


def test_the_mail_puts_the_english_title_beneath_that_of_the_translation(
    amira: Any, boris: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        notifying.notify(Event.SENT_BACK, bare_job(target_title="الغاز"), [amira], actor=boris)
    (sent,) = mail.outbox
    html = sent.alternatives[0][0]
    assert html.index('<bdi lang="ar" dir="rtl">الغاز</bdi>') < html.index('<bdi lang="en" dir="ltr">Safe use of gas</bdi>')
    assert re.search("الغاز \\(.*\\)\nSafe use of gas\n", sent.body)


def test_a_mail_that_fails_undoes_nothing_and_comes_with_the_next_collected_mail(
    amira: Any, django_capture_on_commit_callbacks: Any
) -> None:
    broken = mock.patch("translation_desk.mails.EmailMultiAlternatives.send", side_effect=OSError("no route"))
    with broken, django_capture_on_commit_callbacks(execute=True):
        notifying.notify(Event.REMINDER, bare_job(), [amira], actor=None)
    assert Notice.objects.get().mailed_at is None
    assert send_digests() == 0, "the first attempt may still be under way"
    Notice.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert send_digests() == 1
    assert len(mail.outbox) == 1


def test_many_jobs_of_one_action_make_one_mail_and_the_same_queries(
    amira: Any, boris: Any, django_capture_on_commit_callbacks: Any, django_assert_num_queries: Any
) -> None:
    jobs = [bare_job(source_title=f"Page {number}") for number in range(20)]
    with django_capture_on_commit_callbacks(execute=True), django_assert_num_queries(3):
        notifying.notify_all(Event.ASSIGNED, [(job, [amira]) for job in jobs], actor=boris)
    (sent,) = mail.outbox
    assert sent.subject == "Assigned to you: 20 translations"
    assert all(job.source_title in sent.body for job in jobs)


def test_one_collected_mail_a_day_for_those_who_asked_for_it(
    amira: Any, boris: Any, django_capture_on_commit_callbacks: Any
) -> None:
    NoticeSettings.objects.create(user=amira, delivery=NoticeSettings.Delivery.DAILY)
    with django_capture_on_commit_callbacks(execute=True):
        notifying.notify(Event.ASSIGNED, bare_job(), [amira], actor=boris)
        notifying.notify(Event.REMINDER, bare_job(), [amira], actor=boris)
    assert mail.outbox == []
    today = date(2030, 5, 1)
    assert [send_digests(today), send_digests(today)] == [1, 0]
    assert mail.outbox[0].subject == "Translations: 2 messages"
    notifying.notify(Event.REMINDER, bare_job(), [amira], actor=boris)
    assert [send_digests(today), send_digests(today + timedelta(days=1))] == [0, 1]


def test_no_mail_for_those_who_want_none(amira: Any, django_capture_on_commit_callbacks: Any) -> None:
    NoticeSettings.objects.create(user=amira, delivery=NoticeSettings.Delivery.NONE)
    with django_capture_on_commit_callbacks(execute=True):
        notifying.notify(Event.REMINDER, bare_job(), [amira], actor=None)
    Notice.objects.update(created_at=timezone.now() - timedelta(hours=2))
    call_command("send_digests", verbosity=0)
    assert mail.outbox == []
    assert Notice.objects.count() == 1


def test_what_is_due_soon_is_told_once_for_each_date(amira: Any, boris: Any) -> None:
    today = date(2030, 5, 1)
    job = bare_job(translator=amira, status=Status.IN_TRANSLATION, due=today + timedelta(days=3))
    bare_job(translator=amira, status=Status.IN_TRANSLATION, due=today + timedelta(days=4))
    bare_job(translator=amira, status=Status.LIVE, due=today)
    bare_job(translator=amira, reviewer=boris, status=Status.IN_REVIEW, due=today)
    assert {(notice.job.status, notice.user) for notice in tell_what_is_due(today)} == {
        (Status.IN_TRANSLATION, amira),
        (Status.IN_REVIEW, boris),
    }
    assert tell_what_is_due(today) == []
    TranslationJob.objects.filter(pk=job.pk).update(due=today + timedelta(days=2))
    assert [notice.job for notice in tell_what_is_due(today)] == [job]


def test_reviewers_are_the_one_named_or_all_of_the_language(amira: Any, boris: Any) -> None:
    member(amira, "reviewer", "ar")
    member(boris, "reviewer", "ar")
    member(person("carla"), "reviewer", "fr")
    job = bare_job()
    assert set(notifying.reviewers_of(job)) == {amira, boris}
    job.reviewer = boris
    assert notifying.reviewers_of(job) == [boris]


def test_work_in_a_language_without_reviewers_is_told_to_those_who_manage(amira: Any) -> None:
    member(amira, "approver", "en")
    assert notifying.reviewers_of(bare_job("ru")) == [amira]


def test_managers_are_approvers_or_else_administrators(amira: Any) -> None:
    chief = get_user_model().objects.create_superuser("chief", "chief@example.org", "a long password")
    assert notifying.managers() == [chief]
    member(amira, "approver", "en")
    assert notifying.managers() == [amira]


def access(user: Any, client: Client) -> Client:
    group, _made = Group.objects.get_or_create(name="Staff")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    client.force_login(user)
    return client


def test_people_choose_how_they_are_told(amira: Any, client: Client) -> None:
    member(amira, "translator", "ar")
    access(amira, client)
    page = client.get("/admin/account/")
    assert "One mail a day" in page.content.decode()
    data = {
        "name_email-first_name": "Amira",
        "name_email-last_name": "Tester",
        "name_email-email": "amira@example.org",
        "locale-preferred_language": "en",
        "locale-current_time_zone": "UTC",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "translation_mails-delivery": "daily",
    }
    assert client.post("/admin/account/", data).status_code == 302
    assert NoticeSettings.objects.get(user=amira).delivery == "daily"


def test_people_without_a_part_in_translation_see_neither_panel_nor_setting(amira: Any, client: Client) -> None:
    access(amira, client)
    assert "My translations" not in client.get("/admin/").content.decode()
    assert "translation_mails" not in client.get("/admin/account/").content.decode()


def test_the_dashboard_shows_work_reviews_and_news(amira: Any, boris: Any, client: Client) -> None:
    member(amira, "reviewer", "ar")
    TranslationJob.objects.all().delete()
    bare_job(source_title="Mine", source_page_id=1, translator=amira, status=Status.SENT_BACK, due=date(2020, 1, 1))
    bare_job(source_title="To review", source_page_id=1, translator=boris, status=Status.IN_REVIEW)
    bare_job(source_title="Of others", source_page_id=1, translator=boris, status=Status.IN_TRANSLATION)
    bare_job("fr", source_title="French", source_page_id=1, status=Status.IN_REVIEW)
    notifying.notify(Event.SENT_BACK, TranslationJob.objects.get(source_title="Mine"), [amira], actor=boris, message="Units")
    text = access(amira, client).get("/admin/").content.decode()
    assert "was due on" in text
    assert "To review" in text
    assert "Boris sent it back" in text
    assert "Units" in text
    assert "Of others" not in text
    assert "French" not in text


def test_the_dashboard_says_when_there_is_nothing(amira: Any, client: Client) -> None:
    member(amira, "reviewer", "ar")
    text = access(amira, client).get("/admin/").content.decode()
    assert "You have no open translation." in text
    assert "Nothing waits for your review." in text
    assert "No news." in text


def test_the_dashboards_queries_do_not_grow(amira: Any, boris: Any, client: Client, django_assert_max_num_queries: Any) -> None:
    member(amira, "reviewer", "ar")
    access(amira, client)
    client.get("/admin/")
    locale_code(Locale.objects.first().pk)
    with django_assert_max_num_queries(500) as empty:
        client.get("/admin/")
    for number in range(9):
        job = bare_job(source_title=f"Mine {number}", source_page_id=1, translator=amira, status=Status.IN_TRANSLATION)
        bare_job(source_title=f"Theirs {number}", source_page_id=1, status=Status.IN_REVIEW)
        notifying.notify(Event.REMINDER, job, [amira], actor=boris)
    with django_assert_max_num_queries(len(empty)):
        text = client.get("/admin/").content.decode()
    assert text.count("All in the queue") == 2
