"""English titles in Wagtail's own lists."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from wagtail.models import Page

from core.i18n import locale_code
from translation_desk import english_titles

register = template.Library()

register.filter("desk_english_titles", english_titles.complete)


@register.simple_tag
def desk_marked(page: Page) -> SafeString | str:
    """Print the attributes of an element that holds the title of a page."""
    return english_titles.mark(locale_code(page.locale_id)) if page.depth > 1 else ""


@register.simple_tag(takes_context=True)
def desk_beneath(context: Context, page: Page) -> SafeString | str:
    """Print the English title of a page in a list of pages; one query for the whole list."""
    table = context.get("table")
    pages = table.data if table is not None else context.get("pages") or [page]
    holder: Any = table if table is not None else context["request"]
    known = getattr(holder, "desk_english_titles", {})
    if page.pk not in known:
        ids = {page.pk, *(entry.pk for entry in pages)}
        known = holder.desk_english_titles = dict.fromkeys(ids, ("", "")) | english_titles.of_pages(ids)
    _code, english = known[page.pk]
    return english_titles.beneath(english, page.draft_title or page.title)
