"""The ways to questions to experts: the menu, the header of a page, a translation, the page editor; their words in the log."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from newsroom.experts import asking, listing, log_entries
from newsroom.menus import MENU_HOOK
from translation_desk.models import TranslationJob
from translation_desk.views.editor import BUTTONS_HOOK

SHOWN = 6


class ExpertsItem(MenuItem):
    """The way to all questions, for people who may ask about some language."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person may ask."""
        return listing.may_see(request.user)


@hooks.register(MENU_HOOK)
def register_menu_item() -> ExpertsItem:
    """Put the questions into the newsroom."""
    url = reverse("newsroom:experts")
    return ExpertsItem(gettext_lazy("Questions to experts"), url, name="experts", icon_name="comment", order=600)


class NewsPanel(Component):
    """What the person's questions have come to, also for those who want no mails. Nothing where there is no news."""

    name = "expert_news"
    template_name = "newsroom/experts/panel.html"
    order = 95

    @property
    def media(self) -> Media:
        """The few rules of this panel."""
        return Media(css={"all": ["newsroom/experts_staff.css"]})

    def __init__(self, user: Any) -> None:
        self.rows = listing.rows(listing.news(user)[:SHOWN])

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add the questions."""
        return {"rows": self.rows}


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Tell people who may ask what became of their questions."""
    if listing.may_see(request.user):
        panel = NewsPanel(request.user)
        if panel.rows:
            panels.append(panel)


@hooks.register("register_page_header_buttons")
def lead_from_pages(page: Page, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """Lead from a page to its questions."""
    if page.depth > 1 and asking.may_ask(user, page):
        yield _button(page.pk, 41)


@hooks.register(BUTTONS_HOOK)
def lead_from_translations(job: TranslationJob, user: Any) -> Iterator[Button]:
    """Lead from a translation to the questions about it, once there is a page that shows it."""
    if job.target_page is not None and asking.may_ask(user, job.target_page):
        yield _button(job.target_page_id, 41)


def _button(page_id: int | None, priority: int) -> Button:
    url = reverse("newsroom:experts_of_page", args=[page_id])
    return Button(_("Ask an expert"), url=url, icon_name="comment", priority=priority)


@hooks.register("register_log_actions")
def describe_log_entries(registry: LogActionRegistry) -> None:
    """Give the steps their words in Wagtail's log."""
    log_entries.register(registry)
