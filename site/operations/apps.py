"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """What keeps the portal running."""

    name = "operations"
    verbose_name = _("Operations")
