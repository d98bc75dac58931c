"""Rules of the desk that Django's `check` command enforces."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register


@register()
def localize_is_a_library(**_kwargs: Any) -> list[CheckMessage]:
    """The screens of wagtail-localize publish text that nobody approved; only its library code is used."""
    if apps.is_installed("wagtail_localize"):
        return [
            Error(
                "wagtail_localize is installed as an application.",
                hint="Take it out of INSTALLED_APPS. The translation desk uses it as a library only.",
                id="translation_desk.E001",
            )
        ]
    return []
