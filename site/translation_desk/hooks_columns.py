"""Accepted texts in Wagtail's own log, which the history of a vocabulary entry and the site history show."""

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from core.i18n import language_name
from translation_desk import proposals


class AcceptedTextFormatter(LogFormatter):
    """Shows which text became live, in which language."""

    label = gettext_lazy("Accept a proposed text")
    message = gettext_lazy("Proposed text accepted")

    def format_message(self, log_entry: Any) -> str:
        """Return the sentence."""
        data = log_entry.data
        return _("Proposed text accepted (%(language)s): %(text)s") % {
            "language": language_name(data["language"]),
            "text": data["after"] or "–",
        }


@hooks.register("register_log_actions")
def describe_accepted_texts(registry: LogActionRegistry) -> None:
    """Give the step its words."""
    registry.register_action(proposals.ACCEPTED)(AcceptedTextFormatter)
