"""Tells people what concerns them: rows for the dashboard, mails at once or once a day as each person chose.

A notice is written with the action it tells of; mails leave after the commit, in the background, and a mail that fails never
undoes the action: the next day's collected mail brings it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from core import queueing
from translation_desk import absences
from translation_desk.mails import mail_notices
from translation_desk.models import Absence, DeskGroup, Notice, NoticeSettings, Question, TranslationJob
from translation_desk.permissions import is_manager, roles_of, writes_english

Event = Notice.Event
Delivery = NoticeSettings.Delivery


@dataclass(frozen=True, slots=True)
class About:
    """Something English that people are told of, for which there is no job: a page, or pages that go live together."""

    title: str
    address: str
    """The path of the screen on which work on it goes on."""


Told = tuple[TranslationJob | About, Sequence[Any]]
"""What people are told of, and these people."""


def notify(
    event: str,
    job: TranslationJob,
    users: Iterable[Any],
    *,
    actor: Any,
    message: str = "",
    question: Question | None = None,
    **data: Any,
) -> list[Notice]:
    """Tell some people of an event of one job. None among them, the actor and accounts that are closed are left out."""
    return notify_all(event, [(job, list(users))], actor=actor, message=message, question=question, **data)


def notify_all(
    event: str,
    told: Iterable[Told],
    *,
    actor: Any,
    message: str = "",
    question: Question | None = None,
    **data: Any,
) -> list[Notice]:
    """Tell people of the same event of many jobs: one insert, and one mail for each person however many jobs there are."""
    notices = write(event, told, actor=actor, message=message, question=question, **data)
    mail(notices)
    return notices


def write(
    event: str,
    told: Iterable[Told],
    *,
    actor: Any,
    message: str = "",
    question: Question | None = None,
    **data: Any,
) -> list[Notice]:
    """Do the same without sending anything, for whoever has more to tell the same people and then has all of it mailed.

    A notice about a question leads to it, since whoever answers may not see the job.
    """
    away = absences.current()
    notices = [
        Notice(event=event, actor=actor, message=message, question=question, **_about(thing, data), **addressed)
        for thing, users in told
        for addressed in _addressed(thing, _recipients(users, actor), actor, away, for_english=question is not None)
    ]
    return Notice.objects.bulk_create(notices) if notices else []


def mail(notices: Sequence[Notice]) -> None:
    """Send each person one mail with their notices among these, with the commit; those who want to wait for it find it later."""
    if not notices:
        return
    waiting = set(
        NoticeSettings.objects.filter(user__in={notice.user_id for notice in notices})
        .exclude(delivery=Delivery.AT_ONCE)
        .values_list("user_id", flat=True)
    )
    at_once = [notice.pk for notice in notices if notice.user_id not in waiting and notice.mailed_at is None]
    if at_once:
        queueing.each_with_commit(mail_notices, at_once, at_once=len(at_once))


def _about(thing: TranslationJob | About, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that say what a notice is about."""
    if isinstance(thing, About):
        return {"job": None, "data": {**data, "about": asdict(thing)}}
    return {"job": thing, "data": dict(data)}


def _recipients(users: Iterable[Any], actor: Any) -> list[Any]:
    people = {user.pk: user for user in users if user is not None and user.is_current}
    if actor is not None:
        people.pop(actor.pk, None)
    return list(people.values())


def _addressed(
    thing: TranslationJob | About, people: Sequence[Any], actor: Any, away: Mapping[int, Absence], *, for_english: bool
) -> Iterator[dict[str, Any]]:
    """Address a notice: to people, and to the deputies of those who are away, who find it themselves when they come back."""

    def allowed(person: Any) -> bool:
        if is_manager(person) or ((for_english or isinstance(thing, About)) and writes_english(person)):
            return True
        return not isinstance(thing, About) and any(locale_id == thing.locale_id for _role, locale_id in roles_of(person))

    told = {user.pk for user in people} | ({actor.pk} if actor is not None else set())
    for user in people:
        absent = away[user.pk].user if user.pk in away else user
        deputy = absences.stand_in(absent, allowed) if absent is not user else user
        if deputy is absent:
            yield {"user": user}
            continue
        yield {"user": user, "mailed_at": timezone.now()}
        if deputy.pk not in told:
            told.add(deputy.pk)
            yield {"user": deputy, "instead_of": user}


def reviewers_of(job: TranslationJob) -> list[Any]:
    """Return who is to review a job: the person named, else all reviewers of the language; without any, who manages."""
    if job.reviewer is not None and job.reviewer.is_current:
        return [job.reviewer]
    return list(_people(DeskGroup.Role.REVIEWER, job.locale_id)) or managers()


def translators_of(job: TranslationJob) -> list[Any]:
    """Return everybody who translates into the language of a job."""
    return list(_people(DeskGroup.Role.TRANSLATOR, job.locale_id))


def managers() -> list[Any]:
    """Return who manages all languages: the approvers of English, or the administrators where there are none."""
    approvers = list(_people(DeskGroup.Role.APPROVER))
    return approvers or list(get_user_model().objects.current().filter(is_superuser=True))


def writers_of(page: Page) -> list[Any]:
    """Return who answers for an English page: its owner, else all editors; without any, who manages."""
    owner = page.owner
    return [owner] if owner is not None and owner.is_active and writes_english(owner) else editors()


def writers_of_english() -> QuerySet[Any]:
    """Return everybody who answers for the English: editors, approvers, administrators."""
    answers = Q(groups__desk_group__role__in=[DeskGroup.Role.EDITOR, DeskGroup.Role.APPROVER]) | Q(is_superuser=True)
    return get_user_model().objects.current().filter(answers).distinct()


def editors() -> list[Any]:
    """Return who writes the English: its editors, or who manages where there are none."""
    return list(_people(DeskGroup.Role.EDITOR)) or managers()


def _people(role: str, locale_id: int | None = None) -> QuerySet[Any]:
    wanted = Q(groups__desk_group__role=role)
    if locale_id is not None:
        wanted &= Q(groups__desk_group__locale=locale_id)
    return get_user_model().objects.current().filter(wanted).distinct()
