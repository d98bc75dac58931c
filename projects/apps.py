"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from projects import searching


class ProjectsConfig(AppConfig):
    """Technical-assistance projects."""

    name = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        """Name the search's codes."""
        searching.register()
