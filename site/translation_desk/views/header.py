"""Buttons that other parts of the site put into the headers of the desk's screens."""

from typing import Any

from wagtail import hooks
from wagtail.admin.widgets.button import HeaderButton

HOOK = "register_desk_header_buttons"
"""A hook that is called with the person who looks and the name of the screen, `queue` or `editor`, and yields buttons."""


def further_buttons(user: Any, screen: str) -> list[HeaderButton]:
    """Return what others offer on a screen."""
    return [button for offer in hooks.get_hooks(HOOK) for button in offer(user, screen)]
