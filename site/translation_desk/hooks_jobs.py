"""Entries in Wagtail's log of what happens to jobs beside submission and review; failures on the dashboard."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry

from translation_desk.views.refreshes import FailedRefreshesPanel


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Name the actions for the page's history and the site history."""
    for action, label, message in (
        ("start", _("Begin translation"), _("Translation begun")),
        ("merge", _("Bring in English changes"), _("Changes of the English brought into the translation")),
        ("stop", _("Keep by hand"), _("Translation stopped: the page is kept by hand")),
        ("restart", _("Translate again"), _("Translation taken up again")),
        ("archive", _("Put into the archive"), _("Put into the archive in all languages")),
        ("restore", _("Restore from the archive"), _("Restored from the archive in all languages")),
        ("add_english", _("Add an English version"), _("An English version was added as a draft")),
        ("link", _("Link with an English page"), _("Linked with an English page")),
        ("unlink", _("Undo the link with English"), _("The link with the English page was undone")),
        ("follow_english", _("Follow English"), _("Data that needs no words brought up to date with English")),
    ):
        actions.register_action(f"translation_desk.{action}", label, message)


@hooks.register("construct_homepage_panels")
def show_failures(_request: HttpRequest, panels: list[Component]) -> None:
    """Put failed refreshes where managers look first."""
    panels.append(FailedRefreshesPanel())
