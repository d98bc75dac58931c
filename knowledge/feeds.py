"""Atom feeds, one per language; a feed never mixes languages."""

import html
from datetime import datetime, time
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from core.i18n import active_language
from core.menus import portal
from core.models import BasePage
from core.versions import public
from knowledge.glossary import DatedTerm, dated_terms
from knowledge.models import ArticlePage, PublicationPage

LENGTH = 30


class LanguageFeed(Feed):
    """What the feeds share."""

    feed_type = Atom1Feed
    section = ""

    def get_object(self, request: HttpRequest) -> str:
        """The language of the address."""
        return active_language().code

    def link(self, code: str) -> str:
        """The section the feed belongs to."""
        section = portal(code).sections.get(self.section)
        return section.url if section else f"/{code}/"

    def title(self, code: str) -> str:
        """Name of the site and of the section."""
        around = portal(code)
        section = around.sections.get(self.section)
        return f"{section.title} – {around.words['site_name'].text}" if section else around.words["site_name"].text

    def item_title(self, item: BasePage) -> str:
        """Title of the page."""
        return item.title

    def item_description(self, item: BasePage) -> str:
        """Summary of the page."""
        # Plain text, where Django says that it is HTML.
        return html.escape(item.summary, quote=False)

    def item_link(self, item: BasePage) -> str:
        """Address of the page."""
        return item.public_url

    def item_updateddate(self, item: BasePage) -> datetime:
        """When the page was last published."""
        return item.last_published_at

    def item_guid(self, item: BasePage) -> str:
        """A name that stays when the address changes."""
        return f"urn:uuid:{item.translation_key}:{active_language().code}"


class PublicationFeed(LanguageFeed):
    """The publications that came last to the portal."""

    section = "publications"

    def subtitle(self, code: str) -> str:
        """What the feed holds."""
        return _("Publications in the order in which they came to the portal")

    def items(self, code: str) -> Any:
        """The newest pages of the language."""
        pages = public(PublicationPage.objects.live()).filter(locale__language_code=code)
        return pages.order_by("-first_published_at")[:LENGTH]

    def item_pubdate(self, item: PublicationPage) -> datetime:
        """When the page was first published."""
        return item.first_published_at


class ArticleFeed(LanguageFeed):
    """News, events and field stories."""

    section = "news"

    def subtitle(self, code: str) -> str:
        """What the feed holds."""
        return _("News, events and stories from the field")

    def items(self, code: str) -> Any:
        """The newest articles of the language, without events that are over."""
        return public(ArticlePage.objects.live().current()).filter(locale__language_code=code).order_by("-date")[:LENGTH]

    def item_pubdate(self, item: ArticlePage) -> datetime:
        """The article's own date."""
        return timezone.make_aware(datetime.combine(item.date, time(12)))


class GlossaryFeed(LanguageFeed):
    """The terms whose text or definition visitors read anew."""

    section = "glossary"

    def subtitle(self, code: str) -> str:
        """What the feed holds, and that the terms are drafts."""
        return _("New and changed terms. Draft terminology: not yet reviewed by leather technologists who are native speakers.")

    def items(self, code: str) -> list[DatedTerm]:
        """The terms of the language that changed last."""
        return dated_terms(active_language())[:LENGTH]

    def item_title(self, item: DatedTerm) -> str:
        """The term."""
        return item.term

    def item_description(self, item: DatedTerm) -> str:
        """The definition, where the language has one, and the subject."""
        return html.escape("\n".join(filter(None, (item.definition, item.subject))), quote=False)

    def item_link(self, item: DatedTerm) -> str:
        """Where the term stands in the glossary."""
        return item.address

    def item_updateddate(self, item: DatedTerm) -> datetime:
        """When the term last changed in this language."""
        return item.changed_at

    def item_guid(self, item: DatedTerm) -> str:
        """A name that stays when the word changes."""
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'term:{item.code}')}:{active_language().code}"
