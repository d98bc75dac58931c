"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The demonstration."""

    name = "demo"
    verbose_name = _("Demonstration")
