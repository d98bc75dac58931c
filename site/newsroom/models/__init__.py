"""Tables of the newsroom."""

from newsroom.models.releases import (
    Release,
    ReleaseEvent,
    ReleaseItem,
    ReleaseOutcome,
    ReleaseState,
)

__all__ = [
    "Release",
    "ReleaseEvent",
    "ReleaseItem",
    "ReleaseOutcome",
    "ReleaseState",
]
