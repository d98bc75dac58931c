"""What other parts of the site put into the desk's screens: buttons in their headers, steps for chosen rows of the queue."""

from dataclasses import dataclass
from typing import Any

from wagtail import hooks
from wagtail.admin.widgets.button import HeaderButton

HOOK = "register_desk_header_buttons"
"""A hook that is called with the person who looks and the name of the screen, `queue` or `editor`, and yields buttons."""
STEPS_HOOK = "register_desk_queue_steps"
"""A hook that is called with the person who looks, and yields steps."""


@dataclass(frozen=True, slots=True)
class QueueStep:
    """A step for chosen rows of the queue, on a screen of its own: `views.bulk.chosen_jobs` returns there what was chosen."""

    label: Any
    address: str


def further_buttons(user: Any, screen: str) -> list[HeaderButton]:
    """Return what others offer on a screen."""
    return [button for offer in hooks.get_hooks(HOOK) for button in offer(user, screen)]


def further_steps(user: Any) -> list[QueueStep]:
    """Return what others offer for chosen rows."""
    return [step for offer in hooks.get_hooks(STEPS_HOOK) for step in offer(user)]
