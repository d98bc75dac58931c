"""What the newsroom adds to Wagtail's administration; one module of hooks for each part."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import SubmenuMenuItem

from newsroom import (  # noqa: F401  # imported for their hooks
    hooks_experts,
    hooks_guides,
    hooks_page_editor,
    hooks_page_templates,
    hooks_parity,
    hooks_releases,
    hooks_standards,
    hooks_tables,
    hooks_upkeep,
)
from newsroom.menus import MENU


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    """Put the newsroom's screens below `newsroom/`."""
    return [path("newsroom/", include("newsroom.urls"))]


@hooks.register("register_admin_menu_item")
def register_menu() -> SubmenuMenuItem:
    """Put the newsroom beneath the terms. Wagtail leaves it out for people who may see none of its entries."""
    return SubmenuMenuItem(gettext_lazy("Newsroom"), MENU, name="newsroom", icon_name="calendar-alt", order=116)
