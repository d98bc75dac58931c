"""Tables of the newsroom."""

from newsroom.models.standards import StandardsFinding, StandardsRun

__all__ = [
    "StandardsFinding",
    "StandardsRun",
]
