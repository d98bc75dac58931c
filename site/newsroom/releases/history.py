"""What was done with a release: rows that are only added."""

from typing import Any

from newsroom.models import Release, ReleaseEvent

Action = ReleaseEvent.Action


def write(release: Release, action: str, user: Any = None, *, comment: str = "", **data: Any) -> ReleaseEvent:
    """Add a step to the history of a release."""
    return ReleaseEvent.objects.create(release=release, action=action, user=user, comment=comment.strip(), data=data)
