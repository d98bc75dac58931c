"""The way to the page that explains the mechanical checks."""

from django.urls import reverse
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from translation_desk.hooks_queue import QueueMenuItem


@hooks.register("register_admin_menu_item")
def register_checks() -> MenuItem:
    """Put the checks beneath the plan."""
    url = reverse("translation_desk:checks")
    return QueueMenuItem(
        pgettext_lazy("translation desk", "Checks"), url, name="translation-checks", icon_name="circle-check", order=113
    )
