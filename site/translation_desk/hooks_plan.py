"""The ways to the translation plan and to the report of translated words."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from translation_desk import explorer, permissions
from translation_desk.hooks_queue import QueueMenuItem
from translation_desk.views.page_plan import WaitingRequestsPanel


@hooks.register("register_admin_menu_item")
def register_plan() -> MenuItem:
    """Put the plan beneath the queue."""
    url = reverse("translation_desk:plan")
    return QueueMenuItem(gettext_lazy("Translation plan"), url, name="translation-plan", icon_name="tasks", order=112)


@hooks.register("register_reports_menu_item")
def register_words() -> MenuItem:
    """Put the report beside Wagtail's own."""
    url = reverse("translation_desk:words")
    return QueueMenuItem(gettext_lazy("Translated words"), url, name="translated-words", icon_name="list-ol", order=1310)


@hooks.register("construct_homepage_panels")
def show_requests(_request: HttpRequest, panels: list[Any]) -> None:
    """Put requests that wait where managers look first."""
    panels.append(WaitingRequestsPanel())


@hooks.register("register_page_header_buttons")
def lead_to_the_plan(page: Page, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """Lead from an English page to its plan in each language, and to what translating it takes."""
    if explorer.is_source(page) and permissions.can_see(user):
        url = reverse("translation_desk:page_plan", args=[page.pk])
        yield Button(_("Translation plan"), url=url, icon_name="tasks", priority=37)
        yield Button(
            _("Words to translate"), url=reverse("translation_desk:effort", args=[page.pk]), icon_name="list-ol", priority=38
        )
