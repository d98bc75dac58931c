"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """What communications staff need beyond single pages."""

    name = "newsroom"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        """Let approval ask experts, end questions about texts that were replaced, and say what is kept of experts."""
        # Models are not loaded before this point.
        from core import kept
        from newsroom.experts import following, forgetting, opinions
        from translation_desk import conditions

        conditions.register(opinions.Opinions())
        following.connect()
        kept.register(forgetting.kept)
