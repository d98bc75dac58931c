"""Sessions of the Panel."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from core import formatting
from core.models import BasePage, IndexMixin
from core.searchable import SearchFacts
from core.translatable import synchronized
from core.versions import one_version_each, public, shown


class SessionIndexPage(IndexMixin, BasePage):
    """The list of sessions, newest first."""

    topic_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["knowledge.SessionPage"]
    max_count_per_parent = 1
    template = "knowledge/session_index_page.html"

    class Meta:
        verbose_name = _("list of Panel sessions")
        verbose_name_plural = _("lists of Panel sessions")

    def search_facts(self) -> SearchFacts:
        """The section's front page."""
        return self.filed_facts("sessions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the sessions; those in other languages only stand in a group of their own."""
        context = super().get_context(request, *args, **kwargs)
        sessions = list(
            one_version_each(public(SessionPage.objects.live()), self.language.code)
            .defer_streamfields()
            .select_related("locale", "country")
            .order_by("-number")
        )
        context["sessions"] = [session for session in sessions if session.rank == 0]
        context["others"] = [shown(session) for session in sessions if session.rank > 0]
        return context


class SessionPage(BasePage):
    """A session of the Panel."""

    class Precision(models.TextChoices):
        """How exactly the dates are known."""

        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")

    number = models.PositiveSmallIntegerField(_("number"))
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"), null=True, blank=True)
    date_precision = models.CharField(
        _("dates are known to the"),
        max_length=5,
        choices=Precision,
        default=Precision.DAY,
        help_text=_("Readers see no more than that."),
    )
    city = models.CharField(_("city"), max_length=100)
    country = models.ForeignKey(
        "vocabulary.Country", verbose_name=_("country"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    host = models.ForeignKey(
        "vocabulary.Organisation", verbose_name=_("host"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    delegates = models.PositiveSmallIntegerField(_("delegates"), null=True, blank=True)

    fact_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("number"),
                FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date"), FieldPanel("date_precision")]),
                FieldRowPanel([FieldPanel("city"), FieldPanel("country")]),
                FieldRowPanel([FieldPanel("host"), FieldPanel("delegates")]),
            ],
            heading=_("The session"),
        ),
        InlinePanel("themes", heading=_("Themes"), label=_("Theme")),
    ]
    parent_page_types: ClassVar = ["knowledge.SessionIndexPage"]
    subpage_types: ClassVar = []
    template = "knowledge/session_page.html"
    search_relations: ClassVar = (*BasePage.search_relations, "country", "host", "themes")
    schema_type = "Event"
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("city"),
        index.RelatedFields("themes", [index.SearchField("text")]),
        index.FilterField("number"),
    ]
    api_fields: ClassVar = [APIField("number"), APIField("start_date"), APIField("end_date"), APIField("city")]
    override_translatable_fields: ClassVar = [
        *BasePage.override_translatable_fields,
        *synchronized("number", "start_date", "end_date", "date_precision", "country", "host", "delegates"),
    ]

    class Meta:
        verbose_name = _("Panel session")
        verbose_name_plural = _("Panel sessions")

    def clean(self) -> None:
        """Refuse a session that ends before it begins."""
        super().clean()
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise ValidationError({"end_date": _("The last day is before the first.")})

    @property
    def dates(self) -> str:
        """The dates, no more exactly than they are known."""
        return formatting.day_range(self.start_date, self.end_date, precision=self.date_precision)

    def search_facts(self) -> SearchFacts:
        """Years, place, host and themes."""
        last = self.end_date.year if self.end_date and self.end_date.year != self.start_date.year else None
        host = self.host.every_form() if self.host else ""
        return self.filed_facts(
            "sessions",
            year=self.start_date.year,
            last_year=last,
            date=self.start_date,
            countries=(self.country.code,) if self.country else (),
            words=tuple(filter(None, (self.city, host, *(theme.text for theme in self.themes.all())))),
        )

    def card_facts(self) -> list[str]:
        """Dates and city."""
        return [self.dates, self.city]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the papers of the session; those in other languages only stand in a group of their own."""
        from knowledge.models.publications import publications_for_cards  # publications name the session they were given at

        context = super().get_context(request, *args, **kwargs)
        papers = list(
            one_version_each(
                public(publications_for_cards().live()).filter(session__translation_key=self.translation_key), self.language.code
            ).order_by("title")
        )
        context["themes"] = self.themes.all()
        context["papers"] = [paper for paper in papers if paper.rank == 0]
        context["others"] = [shown(paper) for paper in papers if paper.rank > 0]
        return context


class SessionTheme(TranslatableMixin, Orderable):
    """A subject a session dealt with."""

    page = ParentalKey(SessionPage, on_delete=models.CASCADE, related_name="themes")
    text = models.CharField(_("theme"), max_length=200)

    panels: ClassVar = [FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("theme of a session")
