"""The desk's steps in Wagtail's own log: what is written, and the words that it is shown with.

Steps are logged on the translated page; before it exists, on the English page. The data always names the job.
"""

from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter, get_active_log_context
from wagtail.models import PageLogEntry

from core.i18n import locale_code
from translation_desk.models import SourceVersion, TranslationJob
from translation_desk.wording import local_time

PREFIX = "translation_desk."

LABELS: dict[str, tuple[Any, Any]] = {
    "assign": (_("Assign translation"), _("Translation assigned")),
    "submit": (_("Hand in for review"), _("Handed in for review")),
    "renew": (_("Hand in corrections"), _("Handed in again with the reviewer’s corrections")),
    "withdraw": (_("Withdraw from review"), _("Withdrawn from review")),
    "send_back": (_("Send back to the translator"), _("Sent back to the translator")),
    "approve": (_("Approve translation"), _("Translation approved")),
    "offline": (_("Take translation offline"), _("Taken offline at once")),
    "return": (_("Return to an earlier version"), _("Returned to an earlier approved version")),
    "correction": (_("Open correction"), _("Correction opened")),
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
    entry: dict[str, Any] = {
        "job": job.pk,
        "language": locale_code(job.locale_id),
        "title": job.source_title,
        "english": {"id": english.pk, "number": english.number},
        **data,
    }
    if reason:
        entry["comment"] = reason
    context = get_active_log_context()
    row = PageLogEntry(
        page_id=page.pk,
        content_type_id=page.content_type_id,
        label=page.draft_title or page.title,
        action=PREFIX + step,
        user=user,
        data=entry,
        revision=revision,
        uuid=context.uuid,
        timestamp=timezone.now(),
    )
    # In bulk, because saving one would read user, revision, page and type again to see whether they exist.
    return PageLogEntry.objects.bulk_create([row])[0]


class StepFormatter(LogFormatter):
    """Shows a step with the reason given, or the publication time."""

    def format_message(self, log_entry: Any) -> str | Promise:
        """Return the step's sentence; with its publication time where one was set."""
        if time := log_entry.data.get("go_live_at"):
            return _("Translation approved; goes live on %(time)s") % {"time": local_time(time)}
        return self.message

    def format_comment(self, log_entry: Any) -> str:
        """Return the person's own words."""
        return str(log_entry.data.get("comment", ""))


def register(registry: LogActionRegistry) -> None:
    """Register the words of all steps."""
    for step, (label, message) in LABELS.items():
        formatter = type("DeskFormatter", (StepFormatter,), {"label": label, "message": message})
        registry.register_action(PREFIX + step)(formatter)
