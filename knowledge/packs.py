"""What belongs into the pack of a course or a topic (`core.packing` makes it)."""

from collections.abc import Iterator, Mapping
from typing import Any

from wagtail.models import Page

from core import packing
from core.models import BasePage, IndexMixin
from core.packing import MOST_PAGES
from core.versions import public
from knowledge.models import CoursePage, TopicPage

KINDS: Mapping[str, type[BasePage]] = {"course": CoursePage, "topic": TopicPage}
"""Types of pages that have a pack, by the word in its address."""


def members(page: BasePage) -> list[BasePage]:
    """Return the pages of a pack: the page itself, then what is filed under a topic, or what a course leads to.

    All are public and in the page's own language. Fronts of sections are no texts and stay out.
    """
    others: Any = public(Page.objects.live()).filter(locale_id=page.locale_id, depth__gt=2).exclude(pk=page.pk)
    if isinstance(page, TopicPage):
        found = (
            others.filter(topic_links__topic=page.topic_id).distinct().order_by("content_type_id", "-first_published_at", "pk")
        )
    else:
        linked = Page.objects.filter(pk__in=page.linked_page_ids()).order_by().values("translation_key")
        found = others.filter(translation_key__in=linked).order_by("path")
    texts = [
        text for text in found[: 2 * MOST_PAGES].specific() if isinstance(text, BasePage) and not isinstance(text, IndexMixin)
    ]
    return [page, *texts[: MOST_PAGES - 1]]


def missing() -> Iterator[BasePage]:
    """Yield the public pages whose pack was never made, or has been cleared away."""
    for model in KINDS.values():
        for pk in public(model.objects.live()).order_by("pk").values_list("pk", flat=True):
            if not packing.was_made(pk):
                yield model.objects.get(pk=pk)


def make(page: BasePage, token: str) -> None:
    """Make the pack of a page for a state of the content."""
    packing.keep(page, members, token)
