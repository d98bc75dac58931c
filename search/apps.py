"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Search in six languages."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Connect signal handlers and offer the search to the sections."""
        # Models are not loaded before this point.
        from core import kept
        from core.searching import register
        from search import signals
        from search.interface import SiteSearch
        from search.kept import of_search

        kept.register(of_search)
        register(SiteSearch())
        signals.connect()
