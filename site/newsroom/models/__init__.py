"""Tables of the newsroom."""

from newsroom.models.experts import ExpertQuestion

__all__ = [
    "ExpertQuestion",
]
