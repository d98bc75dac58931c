"""The way to the standards check: the newsroom's menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from newsroom.menus import MENU_HOOK
from translation_desk.hooks_queue import QueueMenuItem


@hooks.register(MENU_HOOK)
def register_standards() -> MenuItem:
    """Lead everybody with a role at the desk to the report."""
    url = reverse("newsroom:standards")
    return QueueMenuItem(gettext_lazy("Standards check"), url, name="standards-check", icon_name="clipboard-list", order=500)
