"""Entries of vocabularies: a stable code and a name in six languages."""

from typing import ClassVar, Self

from django.contrib import admin
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from core.column_forms import ColumnForm
from core.i18n import column_names, in_name_order
from core.panels import language_groups


class EntryQuerySet(models.QuerySet):
    """Questions about entries."""

    def by_name(self) -> Self:
        """Entries sorted by their name in the reader's language."""
        return self.order_by(*in_name_order("name"))

    def names(self) -> dict[str, str]:
        """Names in the reader's language by code."""
        return {entry.code: str(entry) for entry in self}


class Entry(index.Indexed, models.Model):
    """What every vocabulary entry has."""

    code = models.SlugField(
        _("code"),
        max_length=60,
        unique=True,
        help_text=_("Used in addresses, filters and imports. Do not change it once it is in use."),
    )
    name = models.CharField(_("name"), max_length=200)

    objects = EntryQuerySet.as_manager()

    search_fields: ClassVar = [
        *(index.SearchField(column) for column in column_names("name")),
        *(index.AutocompleteField(column) for column in column_names("name")),
        index.AutocompleteField("code"),
    ]
    base_form_class = ColumnForm
    panels: ClassVar = [FieldPanel("code"), *language_groups("name")]

    class Meta:
        abstract = True
        ordering = ("code",)

    def __str__(self) -> str:
        return str(self.name or self.code)

    @admin.display(description=_("name"), ordering="name")
    def listed(self) -> str:
        """What lists call it: a new entry has no name before the first is approved."""
        return str(self)


class Topic(Entry):
    """A subject that pages are filed under."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)
    description = models.CharField(_("description"), max_length=300, blank=True)

    panels = [FieldRowPanel([FieldPanel("code"), FieldPanel("order")]), *language_groups("name", "description")]

    class Meta(Entry.Meta):
        ordering = ("order", "code")
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


three_digits = RegexValidator(r"^\d{3}$", _("Three digits."))


class Region(Entry):
    """A region or sub-region of the M49 standard of the United Nations Statistics Division."""

    m49 = models.CharField(_("M49 code"), max_length=3, unique=True, validators=[three_digits])
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )

    panels = [
        MultiFieldPanel([FieldPanel("code"), FieldPanel("m49"), FieldPanel("parent")], heading=_("Codes")),
        *language_groups("name"),
    ]

    class Meta(Entry.Meta):
        verbose_name = _("region")
        verbose_name_plural = _("regions")


class Country(Entry):
    """A Member State of the United Nations or an observer State, under its short name in six languages.

    The code is the ISO 3166 alpha-3 code.
    """

    class Status(models.TextChoices):
        """Relation to the United Nations."""

        MEMBER = "member", _("Member State")
        OBSERVER = "observer", _("Observer State")

    iso2 = models.CharField(_("ISO 3166 alpha-2 code"), max_length=2, unique=True)
    m49 = models.CharField(_("M49 code"), max_length=3, unique=True, validators=[three_digits])
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.MEMBER)
    region = models.ForeignKey(Region, verbose_name=_("region"), on_delete=models.PROTECT, related_name="countries")
    note = models.CharField(
        _("note on the names"), max_length=300, blank=True, help_text=_("For staff: which name is still to be checked.")
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("code"),
                FieldPanel("iso2"),
                FieldPanel("m49"),
                FieldPanel("status"),
                FieldPanel("region"),
                FieldPanel("note"),
            ],
            heading=_("Codes"),
        ),
        *language_groups("name"),
    ]

    class Meta(Entry.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")


class Goal(Entry):
    """A Sustainable Development Goal."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)

    panels = [FieldRowPanel([FieldPanel("code"), FieldPanel("number")]), *language_groups("name")]

    class Meta(Entry.Meta):
        ordering = ("number",)
        verbose_name = _("Sustainable Development Goal")
        verbose_name_plural = _("Sustainable Development Goals")


class DocumentType(Entry):
    """What kind of document a publication is."""

    class Meta(Entry.Meta):
        verbose_name = _("document type")
        verbose_name_plural = _("document types")


class LinkKind(Entry):
    """What kind of body a link leads to."""

    class Meta(Entry.Meta):
        verbose_name = _("kind of link")
        verbose_name_plural = _("kinds of links")
