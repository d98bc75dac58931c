"""Rules of the project that Django's `check` command enforces."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from modeltranslation.translator import translator
from wagtail.models import Page, TranslatableMixin
from wagtail.snippets.models import get_snippet_models


@register()
def one_translation_system_per_model(**_kwargs: Any) -> list[CheckMessage]:
    """A model has a column per language or a row per language, never both (they corrupt each other's texts)."""
    return [
        Error(f"{model._meta.label} has translated columns and is translatable.", id="core.E001", obj=model)
        for model in translator.get_registered_models()
        if issubclass(model, TranslatableMixin)
    ]


@register()
def no_translatable_snippets(**_kwargs: Any) -> list[CheckMessage]:
    """A translatable snippet would be published by wagtail-localize without review."""
    return [
        Error(f"{model._meta.label} is a translatable snippet.", id="core.E002", obj=model)
        for model in get_snippet_models()
        if issubclass(model, TranslatableMixin)
    ]


@register()
def page_types_declare_their_place(**_kwargs: Any) -> list[CheckMessage]:
    """Every page type says where it may stand and what may stand below it."""
    errors: list[CheckMessage] = []
    for model in apps.get_models():
        if not issubclass(model, Page) or model._meta.app_label in {"wagtailcore"}:
            continue
        errors.extend(
            Error(f"{model._meta.label} does not declare {name}.", id="core.E003", obj=model)
            for name in ("parent_page_types", "subpage_types")
            if name not in model.__dict__
        )
    return errors
