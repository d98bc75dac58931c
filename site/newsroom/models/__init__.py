"""Tables of the newsroom."""

from newsroom.models.experts import ExpertQuestion
from newsroom.models.page_templates import PageTemplate
from newsroom.models.parity import Layer, ParityCount, ParitySummary
from newsroom.models.releases import Release, ReleaseEvent, ReleaseItem, ReleaseOutcome, ReleaseState
from newsroom.models.standards import StandardsFinding, StandardsRun
from newsroom.models.tables import OldAddressImport, StableCode, TableApproval, TableImport
from newsroom.models.upkeep import CheckedLink, UpkeepCheck, UpkeepMails, UpkeepPoint

__all__ = [
    "CheckedLink",
    "ExpertQuestion",
    "Layer",
    "OldAddressImport",
    "PageTemplate",
    "ParityCount",
    "ParitySummary",
    "Release",
    "ReleaseEvent",
    "ReleaseItem",
    "ReleaseOutcome",
    "ReleaseState",
    "StableCode",
    "StandardsFinding",
    "StandardsRun",
    "TableApproval",
    "TableImport",
    "UpkeepCheck",
    "UpkeepMails",
    "UpkeepPoint",
]
