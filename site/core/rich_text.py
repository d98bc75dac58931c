"""Links inside texts lead to the reader's language.

The stored link names the English page. While the reader's language has no version, the link leads to one that exists and prints
its language after the link.
"""

import re
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext
from wagtail.rich_text import expand_db_html
from wagtail.rich_text.pages import PageLinkHandler

from core.i18n import active_language, language_name
from core.versions import best, links_for

FOREIGN_LINK = re.compile(r'(<a [^>]*?)\sdata-language="([^"]*)"([^>]*>)(.*?)(</a>)', re.DOTALL)


class ReaderPageLinkHandler(PageLinkHandler):
    """Links to pages, in the reader's language."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """Return the opening tags of many links; all pages are looked up in one query."""
        reader = active_language()
        links = links_for(reader.code)
        ids = [int(attrs["id"]) for attrs in attrs_list if str(attrs.get("id", "")).isdigit()]
        links.load(ids)
        tags = []
        for attrs in attrs_list:
            # Also to a private page: the words are those of this page, and its door asks who comes.
            version = best(links.versions(int(attrs["id"])), reader.code) if str(attrs.get("id", "")).isdigit() else None
            if version is None:
                tags.append("<a>")
            elif version.language.code == reader.code:
                tags.append(f'<a href="{escape(version.url)}">')
            else:
                code, tag = version.language.code, version.language.tag
                tags.append(f'<a href="{escape(version.url)}" hreflang="{tag}" data-language="{code}">')
        return tags


def language_note(code: str) -> SafeString:
    """Return the name of a language in the brackets of the reader's language."""
    text = pgettext("name of a language behind a link", "(%(language)s)") % {"language": language_name(code)}
    return format_html('<span class="language-name">{}</span>', text)


def expand(source: str) -> SafeString:
    """Return the HTML of a stored rich text, with the language printed after links to another one."""
    html = FOREIGN_LINK.sub(lambda link: f"{link[1]}{link[3]}{link[4]}{link[5]} {language_note(link[2])}", expand_db_html(source))
    return mark_safe(html)  # noqa: S308  # Wagtail's own whitelist made the source
