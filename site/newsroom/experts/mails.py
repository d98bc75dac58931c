"""Mails to experts, in the language they were asked in, and to whoever asked, in theirs."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext
from django_tasks import task

from core import queueing
from core.formatting import day
from core.i18n import active_language, speaking
from newsroom.experts import links, wording
from newsroom.models import ExpertQuestion
from translation_desk.mails import as_read_by, letter
from translation_desk.models import NoticeSettings

logger = logging.getLogger(__name__)

State = ExpertQuestion.State
REMINDED_BEFORE = timedelta(days=3)
"""More than half of the time has passed by then, whatever time was given."""
LEAST_LEFT = timedelta(days=1)
"""Later a reminder would come too late to read the text."""
LATE = timedelta(hours=1)
"""After which a mail that has not left is one that failed."""
NEWS = timedelta(days=14)
"""How long it is news to whoever asked that a question has ended."""


@task()
def mail_question(question_id: int) -> None:
    """Send an expert their link."""
    for question in _open(question_id).filter(mailed_at=None):
        _send_first(question)


@task()
def mail_answer(question_id: int) -> None:
    """Tell the person who asked, and send the expert a copy of the answer."""
    for question in _read(question_id).exclude(answer=""):
        _attempt(_tell_asker, question)
        if question.email:
            _attempt(send_copy, question)


@task()
def mail_ending(question_id: int) -> None:
    """Tell the person who asked that the question has ended without an answer."""
    for question in _read(question_id).filter(answer=""):
        if question.state in {State.REPLACED, State.EXPIRED}:
            _attempt(_tell_asker, question)


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
    return sum(_send_first(question) for question in late.select_related("page", "revision"))


def remind() -> int:
    """Remind experts, once, whose link ends within three days and not before a day; return how many.

    Nobody is reminded of what they got within the last day.
    """
    now = timezone.now()
    soon = ExpertQuestion.objects.still_open().filter(
        reminded_at=None, expires_at__range=(now + LEAST_LEFT, now + REMINDED_BEFORE), mailed_at__lt=now - LEAST_LEFT
    )
    number = 0
    for question in soon.select_related("page", "revision"):
        if _attempt(partial(send_question, again=True), question):
            ExpertQuestion.objects.filter(pk=question.pk).update(reminded_at=timezone.now())
            number += 1
    return number


def tell_of_unanswered() -> int:
    """Have those who asked told, once, that an expert has not answered in time; return of how many questions.

    What ended long ago is no news.
    """
    now, number = timezone.now(), 0
    ended = ExpertQuestion.objects.filter(answer="", ended="", told_at=None, expires_at__range=(now - NEWS, now))
    for pk in ended.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            if ExpertQuestion.objects.filter(pk=pk, told_at=None).update(told_at=now):
                queueing.with_commit(mail_ending, pk)
                number += 1
    return number


def _send_first(question: ExpertQuestion) -> bool:
    """Send the link for the first time, and note that; tells whether it left."""
    sent = _attempt(send_question, question)
    if sent:
        ExpertQuestion.objects.filter(pk=question.pk).update(mailed_at=timezone.now())
    return sent


def _attempt(send: Callable[[ExpertQuestion], None], question: ExpertQuestion) -> bool:
    """Send a mail; a failure is logged without what the server said, which names the address, and stops no other mail."""
    try:
        send(question)
    except Exception as error:
        logger.error("A mail about question %s to an expert was not sent: %s", question.pk, type(error).__name__)
        return False
    return True


def _tell_asker(question: ExpertQuestion) -> None:
    person = question.asked_by
    if person is None or not person.is_current or not person.email:
        return
    if NoticeSettings.objects.filter(user=person, delivery=NoticeSettings.Delivery.NONE).exists():
        return
    with as_read_by(person):
        values = {"title": wording.title(question), "expert": wording.expert(question)}
        site = settings.WAGTAILADMIN_BASE_URL
        button = (_("Questions to experts on this page"), site + reverse("newsroom:experts_of_page", args=[question.page_id]))
        if question.answer:
            state = State(question.answer).label
            subject = _("Answer of an expert: %(title)s") % values
            lines = [
                pgettext("answer of an expert", "%(expert)s on “%(title)s”: %(answer)s.") % {**values, "answer": state},
                _("The answer publishes nothing: whoever approves the text decides."),
            ]
        elif question.ended:
            subject = _("Question to an expert has ended: %(title)s") % values
            lines = [
                _("A newer text took the place of the one that you asked %(expert)s about (“%(title)s”).") % values,
                _("The link shows the text no longer. If you still want the opinion, ask again."),
            ]
        else:
            subject = _("An expert has not answered: %(title)s") % values
            lines = _unanswered(question, values)
            again = f"{reverse('newsroom:ask_expert', args=[question.page_id])}?again={question.pk}"
            button = (_("Ask again for longer"), site + again)
        _send(
            person.email,
            subject,
            lines,
            greeting=_("Hello %(name)s,") % {"name": person.get_short_name() or person.get_username()},
            quoted=question.words,
            button=button,
        )


def _unanswered(question: ExpertQuestion, values: Mapping[str, str]) -> list[str]:
    """Return what is said of a question whose time has passed."""
    if question.mailed_at is None:
        told = _("The mail with the link for %(expert)s (“%(title)s”) could not be sent. Look at the address.")
    else:
        told = _("%(expert)s has not answered on “%(title)s” in time. The link works no longer.")
    if question.required:
        then = _("Nobody can approve the text before the expert agrees: ask again, or withdraw the question.")
    else:
        then = _("If you still want the opinion, ask again.")
    return [told % values, then]


def _send(
    to: str, subject: str, lines: Sequence[str], *, greeting: str, quoted: str = "", button: tuple[str, str] | None = None
) -> None:
    """Send a mail in the active language."""
    context: dict[str, Any] = {
        "language": active_language(),
        "site_name": _site(),
        "greeting": greeting,
        "lines": lines,
        "quoted": quoted,
        "button": button,
    }
    letter(to, subject, "newsroom/experts/mails/mail", context).send()


def _site() -> str:
    return str(settings.WAGTAIL_SITE_NAME)


def _read(question_id: int) -> QuerySet[ExpertQuestion]:
    related = ("page", "revision", "asked_by__wagtail_userprofile")
    return ExpertQuestion.objects.select_related(*related).filter(pk=question_id)


def _open(question_id: int) -> QuerySet[ExpertQuestion]:
    return _read(question_id).filter(pk__in=ExpertQuestion.objects.still_open())
