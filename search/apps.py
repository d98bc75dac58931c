"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Search in six languages."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Connect signal handlers."""
        from search import forgetting, signals  # models are not loaded before this point

        signals.connect()
        forgetting.connect()
