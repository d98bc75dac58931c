"""Tags and filters of the public pages. Built in: no template needs to load them."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from core import formatting, rich_text
from core.facets import Facet, FacetValue
from core.i18n import BY_CODE, active_language, language_name, language_tag, served
from core.versions import Version, links_for

register = template.Library()

TICKED = mark_safe(" checked")

register.filter("number", formatting.number)
register.filter("year", formatting.year)
register.filter("file_size", formatting.file_size)
register.filter("day", lambda value: formatting.day(value) if value else "")
register.filter("moment", lambda value: formatting.moment(value) if value else "")
register.filter("language_label", language_name)
register.filter("language_tag", language_tag)
register.filter("expand", lambda value: rich_text.expand(value.source if hasattr(value, "source") else str(value or "")))


register.filter("listed", formatting.listed)


@register.simple_block_tag
def sentences(content: str) -> SafeString:
    """Print sentences that follow each other, and what they lead to, as the language sets them."""
    return mark_safe(formatting.run_on(content))  # noqa: S308  # rendered and escaped already


@register.simple_tag
def column(instance: Any, field: str) -> SafeString | str:
    """Print a translated column; text in another language than the page's carries its language."""
    text, code = served(instance, field)
    return in_language(text, code)


@register.simple_tag
def in_language(text: str, code: str) -> SafeString | str:
    """Print a text in a known language; it is marked where that is not the page's."""
    if not text or code == active_language().code:
        return text
    language = BY_CODE.get(code)
    direction = language.direction if language else "auto"
    return format_html('<span lang="{}" dir="{}">{}</span>', language_tag(code), direction, text)


@register.simple_tag
def place(city: str, country: Any) -> SafeString | str:
    """Print a place and its country in the order of the language; either may be missing."""
    if not country:
        return city
    name = column(country, "name")
    if not city:
        return name
    return format_html(pgettext("place and country", "{city}, {country}"), city=city, country=name)


@register.simple_tag
def language_note(code: str) -> SafeString:
    """Print the name of a language in brackets, for what stands behind a link to a page or a file in it."""
    return rich_text.language_note(code)


@register.simple_tag
def party(entry: Any) -> SafeString | str:
    """Print the name of a person or an organisation; a name foreign to the page carries its language."""
    name = entry.shown()
    return format_html('<bdi lang="{}">{}</bdi>', name.tag, name.text) if name.tag else name.text


@register.simple_tag
def version_of(page_id: int | None) -> Version | None:
    """Return the version of a page that the reader gets, by the id of any of its versions."""
    return links_for(active_language().code).get(page_id) if page_id else None


@register.simple_tag
def facet_values(facet: Facet, values: Sequence[FacetValue]) -> SafeString:
    """Print values of a facet as boxes to tick. There may be a hundred on a page, which templates take their time for."""
    boxes = (
        _box(facet.name, value.code, value.label, value.tag, count=formatting.number(value.count), ticked=value.selected)
        for value in values
    )
    return mark_safe("".join(boxes))  # noqa: S308  # each is formatted by `format_html`


@lru_cache(maxsize=4096, typed=True)
def _box(name: str, code: str, label: str, tag: str, *, count: str, ticked: bool) -> SafeString:
    return format_html(
        '<li><label><input type="checkbox" name="{}" value="{}"{}> <span{}>{}</span> <span class="count">{}</span></label></li>',
        name,
        code,
        TICKED if ticked else "",
        format_html(' lang="{}"', tag) if tag else "",
        label,
        count,
    )


@register.simple_tag
def day_range(start: Any, end: Any, precision: str = "day") -> str:
    """Print a range of days."""
    return formatting.day_range(start, end, precision=precision)


@register.simple_tag
def year_range(start: Any, end: Any) -> str:
    """Print a period of years."""
    return formatting.year_range(start, end)


@register.simple_tag
def money(amount: Any, currency: str) -> str:
    """Print an amount of money."""
    return formatting.money(amount, currency)


@register.filter
def json_ld(value: Any) -> SafeString:
    """Print data for machines inside a script element; no character can end the element early."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S308
