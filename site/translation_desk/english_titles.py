"""The English title beneath a title in another language, wherever Wagtail's screens list pages.

One query for each list or panel. Wagtail's own markup is kept: what a screen shows is completed after it was rendered, except in
the two cells that have nothing to hold on to; their templates are Wagtail's with the marks of this module.
"""

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from core.i18n import BY_CODE, SOURCE_CODE, locale_code

ENGLISH = BY_CODE[SOURCE_CODE]


def of_pages(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return language and English title of those among some pages that are not in English, by id, in one query."""
    wanted = set(ids)
    if not wanted:
        return {}
    english = Page.objects.filter(translation_key=OuterRef("translation_key"), locale__language_code=SOURCE_CODE, depth__gt=1)
    pages = Page.objects.filter(pk__in=wanted, depth__gt=1).exclude(locale__language_code=SOURCE_CODE).order_by()
    rows = pages.annotate(english=Subquery(english.order_by("pk").values("title")[:1])).values_list("pk", "locale", "english")
    return {pk: (locale_code(locale), title or "") for pk, locale, title in rows}


def mark(code: str) -> SafeString | str:
    """Return the attributes of an element whose text is in a language of ours."""
    language = BY_CODE.get(code)
    return format_html('lang="{}" dir="{}"', language.tag, language.direction) if language else ""


def beneath(title: str, own: str = "") -> SafeString | str:
    """Return the English title as it stands beneath another; nothing where there is none, or where the draft still has it."""
    if not title or title == own:
        return ""
    return format_html(
        '<span class="desk-beneath"><bdi lang="{}" dir="{}">{}</bdi></span>', ENGLISH.tag, ENGLISH.direction, title
    )


def complete(html: str) -> SafeString:
    """Mark the title of each page in the rows of a table with its language, and put the English one beneath.

    The title of a row is its first link to the page's edit address.
    """
    pattern = _link_to_page()
    rows = re.split(r"(?=<tr\b)", html)
    found = [pattern.search(row) for row in rows]
    known = of_pages(int(match["page"]) for match in found if match)
    made = []
    for row, match in zip(rows, found, strict=True):
        code, english = known.get(int(match["page"]), ("", "")) if match else ("", "")
        if match and code:
            title = f"<bdi {mark(code)}>{match['title']}</bdi></a>"
            own = unescape(strip_tags(match["title"])).strip()
            made += [row[: match.start("title")], title, beneath(english, own), row[match.end() :]]
        else:
            made.append(row)
    return mark_safe("".join(made))  # noqa: S308  # what was rendered before, with titles that are escaped


def _link_to_page() -> re.Pattern[str]:
    before, _zero, after = reverse("wagtailadmin_pages:edit", args=[0]).rpartition("0")
    address = rf"{re.escape(before)}(?P<page>\d+){re.escape(after)}"
    return re.compile(rf'<a\b[^>]*\bhref="{address}"[^>]*>(?P<title>.*?)</a>', re.DOTALL)


class CompletedPanel(Component):
    """A panel of Wagtail's dashboard with the English titles."""

    def __init__(self, panel: Any) -> None:
        self.panel = panel
        self.name, self.order = panel.name, panel.order

    @property
    def media(self) -> Any:
        """What the panel itself needs."""
        return self.panel.media

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> SafeString:
        """Render the panel and complete it."""
        html = self.panel.render_html(parent_context)
        return complete(html) if html.strip() else html
