"""Questions to experts by the calendar: reminders, those that end without an answer, mails that fail, news for who asked."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from newsroom.experts import asking, links, listing, mails
from newsroom.models import ExpertQuestion
from tests.newsroom.expert_questions import answer, ask, committed
from translation_desk.models import TranslationJob

ADDRESS = "expert@example.org"


def french(job: TranslationJob) -> Page:
    return Page.objects.get(pk=job.target_page_id)


def expires_in(**time: int) -> None:
    ExpertQuestion.objects.update(expires_at=timezone.now() + timedelta(**time), mailed_at=timezone.now() - timedelta(days=5))


def test_experts_are_reminded_once_before_the_end(job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job), language="fr")
    mail.outbox.clear()
    assert mails.remind() == 0
    expires_in(days=2, hours=20)
    call_command("keep_expert_questions", verbosity=0)
    assert mails.remind() == 0
    (message,) = mail.outbox
    assert message.subject.startswith("Rappel")
    assert links.address_of(question) in message.body


@pytest.mark.parametrize("late", ["little is left", "it came a moment ago", "it never left"])
def test_a_reminder_that_helps_nobody_is_not_sent(late: str, job: TranslationJob, staff: SimpleNamespace) -> None:
    ask(staff.reviewer, french(job))
    expires_in(**({"hours": 20} if late == "little is left" else {"days": 2}))
    if late != "little is left":
        ExpertQuestion.objects.update(mailed_at=timezone.now() if late == "it came a moment ago" else None)
    assert mails.remind() == 0


def test_more_than_half_of_the_time_has_passed_before_anybody_is_reminded() -> None:
    assert timedelta(days=min(asking.DAYS)) > 2 * mails.REMINDED_BEFORE


def test_who_asked_is_told_once_that_nobody_answered(job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job), required=True)
    expires_in(hours=-1)
    mail.outbox.clear()
    for _night in range(2):
        with committed():
            call_command("keep_expert_questions", verbosity=0)
    (message,) = mail.outbox
    assert message.to == [staff.reviewer.email]
    assert "has not answered" in message.subject
    assert "Nobody can approve the text" in message.body
    assert f"/experts/page/{question.page_id}/ask/?again={question.pk}" in message.body


def test_who_asked_learns_that_the_link_never_left(job: TranslationJob, staff: SimpleNamespace) -> None:
    ask(staff.reviewer, french(job))
    expires_in(hours=-1)
    ExpertQuestion.objects.update(mailed_at=None)
    mail.outbox.clear()
    with committed():
        mails.tell_of_unanswered()
    assert "could not be sent" in mail.outbox[0].body


@pytest.mark.parametrize("how", ["answered", "withdrawn", "replaced", "long ago"])
def test_what_ended_otherwise_or_long_ago_is_not_told(how: str, job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job))
    if how == "answered":
        answer(question, "agrees")
    elif how == "withdrawn":
        asking.withdraw(staff.reviewer, question)
    elif how == "replaced":
        ExpertQuestion.objects.update(ended="replaced")
    expires_in(days=-30 if how == "long ago" else -1)
    assert mails.tell_of_unanswered() == 0


@pytest.mark.parametrize("how", ["answered", "expired", "replaced"])
def test_what_a_question_came_to_is_news(how: str, job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job))
    assert not listing.news(staff.reviewer).exists()
    if how == "answered":
        answer(question, "agrees")
    elif how == "expired":
        expires_in(days=-1)
    else:
        ExpertQuestion.objects.update(ended="replaced", ended_at=timezone.now())
    assert list(listing.news(staff.reviewer)) == [question]
    assert not listing.news(staff.approver).exists()
    User.objects.filter(pk=staff.reviewer.pk).update(is_active=False)
    assert list(listing.news(staff.approver)) == [question]
    assert not listing.news(staff.other_reviewer).exists()


def test_what_was_asked_again_is_no_news(job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job), days=14, message="Is it right?")
    expires_in(days=-1)
    ExpertQuestion.objects.update(asked_at=timezone.now() - timedelta(days=15))
    again = asking.repeated(french(job), str(question.pk))
    assert (again["days"], again["email"], again["message"], again["required"]) == (30, ADDRESS, "Is it right?", "advice")
    ask(staff.reviewer, french(job), days=again["days"])
    assert not listing.news(staff.reviewer).exists()


@pytest.mark.parametrize("key", ["", "x", "9" * 40, "²", "-1"])
def test_no_other_question_is_asked_again(key: str, job: TranslationJob, staff: SimpleNamespace) -> None:
    assert asking.repeated(french(job), key) == {}


def test_a_mail_that_fails_stops_no_other_and_names_nobody_in_the_log(
    job: TranslationJob, staff: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(2):
        ask(staff.reviewer, french(job), email=f"expert-{number}@example.org")
    expires_in(days=2)
    send = mails.send_question

    def fail(question: ExpertQuestion, *, again: bool = False) -> None:
        if question.email.startswith("expert-0"):
            raise OSError(question.email)
        send(question, again=again)

    monkeypatch.setattr(mails, "send_question", fail)
    assert mails.remind() == 1
    assert "OSError" in caplog.text and "@" not in caplog.text


def test_a_link_whose_mail_failed_is_sent_in_the_night(job: TranslationJob, staff: SimpleNamespace) -> None:
    question = ask(staff.reviewer, french(job))
    mail.outbox.clear()
    ExpertQuestion.objects.update(mailed_at=None, asked_at=timezone.now() - timedelta(hours=2))
    call_command("keep_expert_questions", verbosity=0)
    assert [message.to for message in mail.outbox] == [[ADDRESS]]
    assert links.address_of(question) in mail.outbox[0].body
