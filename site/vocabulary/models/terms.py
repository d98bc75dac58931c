"""The termbase: terms of the trade as parallel columns."""

from typing import ClassVar

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from core.column_forms import ColumnForm
from core.i18n import column_names
from core.panels import language_groups
from vocabulary.models.entries import Entry


class TermSubject(Entry):
    """A part of the trade that terms are grouped by."""

    class Meta(Entry.Meta):
        verbose_name = _("subject of terms")
        verbose_name_plural = _("subjects of terms")


class Term(index.Indexed, models.Model):
    """One concept: its term and definition in six languages."""

    code = models.SlugField(
        _("code"), max_length=80, unique=True, help_text=_("Used in addresses and imports. Do not change it once it is in use.")
    )
    subject = models.ForeignKey(TermSubject, verbose_name=_("subject"), on_delete=models.PROTECT, related_name="terms")
    term = models.CharField(_("term"), max_length=200)
    definition = models.TextField(_("definition"), blank=True)

    search_fields: ClassVar = [
        *(index.SearchField(column, boost=2) for column in column_names("term")),
        *(index.AutocompleteField(column) for column in column_names("term")),
        *(index.SearchField(column) for column in column_names("definition")),
        index.FilterField("subject_id"),
    ]
    base_form_class = ColumnForm
    panels: ClassVar = [
        MultiFieldPanel([FieldPanel("code"), FieldPanel("subject")], heading=_("Place in the termbase")),
        *language_groups("term", "definition"),
    ]

    class Meta:
        ordering = ("code",)
        verbose_name = _("term")
        verbose_name_plural = _("terms")

    def __str__(self) -> str:
        return str(self.term or self.code)

    @admin.display(description=_("term"), ordering="term")
    def listed(self) -> str:
        """What the list of terms calls it: a new one has no name before the first is approved."""
        return str(self)
