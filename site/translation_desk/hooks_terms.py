"""The way to the termbase."""

from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from translation_desk.hooks_queue import QueueMenuItem


@hooks.register("register_admin_menu_item")
def register_terms() -> MenuItem:
    """Put the terms beneath the checks."""
    url = reverse("translation_desk:terms")
    return QueueMenuItem(gettext_lazy("Terms"), url, name="translation-terms", icon_name="list-ul", order=114)
