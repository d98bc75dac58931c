"""News, events and field stories."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.models import Orderable, PageManager, PageQuerySet, TranslatableMixin
from wagtail.search import index

from core import formatting
from core.listing import list_context
from core.models import BasePage, IndexMixin
from core.searchable import SearchFacts
from core.translatable import replaceable, synchronized
from knowledge.lists import ARTICLES


class ArticleIndexPage(IndexMixin, BasePage):
    """The list of articles."""

    topic_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["knowledge.ArticlePage"]
    max_count_per_parent = 1
    template = "knowledge/article_index_page.html"

    class Meta:
        verbose_name = _("list of articles")
        verbose_name_plural = _("lists of articles")

    def search_facts(self) -> SearchFacts:
        """The section's front page."""
        return self.filed_facts("news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the list that the address asks for, without events that are over."""
        context = super().get_context(request, *args, **kwargs)
        articles = ArticlePage.objects.current().defer_streamfields().select_related("locale", "lead_image")
        context.update(list_context(articles, ARTICLES, request.GET, pictures_on_cards=True))
        return context


class ArticleQuerySet(PageQuerySet):
    """Questions about articles."""

    def current(self) -> Self:
        """Everything but events that are over. Their pages stay; the lists drop them."""
        today = timezone.localdate()
        over = Q(kind=ArticlePage.Kind.EVENT) & (Q(event_end__lt=today) | Q(event_end__isnull=True, event_start__lt=today))
        return self.exclude(over)


class ArticlePage(BasePage):
    """A piece of news, an event or a story from the field."""

    class Kind(models.TextChoices):
        """What kind of article it is."""

        NEWS = "news", _("News")
        EVENT = "event", _("Event")
        STORY = "story", _("Field story")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NEWS)
    date = models.DateField(_("date"), default=timezone.localdate)
    event_start = models.DateField(_("first day"), null=True, blank=True)
    event_end = models.DateField(_("last day"), null=True, blank=True, help_text=_("After it the event leaves the lists."))
    place = models.CharField(_("place"), max_length=150, blank=True)
    country = models.ForeignKey(
        "vocabulary.Country", verbose_name=_("country"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PageManager.from_queryset(ArticleQuerySet)()

    fact_panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("date")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("event_start"), FieldPanel("event_end")]),
                FieldRowPanel([FieldPanel("place"), FieldPanel("country")]),
            ],
            heading=_("When and where"),
        ),
    ]
    body_panels: ClassVar[list[Any]] = [
        FieldPanel("body"),
        InlinePanel("gallery", heading=_("Gallery"), label=_("Image")),
    ]
    parent_page_types: ClassVar = ["knowledge.ArticleIndexPage"]
    subpage_types: ClassVar = []
    template = "knowledge/article_page.html"
    search_relations: ClassVar = (*BasePage.search_relations, "country", "gallery")
    schema_type = "NewsArticle"
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("place"),
        index.RelatedFields("gallery", [index.SearchField("caption")]),
    ]
    api_fields: ClassVar = [APIField("kind"), APIField("date"), APIField("event_start"), APIField("event_end")]
    override_translatable_fields: ClassVar = [
        *BasePage.override_translatable_fields,
        *synchronized("kind", "date", "event_start", "event_end", "country"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def clean(self) -> None:
        """Ask for the dates of an event."""
        super().clean()
        if self.kind == self.Kind.EVENT and not self.event_start:
            raise ValidationError({"event_start": _("An event needs its first day.")})
        if self.event_start and self.event_end and self.event_end < self.event_start:
            raise ValidationError({"event_end": _("The last day is before the first.")})

    @property
    def dates(self) -> str:
        """Dates of the event."""
        return formatting.day_range(self.event_start, self.event_end) if self.event_start else ""

    def search_facts(self) -> SearchFacts:
        """Kind, day, place and captions of the gallery."""
        day = self.event_start if self.kind == self.Kind.EVENT and self.event_start else self.date
        images = [text for image in self.gallery.all() for text in (image.caption, image.alt) if text]
        return self.filed_facts(
            "news",
            type=self.kind,
            year=day.year,
            date=day,
            countries=(self.country.code,) if self.country else (),
            words=tuple(filter(None, (self.place, *images))),
        )

    def structured_data(self) -> dict[str, Any]:
        """Date of the article."""
        return {"datePublished": self.date.isoformat(), "headline": self.title}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the gallery."""
        context = super().get_context(request, *args, **kwargs)
        context["gallery"] = self.gallery_images
        return context

    @cached_property
    def gallery_images(self) -> list["GalleryImage"]:
        """The gallery with its pictures, read once."""
        return list(self.gallery.select_related("image"))

    def picture_ids(self) -> list[int]:
        """Those of every page and of the gallery."""
        return [*super().picture_ids(), *(item.image_id for item in self.gallery_images)]

    def card_facts(self) -> list[str]:
        """Kind and date."""
        return [str(self.get_kind_display()), self.dates or formatting.day(self.date)]


class GalleryImage(TranslatableMixin, Orderable):
    """An image of a field story."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="gallery")
    image = models.ForeignKey("core.CustomImage", verbose_name=_("image"), on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(_("description"), max_length=250, help_text=_("For readers who cannot see the image."))
    caption = models.CharField(_("caption"), max_length=300)

    panels: ClassVar = [FieldPanel("image"), FieldPanel("alt"), FieldPanel("caption")]
    override_translatable_fields: ClassVar = replaceable("image")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("image of a gallery")
