"""The ways to the guides: in the menus, and from the screens that they are about."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import HeaderButton

from newsroom.guides import content
from newsroom.menus import MENU_HOOK
from translation_desk.views.header import HOOK as DESK_HOOK


@hooks.register(MENU_HOOK)
@hooks.register("register_help_menu_item")
def register_guides() -> MenuItem:
    """Put the guides into the newsroom's menu and into Wagtail's help."""
    return MenuItem(gettext_lazy("Guides"), reverse("newsroom:guides"), name="guides", icon_name="help", order=800)


@hooks.register(MENU_HOOK)
def register_style_guide() -> MenuItem:
    """Put the style guide beneath."""
    url = reverse("newsroom:style_guide")
    return MenuItem(gettext_lazy("Style guide"), url, name="style-guide", icon_name="openquote", order=810)


def guide_button(user: Any, screen: str) -> HeaderButton:
    """Return the way to the guide that helps on a screen."""
    address = f"{reverse('newsroom:guides')}#guide-{content.first_of(user, screen)}"
    return HeaderButton(_("Guide"), url=address, icon_name="help", icon_only=True, priority=200)


@hooks.register(DESK_HOOK)
def lead_to_the_guide(user: Any, screen: str) -> Iterator[HeaderButton]:
    """Offer the guide on the queue and in the translation editor."""
    yield guide_button(user, screen)
