"""The ways to the tables and to the old addresses."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from newsroom.menus import MENU_HOOK, NewsroomItem
from newsroom.old_addresses import importing


class OldAddressesItem(MenuItem):
    """The way to the old addresses, for managers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person may bring them."""
        return importing.may_use(request.user)


@hooks.register(MENU_HOOK)
def register_tables() -> MenuItem:
    """Put the tables into the newsroom."""
    return NewsroomItem(gettext_lazy("Tables"), reverse("newsroom:tables"), name="tables", icon_name="table", order=300)


@hooks.register(MENU_HOOK)
def register_old_addresses() -> MenuItem:
    """Put the old addresses beneath the tables."""
    url = reverse("newsroom:old_addresses")
    return OldAddressesItem(gettext_lazy("Old addresses"), url, name="old-addresses", icon_name="redirect", order=310)
