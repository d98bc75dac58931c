"""Editing panels for translated columns: one group of fields per language, in that language's direction."""

from typing import Any

from django import forms
from django.forms.models import ModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel

from core.i18n import BY_CODE, LANGUAGES, SOURCE_CODE


def language_of_column(name: str) -> str | None:
    """Return the code of the language whose column this is: `zh-hans` for `name_zh_hans`."""
    for language in LANGUAGES:
        if name.endswith(f"_{language.field_suffix}"):
            return language.code
    return None


class ColumnPanel(FieldPanel):
    """One column of one language; its input carries that language and its direction."""

    class BoundPanel(FieldPanel.BoundPanel):
        """The panel on a form."""

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            code = language_of_column(self.field_name)
            if code and self.bound_field is not None:
                mark_input(self.bound_field.field, code)


def mark_input(field: forms.Field, code: str) -> None:
    """Set `lang` and `dir` on the input of a form field."""
    language = BY_CODE[code]
    field.widget.attrs.update({"lang": language.tag, "dir": language.direction})


def language_groups(*fields: str) -> list[Panel]:
    """Return one group of panels per language, English first, then the order of the table.

    English stands open; the others show their own name as heading, so that a translator finds the group at a glance.
    """
    ordered = sorted(LANGUAGES, key=lambda language: language.code != SOURCE_CODE)
    return [
        MultiFieldPanel(
            [ColumnPanel(f"{field}_{language.field_suffix}") for field in fields],
            heading=language.own_name,
            classname=f"language-group language-group--{language.direction}",
        )
        for language in ordered
    ]


def label_columns(form: ModelForm) -> None:
    """Mark every translated column of a form that is not built from panels, such as those of images and documents."""
    for name, field in form.fields.items():
        code = language_of_column(name)
        if code:
            mark_input(field, code)


__all__ = ["ColumnPanel", "label_columns", "language_groups", "language_of_column", "mark_input"]
