"""Asks the author of a change, and its approver, what it asks of the translations."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import pgettext
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, WorkflowMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from translation_desk import grading

SUBMITTING = ("action-submit", "action-restart-workflow")
"""Buttons of the page editor that hand a page in."""


class ApproveMenuItem(ActionMenuItem):
    """Leads to the screen of approval, in the place of Wagtail's own button."""

    name = "desk-approve"
    icon_name = "success"

    def __init__(self, label: Any, order: int) -> None:
        super().__init__(order=order)
        self.label = label

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """Return the address of the screen."""
        return reverse("translation_desk:approve_change", args=[parent_context["page"].pk])


@hooks.register("after_edit_page")
def ask_the_author(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Ask what changed, as soon as a change of a live English page is handed in."""
    if not any(name in request.POST for name in SUBMITTING) or not grading.is_asked(page):
        return None
    return redirect("translation_desk:propose_change", page.pk)


@hooks.register("construct_page_action_menu")
def lead_to_approval(items: list[Any], _request: HttpRequest, context: dict[str, Any]) -> None:
    """Put the way to the screen of approval where Wagtail has its button."""
    page = context.get("page")
    if page is not None and grading.is_asked(page):
        items[:] = [
            ApproveMenuItem(item.label, item.order) if isinstance(item, WorkflowMenuItem) and item.name == "approve" else item
            for item in items
        ]


@hooks.register("register_page_header_buttons")
def lead_to_the_change(page: Page, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """Lead to what was said of a change that waits for approval."""
    if grading.is_asked(page) and page.workflow_in_progress and page.permissions_for_user(user).can_edit():
        url = reverse("translation_desk:propose_change", args=[page.pk])
        yield Button(pgettext("translation desk", "What changes"), url=url, icon_name="edit", priority=36)
