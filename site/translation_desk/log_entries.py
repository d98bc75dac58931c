"""The desk's steps in Wagtail's own log: what is written, and the words that it is shown with.

Steps are logged on the translated page; before it exists, on the English page. The data always names the job.
"""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter, get_active_log_context
from wagtail.models import Page, PageLogEntry

from core.i18n import language_name, locale_code
from translation_desk.models import DeskGroup, Grade, Hide, Level, SourceVersion, TranslationJob
from translation_desk.wording import local_time

PREFIX = "translation_desk."
Role = DeskGroup.Role

LABELS: dict[str, tuple[Any, Any]] = {
    "assign": (_("Assign translation"), _("Translation or review given back")),
    "free": (_("Return to the queue"), _("Returned to the queue, because somebody left")),
    "submit": (_("Hand in for review"), _("Handed in for review")),
    "renew": (_("Hand in corrections"), _("Handed in again with the reviewer’s corrections")),
    "withdraw": (_("Withdraw from review"), _("Withdrawn from review")),
    "lift": (_("Lift four eyes"), _("Four eyes lifted: one person may approve this text")),
    "send_back": (_("Send back to the translator"), _("Sent back to the translator")),
    "approve": (_("Approve translation"), _("Translation approved")),
    "offline": (_("Take translation offline"), _("Taken offline at once")),
    "return": (_("Return to an earlier version"), _("Returned to an earlier approved version")),
    "english_changed": (_("English changed"), _("English has changed")),
    "regraded": (_("Grade change anew"), _("Change of the English graded anew")),
    "hiding": (_("Hide from readers"), _("Hidden from readers until translated")),
    "correction": (_("Open correction"), _("Correction opened")),
    "hold": (_("Hold approved text"), _("Approved; goes live when nothing stands in its way")),
    "order": (_("Order translation"), _("Translation ordered before its English is live")),
    "order_ended": (_("End order"), _("Order has ended; what was written is kept as a draft")),
}


def write(
    step: str,
    job: TranslationJob,
    user: Any,
    *,
    reason: str = "",
    revision: Any = None,
    version: SourceVersion | None = None,
    **data: Any,
) -> PageLogEntry | None:
    """Log a step of a job. `version` is the English that the step stands on, else that of the job."""
    page = job.target_page or job.source_page
    if page is None:
        return None
    english = version or job.version
    data["english"] = {"id": english.pk, "number": english.number}
    if reason:
        data["comment"] = reason
    # In bulk, because saving one would read user, revision, page and type again to see whether they exist.
    return PageLogEntry.objects.bulk_create([_entry(step, job, page, user, data=data, revision=revision)])[0]


def write_all(step: str, jobs: Sequence[TranslationJob], user: Any, **data: Any) -> None:
    """Log the same step of many jobs, in three queries for a thousand of them."""
    ids = {job.target_page_id or job.source_page_id for job in jobs}
    pages = Page.objects.only("title", "draft_title", "content_type").in_bulk([pk for pk in ids if pk])
    rows = [
        _entry(step, job, page, user, data=dict(data))
        for job in jobs
        if (page := pages.get(job.target_page_id or job.source_page_id or 0)) is not None
    ]
    PageLogEntry.objects.bulk_create(rows, batch_size=500)


def _entry(step: str, job: TranslationJob, page: Page, user: Any, *, data: dict[str, Any], revision: Any = None) -> PageLogEntry:
    return PageLogEntry(
        page_id=page.pk,
        content_type_id=page.content_type_id,
        label=page.draft_title or page.title,
        action=PREFIX + step,
        user=user,
        data={"job": job.pk, "language": locale_code(job.locale_id), "title": job.source_title, **data},
        revision=revision,
        uuid=get_active_log_context().uuid,
        timestamp=timezone.now(),
    )


class StepFormatter(LogFormatter):
    """Shows a step with the reason given, or the publication time."""

    def format_message(self, log_entry: Any) -> str | Promise:
        """Return the step's sentence; with its publication time where one was set."""
        data = log_entry.data
        if time := data.get("go_live_at"):
            return _("Translation approved; goes live on %(time)s") % {"time": local_time(time)}
        if "grade" in (data.get("english") or {}):
            english = data["english"]
            grade = Grade(english["grade"]).label
            if "was" in english:
                return _("Change of the English graded anew: %(grade)s instead of %(before)s") % {
                    "grade": grade,
                    "before": Grade(english["was"]).label,
                }
            return _("English has changed: %(grade)s") % {"grade": grade}
        if data.get("hide") == Hide.NOTHING:
            return _("Shown to readers again")
        if data.get("to"):
            sentence = (
                _("Review given to %(person)s") if data.get("role") == Role.REVIEWER else _("Translation given to %(person)s")
            )
            return sentence % {"person": data["to"]}
        return self.message

    def format_comment(self, log_entry: Any) -> str:
        """Return the person's own words."""
        return str(log_entry.data.get("comment", ""))


PEOPLE: dict[str, tuple[Any, Any]] = {
    "invite": (_("Invite"), _("Invited")),
    "roles": (_("Change roles"), _("Roles changed")),
    "last_day": (_("Set last day"), _("Last day changed")),
    "close": (_("Close account"), _("Account closed")),
    "ended": (_("Close account"), _("Account closed after its last day")),
    "reopen": (_("Open account again"), _("Account opened again")),
    "factor": (_("Take away second factor"), _("Second factor taken away")),
    "erase": (_("Erase personal data"), _("Personal data erased")),
}
"""Steps of people's accounts, logged on the account."""


PLAN: dict[str, tuple[Any, Any]] = {
    "plan": (_("Change the translation plan"), _("Translation plan (%(language)s): %(level)s")),
    "plan_removed": (_("Remove a rule of the translation plan"), _("Rule of the translation plan removed (%(language)s)")),
    "promoted": (_("Plan what was asked for"), _("Planned because it was asked for (%(language)s)")),
    "asked": (_("Ask for a translation"), _("Translation asked for (%(language)s)")),
}
"""Steps of the plan, logged on the English page; rules about a type of page on the rule."""


class PlanFormatter(LogFormatter):
    """Shows a step of the plan with its language and level, and the note or reason given."""

    def format_message(self, log_entry: Any) -> str | Promise:
        """Return the step's sentence."""
        code, level = log_entry.data.get("language"), log_entry.data.get("level", "")
        name = capfirst(language_name(code)) if code else _("All languages")
        return str(self.message) % {"language": name, "level": Level(level).label if level in Level.values else ""}

    def format_comment(self, log_entry: Any) -> str:
        """Return the person's own words."""
        return str(log_entry.data.get("comment", ""))


def register(registry: LogActionRegistry) -> None:
    """Register the words of all steps."""
    for step, (label, message) in PLAN.items():
        formatter: Any = type("PlanStepFormatter", (PlanFormatter,), {"label": label, "message": message})
        registry.register_action(PREFIX + step)(formatter)
    for step, (label, message) in LABELS.items():
        formatter = type("DeskFormatter", (StepFormatter,), {"label": label, "message": message})
        registry.register_action(PREFIX + step)(formatter)
    for step, (label, message) in PEOPLE.items():
        registry.register_action(f"{PREFIX}person_{step}", label, message)
