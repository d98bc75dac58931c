"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """What communications staff need beyond single pages."""

    name = "newsroom"
    verbose_name = _("Newsroom")
