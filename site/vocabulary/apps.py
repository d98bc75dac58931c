"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabularyConfig(AppConfig):
    """Vocabularies and the termbase."""

    name = "vocabulary"
    verbose_name = _("Vocabularies")
