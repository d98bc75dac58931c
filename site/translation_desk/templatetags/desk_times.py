"""Dates and times on the desk's screens, as the language writes them, in the person's time zone."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.formatting import day
from translation_desk.wording import local_time

register = template.Library()


@register.filter
def desk_moment(value: datetime | None) -> SafeString | str:
    """Show a point in time."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), local_time(value)) if value else ""


@register.filter
def desk_day(value: date | None) -> str:
    """Show a date."""
    return day(value) if value else ""
