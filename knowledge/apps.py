"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    """What the portal knows."""

    name = "knowledge"
    verbose_name = _("Knowledge")

    def ready(self) -> None:
        """Offer topics to the foundation's menus, the glossary and names of codes to the search."""
        # Models are not loaded before this point.
        from core.menus import provide_topics
        from core.searching import provide_glossary
        from knowledge.glossary import address_of
        from knowledge.searching import register
        from knowledge.topics import topics_of

        provide_topics(topics_of)
        provide_glossary(address_of)
        register()
