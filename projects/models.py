"""Technical-assistance projects."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.api import APIField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index

from core import formatting
from core.blocks.data import QUALIFIERS
from core.listing import list_context
from core.models import BasePage, IndexMixin
from core.relations import in_order, linked_ids
from core.remembering import remembered
from core.searchable import SearchFacts
from core.translatable import synchronized
from core.versions import Version, one_version_each, public, shown
from projects.lists import PROJECTS, last_year
from vocabulary.facets import entries_of
from vocabulary.models import Country, Goal, Organisation, Region

YEAR_VALIDATORS = [MinValueValidator(1950), MaxValueValidator(2100)]


class ProjectIndexPage(IndexMixin, BasePage):
    """The list of projects."""

    topic_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["projects.ProjectPage"]
    max_count_per_parent = 1
    template = "projects/project_index_page.html"

    class Meta:
        verbose_name = _("list of projects")
        verbose_name_plural = _("lists of projects")

    def search_facts(self) -> SearchFacts:
        """The section's front page."""
        return self.filed_facts("projects")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the list that the address asks for."""
        context = super().get_context(request, *args, **kwargs)
        projects = ProjectPage.objects.defer_streamfields().select_related("locale", "lead_image").annotate(last_year=last_year())
        context.update(list_context(projects, PROJECTS, request.GET, pictures_on_cards=True))
        return context


class ProjectPage(BasePage):
    """A technical-assistance project."""

    class Status(models.TextChoices):
        """How far the project is."""

        PLANNED = "planned", _("Planned")
        ONGOING = "ongoing", _("Ongoing")
        COMPLETED = "completed", _("Completed")

    start_year = models.PositiveSmallIntegerField(
        _("first year"), null=True, blank=True, validators=YEAR_VALIDATORS, db_index=True
    )
    end_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True, validators=YEAR_VALIDATORS)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.COMPLETED)
    number = models.CharField(_("UNIDO project number"), max_length=80, blank=True)
    budget = models.DecimalField(
        _("budget"), max_digits=14, decimal_places=2, null=True, blank=True, help_text=_("As reported, not converted.")
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text=_("ISO 4217 code, for example EUR."))
    budget_note = models.CharField(_("note on the budget"), max_length=300, blank=True)

    fact_panels: ClassVar[list[Any]] = [
        MultipleChooserPanel("country_links", heading=_("Countries"), label=_("Country"), chooser_field_name="country"),
        MultipleChooserPanel("region_links", heading=_("Regions"), label=_("Region"), chooser_field_name="region"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start_year"), FieldPanel("end_year"), FieldPanel("status")]),
                FieldPanel("number"),
            ],
            heading=_("Period"),
        ),
        MultipleChooserPanel("donor_links", heading=_("Donors"), label=_("Donor"), chooser_field_name="organisation"),
        MultipleChooserPanel(
            "counterpart_links", heading=_("Counterparts"), label=_("Counterpart"), chooser_field_name="organisation"
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("budget"), FieldPanel("currency")]), FieldPanel("budget_note")], heading=_("Budget")
        ),
        InlinePanel("outcomes", heading=_("Results in figures"), label=_("Figure")),
        MultipleChooserPanel(
            "goal_links", heading=_("Sustainable Development Goals"), label=_("Goal"), chooser_field_name="goal"
        ),
    ]
    parent_page_types: ClassVar = ["projects.ProjectIndexPage"]
    subpage_types: ClassVar = []
    template = "projects/project_page.html"
    search_relations: ClassVar = (
        *BasePage.search_relations,
        "donor_links__organisation",
        "counterpart_links__organisation",
        "region_links__region",
        "goal_links__goal",
        "outcomes",
    )
    schema_type = "Project"
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("number"),
        index.FilterField("start_year"),
        index.FilterField("status"),
    ]
    api_fields: ClassVar = [APIField("start_year"), APIField("end_year"), APIField("status"), APIField("number")]
    override_translatable_fields: ClassVar = [
        *BasePage.override_translatable_fields,
        *synchronized("start_year", "end_year", "status", "number", "budget", "currency"),
    ]

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def clean(self) -> None:
        """Refuse a period that runs backwards and a budget without currency."""
        super().clean()
        if self.start_year and self.end_year and self.end_year < self.start_year:
            raise ValidationError({"end_year": _("The last year is before the first.")})
        if self.budget and not self.currency:
            raise ValidationError({"currency": _("A budget needs its currency.")})

    @property
    def period(self) -> str:
        """The years. A project that is over and whose last year is not known shows its first only."""
        if self.start_year and not self.end_year and self.status == self.Status.COMPLETED:
            return formatting.year(self.start_year)
        return formatting.year_range(self.start_year, self.end_year)

    @cached_property
    def linked(self) -> dict[str, list[int]]:
        """What the project is filed under, by relation, in one query."""
        return linked_ids(
            self,
            topic_links="topic",
            country_links="country",
            region_links="region",
            donor_links="organisation",
            counterpart_links="organisation",
            goal_links="goal",
        )

    def topic_ids(self) -> list[int]:
        """The topics, read with the other relations."""
        return self.linked["topic_links"]

    @cached_property
    def countries(self) -> list[Any]:
        """The countries."""
        return in_order(entries_of(Country), self.linked["country_links"])

    def search_facts(self) -> SearchFacts:
        """Years, number, donors, counterparts, regions, goals and results."""
        bodies = [link.organisation.every_form() for link in (*self.donor_links.all(), *self.counterpart_links.all())]
        entries = [
            *(str(link.region) for link in self.region_links.all()),
            *(str(link.goal) for link in self.goal_links.all()),
        ]
        results = [f"{outcome.text} {outcome.label}" for outcome in self.outcomes.all()]
        texts = (self.number, *bodies, *entries, *results, self.budget_note)
        return self.filed_facts(
            "projects",
            year=self.start_year or self.end_year,
            last_year=self.end_year if self.start_year else None,
            goes_on=bool(self.start_year) and not self.end_year and self.status != self.Status.COMPLETED,
            words=tuple(dict.fromkeys(filter(None, texts))),
        )

    def card_facts(self) -> list[str]:
        """Period and status."""
        return [fact for fact in (self.period, str(self.get_status_display())) if fact]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the publications of the project; those in other languages only stand in a group of their own."""
        context = super().get_context(request, *args, **kwargs)
        own, others = remembered(("publications of a project", self.translation_key, self.language.code), self._publications)
        donors, counterparts = self.linked["donor_links"], self.linked["counterpart_links"]
        organisations = Organisation.objects.in_bulk({*donors, *counterparts})
        context["regions"] = in_order(entries_of(Region), self.linked["region_links"])
        context["donors"] = in_order(organisations, donors)
        context["counterparts"] = in_order(organisations, counterparts)
        context["goals"] = in_order(entries_of(Goal), self.linked["goal_links"])
        context["outcomes"] = self.outcomes.all()
        context["publications"], context["others"] = own, others
        return context

    def _publications(self) -> tuple[list[Version], list[Version]]:
        filed = public(Page.objects.live()).filter(publicationpage__project__translation_key=self.translation_key)
        found = list(one_version_each(filed, self.language.code).order_by("title"))
        return [shown(page) for page in found if page.rank == 0], [shown(page) for page in found if page.rank > 0]


