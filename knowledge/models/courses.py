"""Courses."""

import math
from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from core import formatting, packing
from core.blocks.text import SHORT_FEATURES
from core.i18n import language_name, language_tag
from core.languages_of_files import LANGUAGE_CHOICES
from core.listing import list_context
from core.models import BasePage, IndexMixin
from core.plain_text import rich_lines
from core.searchable import SearchFacts
from core.translatable import synchronized
from knowledge.lists import COURSES


class CourseIndexPage(IndexMixin, BasePage):
    """The list of courses."""

    topic_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["knowledge.CoursePage"]
    max_count_per_parent = 1
    template = "knowledge/course_index_page.html"

    class Meta:
        verbose_name = _("list of courses")
        verbose_name_plural = _("lists of courses")

    def search_facts(self) -> SearchFacts:
        """The section's front page."""
        return self.filed_facts("training")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the list that the address asks for."""
        context = super().get_context(request, *args, **kwargs)
        courses = CoursePage.objects.defer_streamfields().select_related("locale")
        context.update(list_context(courses.prefetch_related("course_languages"), COURSES, request.GET))
        return context


class CoursePage(BasePage):
    """A course."""

    year = models.PositiveSmallIntegerField(_("year of the course"), null=True, blank=True)
    audience = models.CharField(_("for whom"), max_length=250)
    hours = models.DecimalField(
        _("length in hours"), max_digits=5, decimal_places=1, null=True, blank=True, help_text=_("Empty when it is not known.")
    )
    certificate = models.BooleanField(_("ends with a certificate"), default=False)
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark in per cent"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    provider = models.ForeignKey(
        "vocabulary.Organisation",
        verbose_name=_("provider"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    provider_url = models.URLField(_("address of the course"), blank=True)
    provider_language = models.CharField(_("language of that address"), max_length=10, choices=LANGUAGE_CHOICES, default="en")

    fact_panels: ClassVar[list[Any]] = [
        FieldPanel("audience"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("hours"), FieldPanel("year")]),
                FieldRowPanel([FieldPanel("certificate"), FieldPanel("pass_mark")]),
            ],
            heading=_("Length and certificate"),
        ),
        InlinePanel("course_languages", heading=_("Languages of the course"), label=_("Language")),
        MultiFieldPanel(
            [FieldPanel("provider"), FieldPanel("provider_url"), FieldPanel("provider_language")], heading=_("Provider")
        ),
        InlinePanel("modules", heading=_("Modules"), label=_("Module")),
    ]
    parent_page_types: ClassVar = ["knowledge.CourseIndexPage"]
    subpage_types: ClassVar = []
    template = "knowledge/course_page.html"
    search_relations: ClassVar = (*BasePage.search_relations, "provider", "modules")
    schema_type = "Course"
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("audience"),
        index.RelatedFields("modules", [index.SearchField("title"), index.SearchField("text")]),
    ]
    api_fields: ClassVar = [APIField("hours"), APIField("certificate"), APIField("pass_mark"), APIField("audience")]
    override_translatable_fields: ClassVar = [
        *BasePage.override_translatable_fields,
        *synchronized("year", "hours", "certificate", "pass_mark", "provider", "provider_url", "provider_language"),
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @property
    def language_names(self) -> list[str]:
        """Names of the languages the course is given in."""
        return [language_name(link.language) for link in self.course_languages.all()]

    @property
    def whole_hours(self) -> int:
        """Hours rounded up, for the choice of the plural form."""
        return math.ceil(self.hours or 0)

    @property
    def pass_mark_text(self) -> str:
        """The pass mark with its sign."""
        return formatting.figure(Decimal(self.pass_mark or 0), unit="%")

    def search_facts(self) -> SearchFacts:
        """Year, audience, provider and modules."""
        modules = [line for module in self.modules.all() for line in (module.title, *rich_lines(module.text))]
        provider = self.provider.every_form() if self.provider else ""
        return self.filed_facts("training", year=self.year, words=tuple(filter(None, (self.audience, provider, *modules))))

    def structured_data(self) -> dict[str, Any]:
        """Provider, languages and length."""
        data: dict[str, Any] = {"availableLanguage": [language_tag(link.language) for link in self.course_languages.all()]}
        if self.provider:
            data["provider"] = {"@type": "Organization", "name": self.provider.name}
        if self.hours:
            data["timeRequired"] = f"PT{self.whole_hours}H"
        return data

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the modules and what is to take along."""
        if self.pk:  # the preview of a new page has its rows in memory only
            models.prefetch_related_objects([self], "course_languages")
        context = super().get_context(request, *args, **kwargs)
        context["modules"] = self.modules.all()
        context["pack"] = packing.offer(self, request)
        return context

    def card_facts(self) -> list[str]:
        """The languages of the course."""
        return self.language_names


class CourseLanguage(Orderable):
    """A language a course is given in."""

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="course_languages")
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGE_CHOICES, default="en")

    panels: ClassVar = [FieldPanel("language")]

    class Meta(Orderable.Meta):
        verbose_name = _("language of a course")


class CourseModule(TranslatableMixin, Orderable):
    """A part of a course."""

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="modules")
    title = models.CharField(_("title"), max_length=150)
    text = RichTextField(_("text"), blank=True, features=SHORT_FEATURES)

    panels: ClassVar = [FieldPanel("title"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("module of a course")
