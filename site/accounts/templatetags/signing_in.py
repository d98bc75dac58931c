"""What the pages of signing in offer besides their forms."""

from django import template
from django.conf import settings

from accounts import openid

register = template.Library()


@register.simple_tag
def own_names_of_languages() -> list[tuple[str, str]]:
    """Return code and name of each language, the name as its own readers know it."""
    return list(settings.LANGUAGES)


@register.simple_tag
def provider_of_single_sign_on() -> str:
    """Return the name of the provider; empty if there is none."""
    return settings.OIDC_NAME if openid.is_offered() else ""