class ProjectRegion(Orderable):
    """A region that a project covers."""

    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="region_links")
    region = models.ForeignKey("vocabulary.Region", verbose_name=_("region"), on_delete=models.PROTECT, related_name="+")

    panels: ClassVar = [FieldPanel("region")]

    class Meta(Orderable.Meta):
        verbose_name = _("region of a project")


class ProjectDonor(Orderable):
    """A body that pays for a project."""

    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="donor_links")
    organisation = models.ForeignKey(
        "vocabulary.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="+"
    )

    panels: ClassVar = [FieldPanel("organisation")]

    class Meta(Orderable.Meta):
        verbose_name = _("donor of a project")


class ProjectCounterpart(Orderable):
    """A body that a project works with."""

    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="counterpart_links")
    organisation = models.ForeignKey(
        "vocabulary.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="+"
    )

    panels: ClassVar = [FieldPanel("organisation")]

    class Meta(Orderable.Meta):
        verbose_name = _("counterpart of a project")


class ProjectGoal(Orderable):
    """A Sustainable Development Goal that a project serves."""

    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="goal_links")
    goal = models.ForeignKey("vocabulary.Goal", verbose_name=_("goal"), on_delete=models.PROTECT, related_name="+")

    panels: ClassVar = [FieldPanel("goal")]

    class Meta(Orderable.Meta):
        verbose_name = _("goal of a project")


class ProjectOutcome(TranslatableMixin, Orderable):
    """A result in figures, with its source."""

    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="outcomes")
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4)
    high = models.DecimalField(
        _("upper end"), max_digits=16, decimal_places=4, null=True, blank=True, help_text=_("Only for a range.")
    )
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=QUALIFIERS, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    label = models.CharField(_("what it measures"), max_length=250)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), blank=True)
    year = models.PositiveSmallIntegerField(_("year of the figure"), validators=YEAR_VALIDATORS)

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("value"), FieldPanel("high"), FieldPanel("qualifier"), FieldPanel("unit")]),
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("source_url"), FieldPanel("year")]),
    ]
    override_translatable_fields: ClassVar = synchronized("value", "high", "qualifier", "source_url", "year")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("result of a project")

    @property
    def text(self) -> str:
        """The number with its range, qualifier and unit, in the active language."""
        return formatting.figure(self.value, self.high, self.qualifier, self.unit)
