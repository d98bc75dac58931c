"""Questions to experts in Wagtail's log, under the expert's name and address, and what becomes of these."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter, log
from wagtail.models import PageLogEntry

from core.i18n import locale_code
from newsroom.experts import wording
from newsroom.models import ExpertQuestion
from translation_desk.models import TranslationJob

PREFIX = "newsroom.expert_"
LABELS: dict[str, tuple[Any, Any]] = {
    "asked": (_("Ask an expert"), _("Expert asked: %(expert)s")),
    "withdrawn": (_("Withdraw the question to an expert"), _("Question to an expert withdrawn: %(expert)s")),
    "agrees": (_("Agreement of an expert"), _("Expert %(expert)s agreed")),
    "changes": (_("Expert asks for changes"), _("Expert %(expert)s asked for changes")),
}


def write(step: str, question: ExpertQuestion, user: Any, *, comment: str = "") -> None:
    """Log a step on the page; a translation's also in the record of its job."""
    jobs = TranslationJob.objects.filter(target_page=question.page_id).values_list("pk", flat=True)
    data = {
        "expert": question.pk,
        "name": question.name,
        "email": question.email,
        "organisation": question.organisation,
        "required": question.required,
        "language": locale_code(question.page.locale_id),
        "comment": comment,
    }
    for job in jobs[:1]:
        data["job"] = job
    log(instance=question.page.specific_deferred, action=f"{PREFIX}{step}", user=user, revision=question.revision, data=data)


def erase_names(question_id: int) -> None:
    """Take name, address and organisation of an expert out of the log."""
    entries = list(PageLogEntry.objects.filter(action__startswith=PREFIX, data__expert=question_id))
    for entry in entries:
        entry.data |= {"name": "", "email": "", "organisation": ""}
    PageLogEntry.objects.bulk_update(entries, ["data"])


class ExpertFormatter(LogFormatter):
    """Shows a step with the expert's name and words."""

    def format_message(self, log_entry: Any) -> str | Promise:
        """Return the step's sentence."""
        data = log_entry.data
        return str(self.message) % {"expert": wording.named(data.get("name", ""), data.get("organisation", ""))}

    def format_comment(self, log_entry: Any) -> str:
        """Return the address and the expert's own words."""
        data = log_entry.data
        return "\n".join(part for part in (data.get("email"), data.get("comment")) if part)


def register(registry: LogActionRegistry) -> None:
    """Register the words of all steps."""
    for step, (label, message) in LABELS.items():
        formatter: Any = type("ExpertStepFormatter", (ExpertFormatter,), {"label": label, "message": message})
        registry.register_action(f"{PREFIX}{step}")(formatter)
