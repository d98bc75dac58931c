"""Tables of the newsroom."""

from newsroom.models.page_templates import PageTemplate

__all__ = ["PageTemplate"]
