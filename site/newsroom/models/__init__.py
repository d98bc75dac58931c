"""Tables of the newsroom."""

from newsroom.models.parity import Layer, ParityCount, ParitySummary

__all__ = [
    "Layer",
    "ParityCount",
    "ParitySummary",
]
