"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """What communications staff need beyond single pages."""

    name = "newsroom"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        """Let texts wait for releases, and readers know what comes after them."""
        # Models are not loaded before this point.
        from core import announcing
        from newsroom.releases import waiting
        from translation_desk import obstacles

        obstacles.register(waiting.check)
        announcing.register(waiting.coming)
