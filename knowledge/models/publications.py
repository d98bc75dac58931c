"""Publications: papers, manuals, studies, with their files."""

from datetime import date
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    PageChooserPanel,
)
from wagtail.api import APIField
from wagtail.models import Orderable
from wagtail.search import index

from core import formatting
from core.i18n import CODES, SOURCE_CODE, active_language, language_name
from core.languages_of_files import LANGUAGE_CHOICES
from core.listing import list_context
from core.models import BasePage, IndexMixin
from core.relations import in_order, linked_ids
from core.searchable import SearchFacts, SearchFile
from core.translatable import synchronized
from core.versions import links_for
from knowledge.lists import PUBLICATIONS
from vocabulary.facets import entries_of
from vocabulary.models import Country, DocumentType, Organisation


class PublicationIndexPage(IndexMixin, BasePage):
    """The list of publications."""

    topic_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["knowledge.PublicationPage"]
    max_count_per_parent = 1
    template = "knowledge/publication_index_page.html"

    class Meta:
        verbose_name = _("list of publications")
        verbose_name_plural = _("lists of publications")

    def search_facts(self) -> SearchFacts:
        """The section's front page."""
        return self.filed_facts("publications")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the list that the address asks for."""
        context = super().get_context(request, *args, **kwargs)
        context.update(list_context(publications_for_cards(), PUBLICATIONS, request.GET))
        context["references_query"] = context["listing"].page_url(1)
        return context


class PublicationPage(BasePage):
    """A publication."""

    class Editing(models.TextChoices):
        """How far the text was edited by its publisher."""

        EDITED = "edited", _("Formally edited")
        UNEDITED = "unedited", _("Not formally edited")
        SUPERSEDED = "superseded", _("Superseded by a later edition")

    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1950), MaxValueValidator(2100)], db_index=True
    )
    month = models.PositiveSmallIntegerField(
        _("month"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    document_type = models.ForeignKey(
        "vocabulary.DocumentType", verbose_name=_("document type"), on_delete=models.PROTECT, related_name="+"
    )
    edition = models.CharField(_("edition"), max_length=80, blank=True)
    editing = models.CharField(_("editing"), max_length=12, choices=Editing, blank=True)
    session = models.ForeignKey(
        "knowledge.SessionPage",
        verbose_name=_("Panel session"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The English page of the session it was presented at."),
    )
    project = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("project"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The English page of the project it comes from."),
    )
    project_number = models.CharField(_("UNIDO project number"), max_length=80, blank=True)
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    original_title = models.CharField(
        _("original title"), max_length=300, blank=True, help_text=_("As printed. Not translated; shown under the title.")
    )
    original_language = models.CharField(_("original language"), max_length=10, choices=LANGUAGE_CHOICES, default="en")

    fact_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("document_type"), FieldPanel("year"), FieldPanel("month")]),
                FieldRowPanel([FieldPanel("original_title"), FieldPanel("original_language")]),
                FieldRowPanel([FieldPanel("edition"), FieldPanel("editing"), FieldPanel("pages")]),
            ],
            heading=_("The document"),
        ),
        InlinePanel("files", heading=_("Files"), label=_("File")),
        InlinePanel("person_links", heading=_("People"), label=_("Person")),
        MultipleChooserPanel(
            "organisation_links", heading=_("Published by"), label=_("Organisation"), chooser_field_name="organisation"
        ),
        MultiFieldPanel(
            [
                PageChooserPanel("session"),
                PageChooserPanel("project", "projects.ProjectPage"),
                FieldRowPanel([FieldPanel("project_number"), FieldPanel("symbol")]),
            ],
            heading=_("Where it comes from"),
        ),
    ]
    topic_panels: ClassVar[list[Any]] = [
        *BasePage.topic_panels,
        MultipleChooserPanel("country_links", heading=_("Countries"), label=_("Country"), chooser_field_name="country"),
        MultipleChooserPanel(
            "related_links", heading=_("Related publications"), label=_("Publication"), chooser_field_name="target"
        ),
    ]
    parent_page_types: ClassVar = ["knowledge.PublicationIndexPage"]
    subpage_types: ClassVar = []
    template = "knowledge/publication_page.html"
    search_relations: ClassVar = (
        *BasePage.search_relations,
        "document_type",
        "files",
        "person_links__person",
        "organisation_links__organisation",
    )
    schema_type = "Report"
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("original_title"),
        index.SearchField("symbol"),
        index.SearchField("project_number"),
        index.FilterField("year"),
    ]
    api_fields: ClassVar = [
        APIField("year"),
        APIField("symbol"),
        APIField("project_number"),
        APIField("original_title"),
        APIField("original_language"),
    ]
    override_translatable_fields: ClassVar = [
        *BasePage.override_translatable_fields,
        *synchronized(
            "year",
            "month",
            "document_type",
            "editing",
            "session",
            "project",
            "project_number",
            "symbol",
            "pages",
            "original_title",
            "original_language",
        ),
    ]

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def search_facts(self) -> SearchFacts:
        """Document type, date, files, printed title, numbers, people and bodies."""
        people = [link.person.every_form() for link in self.person_links.all()]
        bodies = [link.organisation.every_form() for link in self.organisation_links.all()]
        texts = (str(self.document_type), self.original_title, self.edition, self.symbol, self.project_number, *people, *bodies)
        return self.filed_facts(
            "publications",
            type=self.document_type.code,
            year=self.year,
            date=date(self.year, self.month or 1, 1),
            files=[SearchFile(file.document_id, file.language) for file in self.files.all()],
            words=tuple(dict.fromkeys(text for text in texts if text and text != self.title)),
        )

    def card_facts(self) -> list[str]:
        """Type and year."""
        return [str(self.document_type), formatting.year(self.year)]

    @property
    def date_text(self) -> str:
        """Year, or month and year."""
        return formatting.day(date(self.year, self.month or 1, 1), precision="month" if self.month else "year")

    @cached_property
    def sorted_files(self) -> list["PublicationFile"]:
        """The files, the reader's language first, then the official languages, then others."""
        reader = active_language().code
        order = [reader, *(code for code in CODES if code != reader)]
        return sorted(
            self.files.all(),
            key=lambda item: (order.index(item.language) if item.language in order else len(order), item.sort_order or 0),
        )

    @property
    def missing_file_languages(self) -> list[str]:
        """Names of the official languages that no file is in; empty when there is no file at all."""
        present = {item.language for item in self.sorted_files}
        return [language_name(code) for code in CODES if code not in present] if present else []

    @property
    def printed_title(self) -> str:
        """The title as printed: the original one where it is known, else the English page's."""
        return self.original_title or (self.source_title if self.language.code != SOURCE_CODE else self.title)

    @property
    def shows_original_title(self) -> bool:
        """Whether the title as printed differs from the page's."""
        return bool(self.printed_title) and self.printed_title != self.title

    @cached_property
    def source_title(self) -> str:
        """Title of the English page."""
        version = self.live_versions.get(SOURCE_CODE)
        return version.title if version else ""

    def structured_data(self) -> dict[str, Any]:
        """Year, symbol and people."""
        data: dict[str, Any] = {"datePublished": f"{self.year}-{self.month:02d}" if self.month else str(self.year)}
        if self.symbol:
            data["reportNumber"] = self.symbol
        if self.pages:
            data["numberOfPages"] = self.pages
        authors = [link.person.name for link in self.people if link.role == PublicationPerson.Role.AUTHOR]
        if authors:
            data["author"] = [{"@type": "Person", "name": name} for name in authors]
        return data

    @cached_property
    def people(self) -> list["PublicationPerson"]:
        """The people with their parts."""
        return list(self.person_links.select_related("person"))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add people, publishers, countries and the pages it belongs with."""
        if self.pk:  # the preview of a new page has its rows in memory only
            models.prefetch_related_objects([self], with_documents())
        self.document_type = entries_of(DocumentType).get(self.document_type_id) or self.document_type
        context = super().get_context(request, *args, **kwargs)
        by_role: dict[str, list[Any]] = {}
        for link in self.people:
            by_role.setdefault(str(link.get_role_display()), []).append(link.person)
        links = links_for(active_language().code)
        related = [links.get(page_id) for page_id in self.linked["related_links"]]
        context["people_by_role"] = list(by_role.items())
        context["authors"] = [link.person for link in self.people if link.role == PublicationPerson.Role.AUTHOR]
        publishers, countries = self.linked["organisation_links"], self.linked["country_links"]
        context["publishers"] = in_order(Organisation.objects.in_bulk(publishers), publishers)
        context["countries"] = in_order(entries_of(Country), countries)
        context["related"] = [version for version in related if version]
        context["session_version"] = links.get(self.session_id) if self.session_id else None
        context["project_version"] = links.get(self.project_id) if self.project_id else None
        return context

    @cached_property
    def linked(self) -> dict[str, list[int]]:
        """What the publication is filed under and related to, by relation, in one query."""
        return linked_ids(
            self, topic_links="topic", country_links="country", organisation_links="organisation", related_links="target"
        )

    def topic_ids(self) -> list[int]:
        """The topics, read with the other relations."""
        return self.linked["topic_links"]

    def further_page_ids(self) -> set[int]:
        """Session, project and related publications."""
        ids = {self.session_id, self.project_id, *self.linked["related_links"]}
        return {page_id for page_id in ids if page_id}


def with_documents() -> models.Prefetch:
    """Read the files of publications together with their documents."""
    return models.Prefetch("files", queryset=PublicationFile.objects.select_related("document"))


def publications_for_cards() -> Any:
    """Return publications with what a list shows of each: type, files and their documents."""
    return (
        PublicationPage.objects.defer_streamfields().select_related("locale", "document_type").prefetch_related(with_documents())
    )


class PublicationFile(Orderable):
    """One file of a publication. The list is the same in every language version of the page."""

    page = ParentalKey(PublicationPage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey("core.CustomDocument", verbose_name=_("file"), on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("language of the file"), max_length=10, choices=LANGUAGE_CHOICES, default="en")
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    scanned = models.BooleanField(
        _("scanned"), default=False, help_text=_("A picture of paper: search and screen readers may fail. Readers are told.")
    )

    panels: ClassVar = [
        FieldPanel("document"),
        FieldRowPanel([FieldPanel("language"), FieldPanel("pages"), FieldPanel("scanned")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("file of a publication")

    @property
    def label(self) -> str:
        """What the link says; the language, format and size stand beside it."""
        return gettext("Download")


class PublicationPerson(Orderable):
    """A person and their part in a publication."""

    class Role(models.TextChoices):
        """What the person did."""

        AUTHOR = "author", _("Author")
        EDITOR = "editor", _("Editor")
        PROJECT_MANAGER = "project_manager", _("Project manager")
        CONTRIBUTOR = "contributor", _("Contributor")
        TRANSLATOR = "translator", _("Translator")

    page = ParentalKey(PublicationPage, on_delete=models.CASCADE, related_name="person_links")
    person = models.ForeignKey("vocabulary.Person", verbose_name=_("person"), on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.AUTHOR)

    panels: ClassVar = [FieldRowPanel([FieldPanel("person"), FieldPanel("role")])]

    class Meta(Orderable.Meta):
        verbose_name = _("person of a publication")


class PublicationOrganisation(Orderable):
    """A body that published a publication."""

    page = ParentalKey(PublicationPage, on_delete=models.CASCADE, related_name="organisation_links")
    organisation = models.ForeignKey(
        "vocabulary.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="+"
    )

    panels: ClassVar = [FieldPanel("organisation")]

    class Meta(Orderable.Meta):
        verbose_name = _("publisher of a publication")


class RelatedPublication(Orderable):
    """A publication that readers of this one may want."""

    page = ParentalKey(PublicationPage, on_delete=models.CASCADE, related_name="related_links")
    target = models.ForeignKey(
        PublicationPage, verbose_name=_("publication"), on_delete=models.CASCADE, related_name="related_from"
    )

    panels: ClassVar = [PageChooserPanel("target")]

    class Meta(Orderable.Meta):
        verbose_name = _("related publication")
