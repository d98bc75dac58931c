"""Wagtail's user bar on public pages."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.users.models import UserProfile

from core.i18n import BY_CODE

register = template.Library()


@register.simple_tag(takes_context=True)
def staff_bar(context: Any) -> SafeString | str:
    """Show Wagtail's bar marked with the language that it speaks, which is the person's own and not that of the page."""
    bar = wagtailuserbar(context)
    if not bar:
        return ""
    language = BY_CODE.get(UserProfile.get_for_user(context["request"].user).get_preferred_language())
    if language is None:
        return bar
    return format_html('<div lang="{}" dir="{}">{}</div>', language.tag, language.direction, bar)
