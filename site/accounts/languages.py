"""The language in which a person is addressed."""

from typing import Any

from django.conf import settings


def language_of(person: Any, default: str = settings.LANGUAGE_CODE) -> str:
    """Return the code of the language that a person chose for the administration, else another."""
    code = getattr(getattr(person, "wagtail_userprofile", None), "preferred_language", "")
    return code if code in dict(settings.LANGUAGES) else default
