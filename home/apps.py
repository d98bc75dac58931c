"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from home import searching


class HomeConfig(AppConfig):
    """The front of the portal."""

    name = "home"
    verbose_name = _("Home and standing pages")

    def ready(self) -> None:
        """Name the search's codes; say what is kept of visitors."""
        from core import kept  # models are not loaded before this point
        from home.kept import of_messages

        searching.register()
        kept.register(of_messages)
