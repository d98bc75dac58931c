"""Editing panels for translated columns: one group of fields per language, in that language's direction."""

from typing import Any

from django import forms
from django.db import models
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from core.i18n import BY_CODE, LANGUAGES, SOURCE_CODE, Language

SOURCE_FIRST: tuple[Language, ...] = tuple(sorted(LANGUAGES, key=lambda language: language.code != SOURCE_CODE))
"""English, then the other languages in the order of the table: the order of every form with a column per language."""


def mark_input(field: forms.Field, code: str) -> None:
    """Set `lang` and `dir` on the input of a form field."""
    language = BY_CODE[code]
    field.widget.attrs.update({"lang": language.tag, "dir": language.direction})


def mark_column(bound_field: forms.BoundField, column: TranslationField) -> None:
    """Prepare the input of one language's column: direction, language, plain label, what there is to say of its text.

    The label leaves the language out, which the group names. Only English shows the help text, lest it stands there six times.
    """
    mark_input(bound_field.field, column.language)
    bound_field.label = capfirst(column.translated_field.verbose_name)
    help_text = bound_field.field.help_text if column.language == SOURCE_CODE else ""
    state = getattr(bound_field.form, "column_states", {}).get(column.name)
    if state is not None:
        help_text = format_html("{}{}", help_text, state.note)
    bound_field.help_text = bound_field.field.help_text = help_text


class ColumnPanel(FieldPanel):
    """One column of one language; its input carries that language and its direction."""

    def get_form_options(self) -> dict[str, Any]:
        """Let a long text grow with its words, as Wagtail does for fields that it knows; it does not know a column."""
        options = super().get_form_options()
        if isinstance(self.db_field, models.TextField):
            options["widgets"] = {self.field_name: AdminAutoHeightTextInput}
        return options

    class BoundPanel(FieldPanel.BoundPanel):
        """The panel on a form."""

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.bound_field is not None:
                mark_column(self.bound_field, self.panel.db_field)
                self.heading = self.bound_field.label
                self.help_text = self.bound_field.help_text


class LanguagePanel(MultiFieldPanel):
    """The columns of one language."""

    def __init__(self, children: list[Panel], *, language: Language, **kwargs: Any) -> None:
        super().__init__(children, heading=language.own_name, **kwargs)
        self.language = language

    def clone_kwargs(self) -> dict[str, Any]:
        """What a copy of the panel needs."""
        kwargs = super().clone_kwargs()
        kwargs.pop("heading")
        return {**kwargs, "language": self.language}


class LanguagesPanel(MultiFieldPanel):
    """The columns of every language, a group each: English first and wide, the others side by side."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """The panel on a form."""

        template_name = "core/admin/languages_panel.html"


def language_groups(*fields: str) -> list[Panel]:
    """Return the panel that edits translated fields: one group per language, headed by the language's own name.

    All groups stand open, so that a translator sees at a glance which language is empty.
    """
    return [
        LanguagesPanel(
            [
                LanguagePanel([ColumnPanel(f"{field}_{language.field_suffix}") for field in fields], language=language)
                for language in SOURCE_FIRST
            ],
            heading=_("Texts in each language"),
        )
    ]


__all__ = ["SOURCE_FIRST", "ColumnPanel", "LanguagePanel", "LanguagesPanel", "language_groups", "mark_column", "mark_input"]
