"""Tables of the newsroom."""

from newsroom.models.tables import OldAddressImport, StableCode, TableApproval, TableImport

__all__ = ["OldAddressImport", "StableCode", "TableApproval", "TableImport"]
