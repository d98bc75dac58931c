"""Tables of the newsroom."""

from newsroom.models.parity import Layer, ParityCount, ParitySummary
from newsroom.models.tables import OldAddressImport, StableCode, TableApproval, TableImport

__all__ = [
    "Layer",
    "OldAddressImport",
    "ParityCount",
    "ParitySummary",
    "StableCode",
    "TableApproval",
    "TableImport",
]
