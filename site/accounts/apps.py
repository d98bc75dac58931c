"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People who sign in."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Watch people sign in, and fail to."""
        from accounts import failures, sessions  # signals are connected once all apps are there

        failures.connect()
        sessions.connect()
