"""The language in which a person is addressed."""

from typing import Any

from django.conf import settings


def language_of(person: Any) -> str:
    """Return the code of the language that a person chose for the administration, else that of the site."""
    profile = getattr(person, "wagtail_userprofile", None)
    return profile.get_preferred_language() if profile is not None else settings.LANGUAGE_CODE
