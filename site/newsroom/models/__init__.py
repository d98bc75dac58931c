"""Tables of the newsroom."""

from newsroom.models.upkeep import CheckedLink, UpkeepCheck, UpkeepMails, UpkeepPoint

__all__ = ["CheckedLink", "UpkeepCheck", "UpkeepMails", "UpkeepPoint"]
