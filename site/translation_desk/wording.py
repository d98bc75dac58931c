"""What happened, as a sentence: the same words in mails, on the dashboard and in digests.

Times stand in the active time zone, so callers activate that of the reader.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from wagtail.users.utils import get_deleted_user_display_name

from core.formatting import day, moment
from core.i18n import SOURCE_CODE, language_name, locale_code
from translation_desk.models import Notice, TermProposal, TranslationJob
from translation_desk.models.jobs import Status

Event = Notice.Event
Decision = TermProposal.Decision


def person(user: Any, user_id: int | None = None) -> str:
    """Return a person's name, or that they are no longer here."""
    if user is not None:
        return str(user.get_full_name() or user.get_username())
    return str(get_deleted_user_display_name(user_id)) if user_id else _("Somebody")


def language_of(job: TranslationJob) -> str:
    """Return the name of the job's language in the reader's."""
    return language_name(locale_code(job.locale_id))


def language_told(notice: Notice) -> str:
    """Return the name of the language that a notice is about, in the reader's."""
    return language_of(notice.job) if notice.job is not None else language_name(SOURCE_CODE)


def local_time(value: datetime | str | None) -> str:
    """Return a point in time in the active time zone; accepts what a JSON column keeps."""
    if isinstance(value, str):
        value = parse_datetime(value)
    return moment(timezone.localtime(value)) if value else ""


def sentence(notice: Notice) -> str:
    """Return what a notice says, without the title of the page."""
    data = notice.data
    match notice.event:
        case Event.DUE_SOON:
            due = parse_date(data.get("due") or "")
            return _("It is due on %(date)s.") % {"date": day(due)} if due else _("It is due soon.")
        case Event.ENGLISH_CHANGED:
            return _english_changed(data.get("segments"))
        case Event.ESCALATED:
            return _escalated(data.get("status", ""), data.get("days", 0))
        case Event.FREED:
            return _freed(data.get("role", ""))
        case Event.REMINDER if data.get("release"):
            return _reminder_of_release(data)
        case Event.URGENT_CHANGE:
            return _("English has changed urgently. The translation stands on top of the queue until it follows.")
        case Event.TERM:
            return _decided_on_term(person(notice.actor), data)
        case Event.APPROVED if data.get("waits"):
            return _approved_and_waiting(person(notice.actor), data["waits"])
        case Event.ORDERED if data.get("release"):
            values = {"person": person(notice.actor), "title": data["release"]}
            return _("%(person)s orders its translation for the release “%(title)s”.") % values
        case Event.ORDERED if data.get("go_live_at"):
            return _("%(person)s orders the translation of English that goes live on %(time)s.") % {
                "person": person(notice.actor),
                "time": local_time(data["go_live_at"]),
            }
        case Event.APPROVED if data.get("go_live_at"):
            return _("%(person)s approved it. It goes live on %(time)s.") % {
                "person": person(notice.actor),
                "time": local_time(data["go_live_at"]),
            }
    if notice.actor is None and notice.event in WITHOUT_ACTOR:
        return str(WITHOUT_ACTOR[notice.event])
    variant = f"{notice.event} {data.get('role', '')}{'renewed' if data.get('renewed') else ''}".strip()
    pattern = BY_ACTOR.get(variant) or BY_ACTOR.get(notice.event)
    return str(pattern) % {"person": person(notice.actor)} if pattern else str(notice.get_event_display())


def _reminder_of_release(data: dict[str, Any]) -> str:
    """Say that a release is late, or comes soon, and waits for a page; to managers, that it waits at all."""
    at = local_time(data.get("goes_live_at"))
    match bool(data.get("whole")), bool(at):
        case True, True:
            return _("The release goes live on %(time)s and is not ready.") % {"time": at}
        case True, False:
            return _("The release could not go live at its time.")
        case False, True:
            values = {"title": data["release"], "time": at}
            return _("The release “%(title)s” goes live on %(time)s. It waits for this page, among others.") % values
    return _("The release “%(title)s” could not go live at its time. It waits for this page, among others.") % {
        "title": data["release"]
    }


def _freed(role: str) -> str:
    if role == "reviewer":
        return _("Its reviewer has left. Any reviewer of the language may decide.")
    return _("Its translator has left. It waits in the queue for somebody who takes it.")


def standing_in(notice: Notice) -> str:
    """Return for whom the person stands in; empty where the notice is their own."""
    if notice.instead_of is None:
        return ""
    return _("You stand in for %(person)s, who is away.") % {"person": person(notice.instead_of)}


