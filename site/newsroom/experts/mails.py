"""Mails to experts, in the language they were asked in, and to whoever asked, in theirs."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext
from django_tasks import task

from core.formatting import day
from core.i18n import active_language, speaking
from newsroom.experts import links, wording
from newsroom.models import ExpertQuestion
from translation_desk.mails import as_read_by
from translation_desk.models import NoticeSettings

State = ExpertQuestion.State
REMINDED_BEFORE = timedelta(days=2)
LATE = timedelta(hours=1)
"""After which a mail that has not left is one that failed."""


@task()
def mail_question(question_id: int) -> None:
    """Send an expert their link."""
    for question in _open(question_id).filter(mailed_at=None):
        send_question(question)
        ExpertQuestion.objects.filter(pk=question.pk).update(mailed_at=timezone.now())


@task()
def mail_answer(question_id: int) -> None:
    """Tell the person who asked, and send the expert a copy of the answer."""
    for question in _read(question_id).exclude(answer=""):
        _tell_asker(question)
        if question.email:
            send_copy(question)


@task()
def mail_ending(question_id: int) -> None:
    """Tell the person who asked that a newer text ended the question."""
    for question in _read(question_id).filter(ended=ExpertQuestion.Ended.REPLACED):
        _tell_asker(question)


def send_question(question: ExpertQuestion, *, again: bool = False) -> None:
    """Send the link; `again` as a reminder."""
    with speaking(question.language):
        values = {"title": wording.title(question), "language": wording.page_language(question), "site": _site()}
        subject = _("Your opinion on “%(title)s”") % values
        lines = [
            _("Please read the text “%(title)s” (%(language)s) of %(site)s and say whether you agree with it.") % values,
            _("Asked by: %(asker)s.") % {"asker": wording.asker(question)},
            _("The link is for you alone and works until %(date)s. You need no account, and you answer once.")
            % {"date": day(timezone.localdate(question.expires_at))},
        ]
        if again:
            subject = _("Reminder: your opinion on “%(title)s”") % values
        _send(
            question.email,
            subject,
            lines,
            greeting=_("Hello %(name)s,") % {"name": question.name},
            quoted=question.message,
            button=(_("Read the text and answer"), links.address_of(question)),
        )


def send_copy(question: ExpertQuestion) -> None:
    """Send an expert what they answered. If somebody else used their link, they learn it so."""
    with speaking(question.language):
        values = {"title": wording.title(question), "answer": question.get_answer_display()}
        lines = [
            _("Thank you. This is what was recorded as your answer on “%(title)s”: %(answer)s.") % values,
            _("If it was not you who answered, tell whoever asked you at once."),
        ]
        said = [question.words, *(f"{remark['text']}\n→ {remark['words']}" for remark in question.remarks)]
        _send(
            question.email,
            _("Copy of your answer on “%(title)s”") % values,
            lines,
            greeting=_("Hello %(name)s,") % {"name": question.name},
            quoted="\n\n".join(part for part in said if part),
        )


def send_unsent() -> int:
    """Send the links whose mail failed when they were asked for; return how many are sent now."""
    late = ExpertQuestion.objects.still_open().filter(mailed_at=None, asked_at__lt=timezone.now() - LATE)
    for question in late:
        mail_question.call(question.pk)
    return len(late)


def remind() -> int:
    """Remind experts, once, whose link ends within two days; return how many."""
    soon = ExpertQuestion.objects.still_open().filter(reminded_at=None, expires_at__lte=timezone.now() + REMINDED_BEFORE)
    number = 0
    for question in soon.exclude(mailed_at=None).select_related("page", "revision"):
        send_question(question, again=True)
        ExpertQuestion.objects.filter(pk=question.pk).update(reminded_at=timezone.now())
        number += 1
    return number


def _tell_asker(question: ExpertQuestion) -> None:
    person = question.asked_by
    if person is None or not person.is_current or not person.email:
        return
    if NoticeSettings.objects.filter(user=person, delivery=NoticeSettings.Delivery.NONE).exists():
        return
    with as_read_by(person):
        values = {"title": wording.title(question), "expert": wording.expert(question)}
        if question.answer:
            state = State(question.answer).label
            subject = _("Answer of an expert: %(title)s") % values
            lines = [
                pgettext("answer of an expert", "%(expert)s on “%(title)s”: %(answer)s.") % {**values, "answer": state},
                _("The answer publishes nothing: whoever approves the text decides."),
            ]
        else:
            subject = _("Question to an expert has ended: %(title)s") % values
            lines = [
                _("A newer text took the place of the one that you asked %(expert)s about (“%(title)s”).") % values,
                _("The link shows the text no longer. If you still want the opinion, ask again."),
            ]
        address = settings.WAGTAILADMIN_BASE_URL + reverse("newsroom:experts_of_page", args=[question.page_id])
        _send(
            person.email,
            subject,
            lines,
            greeting=_("Hello %(name)s,") % {"name": person.get_short_name() or person.get_username()},
            quoted=question.words,
            button=(_("Questions to experts on this page"), address),
        )


def _send(
    to: str, subject: str, lines: Sequence[str], *, greeting: str, quoted: str = "", button: tuple[str, str] | None = None
) -> None:
    """Send a mail in the active language. Its subject is one line, whatever a title or a name holds."""
    context: dict[str, Any] = {
        "language": active_language(),
        "site_name": _site(),
        "greeting": greeting,
        "lines": lines,
        "quoted": quoted,
        "button": button,
    }
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string("newsroom/experts/mails/mail.txt", context),
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("newsroom/experts/mails/mail.html", context), "text/html")
    mail.send()


def _site() -> str:
    return str(settings.WAGTAIL_SITE_NAME)


def _read(question_id: int) -> QuerySet[ExpertQuestion]:
    related = ("page", "revision", "asked_by__wagtail_userprofile")
    return ExpertQuestion.objects.select_related(*related).filter(pk=question_id)


def _open(question_id: int) -> QuerySet[ExpertQuestion]:
    return _read(question_id).filter(pk__in=ExpertQuestion.objects.still_open())
