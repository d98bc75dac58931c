"""What the site keeps about people, read from its settings."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.kept import all_kept


class KeptBlock(blocks.StaticBlock):
    """A table that nobody types: it says what is set, so it is never out of date."""

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add what is kept."""
        return {**super().get_context(value, parent_context=parent_context), "all_kept": all_kept()}

    class Meta:
        icon = "lock"
        label = _("What this site keeps")
        description = _("Cookies, messages, logs and how long each is kept, as the server is set: for the privacy notice")
        admin_text = _("A table of what this site keeps and for how long. It is made from the settings of the server.")
        template = "core/blocks/kept.html"
        preview_value = None
