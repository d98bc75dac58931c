"""Topics of the trade."""

from collections import defaultdict
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from core import packing
from core.models import BasePage, IndexMixin
from core.searchable import SearchFacts
from core.translatable import synchronized
from core.versions import Version, one_version_each, public, shown

ITEMS_PER_TYPE = 6


class TopicIndexPage(IndexMixin, BasePage):
    """All topics."""

    topic_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["knowledge.TopicPage"]
    max_count_per_parent = 1
    template = "knowledge/topic_index_page.html"

    class Meta:
        verbose_name = _("list of topics")
        verbose_name_plural = _("lists of topics")

    def search_facts(self) -> SearchFacts:
        """The section's front page."""
        return self.filed_facts("topics")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the topics in the order of the tree."""
        context = super().get_context(request, *args, **kwargs)
        context["topics"] = list(public(TopicPage.objects.child_of(self).live()).order_by("path"))
        return context


class TopicPage(BasePage):
    """One topic: what it is, and everything filed under it."""

    topic = models.ForeignKey(
        "vocabulary.Topic",
        verbose_name=_("topic"),
        on_delete=models.PROTECT,
        related_name="topic_pages",
        help_text=_("Everything filed under this topic is listed on the page."),
    )

    fact_panels: ClassVar[list[Any]] = [FieldPanel("topic")]
    parent_page_types: ClassVar = ["knowledge.TopicIndexPage"]
    subpage_types: ClassVar = []
    template = "knowledge/topic_page.html"
    search_relations: ClassVar = (*BasePage.search_relations, "topic")
    override_translatable_fields: ClassVar = [*BasePage.override_translatable_fields, *synchronized("topic")]

    class Meta:
        verbose_name = _("topic page")
        verbose_name_plural = _("topic pages")

    def search_facts(self) -> SearchFacts:
        """The topic, also as one that the page is filed under."""
        return self.filed_facts("topics", topics=(self.topic.code,))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the newest items of each kind; those in other languages only stand in a group of their own. Add the pack."""
        context = super().get_context(request, *args, **kwargs)
        filed = public(Page.objects.live()).filter(topic_links__topic=self.topic_id)
        newest = (
            one_version_each(filed, self.language.code)
            .exclude(translation_key=self.translation_key)
            .annotate(
                place=Window(
                    RowNumber(), partition_by=[F("content_type"), F("rank")], order_by=[F("first_published_at").desc(), F("pk")]
                )
            )
            .filter(place__lte=ITEMS_PER_TYPE)
        )
        kinds: dict[str, list[Version]] = defaultdict(list)
        others = []
        for item in sorted(newest, key=lambda item: (item.content_type_id, item.place)):
            model = item.cached_content_type.model_class()
            label = str(model.list_heading or model._meta.verbose_name_plural)
            if item.rank == 0:
                kinds[label].append(shown(item))
            else:
                others.append(shown(item))
        context["kinds"] = dict(kinds)
        context["others"] = others
        context["pack"] = packing.offer(self, request)
        return context
