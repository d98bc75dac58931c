"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """What every section stands on."""

    name = "core"
    verbose_name = _("Foundation")

    def ready(self) -> None:
        """Connect signal handlers and register system checks."""
        from core import checks, signals  # noqa: F401  # models are not loaded before this point

        signals.connect()
