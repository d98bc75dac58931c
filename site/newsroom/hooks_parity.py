"""The ways to the parity of languages: the newsroom's menu, and the panel on the administration's home."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from newsroom.menus import MENU_HOOK
from newsroom.parity.panel import ParityPanel
from translation_desk.hooks_queue import QueueMenuItem


@hooks.register(MENU_HOOK)
def register_parity() -> MenuItem:
    """Lead everybody with a role at the desk to the figures."""
    url = reverse("newsroom:parity")
    return QueueMenuItem(gettext_lazy("Parity of languages"), url, name="parity-of-languages", icon_name="table", order=100)


@hooks.register("construct_homepage_panels")
def show_parity(_request: HttpRequest, panels: list[Any]) -> None:
    """Say beneath everybody's own work how far each language is."""
    panels.append(ParityPanel())