BY_ACTOR: dict[str, Any] = {
    Event.ASSIGNED: gettext_lazy("%(person)s assigned it to you."),
    Event.ORDERED: gettext_lazy("%(person)s orders the translation of English that is not live yet."),
    Event.ORDER_ENDED: gettext_lazy("%(person)s ended the order. What you wrote is kept as a draft."),
    "assigned reviewer": gettext_lazy("%(person)s asks you to review it."),
    Event.HANDED_OVER: gettext_lazy("%(person)s took it off your list."),
    Event.SUBMITTED: gettext_lazy("%(person)s handed it in for review."),
    "submitted renewed": gettext_lazy("%(person)s accepted your corrections; the new text waits for your review."),
    Event.SENT_BACK: gettext_lazy("%(person)s sent it back to the translator."),
    Event.CORRECTED: gettext_lazy("%(person)s proposes corrections. Accept them during the review, or wait for the decision."),
    Event.APPROVED: gettext_lazy("%(person)s approved it. It is live."),
    Event.REMINDER: gettext_lazy("%(person)s reminds you of it."),
    Event.TAKEN_OFFLINE: gettext_lazy("%(person)s took it offline. A correction is open."),
    Event.LIFTED: gettext_lazy("%(person)s lets one person approve this text, also words of their own."),
    Event.RETURNED: gettext_lazy("%(person)s returned it to an earlier version. A correction is open."),
    Event.QUESTION: gettext_lazy("%(person)s asks about the English."),
    "question renewed": gettext_lazy("%(person)s opened a question about the English again."),
    Event.FAULT: gettext_lazy("%(person)s reports a fault in the English."),
    "fault renewed": gettext_lazy("%(person)s reports again that the English has a fault."),
    Event.ANSWERED: gettext_lazy("%(person)s answered a question about the English."),
    Event.READER: gettext_lazy("%(person)s passes on what a reader noticed on this page."),
    Event.SOLVED: gettext_lazy("%(person)s closed the report of a fault in the English."),
}
WITHOUT_ACTOR: dict[str, Any] = {
    Event.ASSIGNED: gettext_lazy("It was assigned to you."),
    Event.ORDER_ENDED: gettext_lazy("The English that was ordered does not go live. What you wrote is kept as a draft."),
    Event.REMINDER: gettext_lazy("It waits for you."),
    Event.SOLVED: gettext_lazy("The English was corrected where a fault was reported."),
}


def _approved_and_waiting(name: str, waits: dict[str, str]) -> str:
    if waits["kind"] == "above":
        values = {"person": name, "title": waits["title"], "language": language_name(waits["code"])}
        return _("%(person)s approved it. It goes live after “%(title)s” in %(language)s.") % values
    if waits["kind"] == "together":
        return _("%(person)s approved it. It goes live with the release “%(title)s”.") % {"person": name, "title": waits["title"]}
    if waits["at"]:
        values = {"person": name, "time": local_time(waits["at"])}
        return _("%(person)s approved it. It goes live with its English on %(time)s.") % values
    return _("%(person)s approved it. It goes live with its English.") % {"person": name}


def _decided_on_term(name: str, data: dict[str, Any]) -> str:
    values = {"person": name, "term": data["term"]}
    match data["decision"]:
        case Decision.ACCEPTED:
            return _("%(person)s accepted your term “%(term)s” into the termbase.") % values
        case Decision.HANDED_ON:
            return _("“%(term)s” is in the termbase now. Your translation of it waits for a reviewer.") % values
        case Decision.OUTDONE:
            return _("“%(term)s” is in the termbase now, with another translation than yours.") % values
    return _("%(person)s refused your term “%(term)s”.") % values


def _escalated(status: str, days: int) -> str:
    if status == Status.SENT_BACK:
        text = ngettext(
            "It was sent back more than %(count)d day ago and has not come again.",
            "It was sent back more than %(count)d days ago and has not come again.",
            days,
        )
    else:
        text = ngettext(
            "It has waited for a review for more than %(count)d day.",
            "It has waited for a review for more than %(count)d days.",
            days,
        )
    return text % {"count": days}


def _english_changed(segments: int | None) -> str:
    if not segments:
        return _("English has changed.")
    return ngettext("English has changed: %(count)d segment.", "English has changed: %(count)d segments.", segments) % {
        "count": segments
    }
