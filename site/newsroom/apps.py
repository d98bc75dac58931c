"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """What communications staff need beyond single pages."""

    name = "newsroom"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        """Let texts wait for releases and approval for experts, tell readers what comes, and say what is kept of experts."""
        # Models are not loaded before this point.
        from core import announcing, kept
        from newsroom.experts import following, forgetting, opinions
        from newsroom.releases import rolling_back, waiting
        from translation_desk import conditions, obstacles, revisions

        obstacles.register(waiting.check)
        revisions.keep(rolling_back.needed)
        announcing.register(waiting.coming)
        conditions.register(opinions.Opinions())
        following.connect()
        kept.register(forgetting.kept)
