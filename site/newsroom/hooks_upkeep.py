"""The ways to upkeep: the menu, the dashboard, the choice of mails."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from newsroom.menus import MENU_HOOK
from newsroom.models import UpkeepPoint
from newsroom.upkeep import listing
from newsroom.upkeep.account import UpkeepMailsPanel
from translation_desk.permissions import can_see


class UpkeepItem(MenuItem):
    """The way to the list, for everybody who has a role."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person has a role."""
        return can_see(request.user)


@hooks.register(MENU_HOOK)
def register_upkeep() -> MenuItem:
    """Put upkeep into the newsroom's menu."""
    label = pgettext_lazy("newsroom", "Upkeep")
    return UpkeepItem(label, reverse("newsroom:upkeep"), name="upkeep", icon_name="clipboard-list", order=500)


class UpkeepPanel(Component):
    """How much needs the person, by group. Nothing where nothing does."""

    name = "upkeep"
    template_name = "newsroom/upkeep/panel.html"
    order = 120

    @property
    def media(self) -> Media:
        """The few rules of this panel."""
        return Media(css={"all": ["newsroom/upkeep.css"]})

    def __init__(self, user: Any) -> None:
        self.counts = listing.counts(user)

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add the groups that have something."""
        kinds = [kind for kind in UpkeepPoint.Kind if self.counts[kind.value]]
        return {"groups": [{"kind": kind, "count": self.counts[kind.value]} for kind in kinds]}


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Put the counts on the dashboard of those whom something concerns."""
    if can_see(request.user):
        panel = UpkeepPanel(request.user)
        if any(panel.counts.values()):
            panels.append(panel)


@hooks.register("register_account_settings_panel")
def register_mails(request: HttpRequest, user: Any, profile: Any) -> UpkeepMailsPanel:
    """Let people choose about the weekly mail."""
    return UpkeepMailsPanel(request, user, profile)
