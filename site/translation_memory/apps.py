"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationMemoryConfig(AppConfig):
    """What was translated before."""

    name = "translation_memory"
    verbose_name = _("Translation memory")
