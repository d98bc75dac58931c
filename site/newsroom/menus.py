"""The newsroom's menu in the administration; each part registers its entries in it."""

from django.http import HttpRequest
from wagtail.admin.menu import Menu, MenuItem

from translation_desk import permissions

MENU_HOOK = "register_newsroom_menu_item"
MENU = Menu(register_hook_name=MENU_HOOK)


class NewsroomItem(MenuItem):
    """The way to a screen for those who answer for the English: its editors and approvers, and administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person answers for the English."""
        return permissions.writes_english(request.user)
