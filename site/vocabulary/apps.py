"""Application configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class VocabularyConfig(AppConfig):
    """Vocabularies and the termbase."""

    name = "vocabulary"
    verbose_name = _("Vocabularies")

    def ready(self) -> None:
        """Forget cached names when an entry changes."""
        # Models are not loaded before this point.
        from core import menus
        from vocabulary import facets
        from vocabulary.models.entries import Entry
        from vocabulary.models.parties import Party

        for model in self.get_models():
            if issubclass(model, Entry | Party):
                for signal in (post_save, post_delete):
                    signal.connect(facets.forget, sender=model, dispatch_uid=f"vocabulary.{model.__name__}.names")
                    signal.connect(menus.forget, sender=model, dispatch_uid=f"vocabulary.{model.__name__}.menus")
