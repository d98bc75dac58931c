"""Translated columns, and the gate that a change of them passes. The application that keeps the gate registers it here.

Once there is a gate, forms leave the live texts of a row as they are and hand what was typed to the gate as soon as the row is
stored. Code that sets columns and saves (loaders, commands, the gate itself) writes directly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.db import models
from django.utils.safestring import SafeString
from modeltranslation.fields import TranslationField
from modeltranslation.translator import translator


@dataclass(frozen=True, slots=True)
class ColumnState:
    """What a form shows of a column beside its live text."""

    waiting: str | None
    """The text that waits for approval; None if none does. Forms show it in the place of the live one."""
    note: SafeString
    """What stands below the field: who proposed what, what visitors read meanwhile, what was decided."""


class ColumnGate(Protocol):
    """What the keeper of the gate offers."""

    def may_write(self, user: Any, code: str) -> bool:
        """Tell whether somebody may propose texts in a language."""

    def may_write_facts(self, user: Any) -> bool:
        """Tell whether somebody may change what belongs to no language: codes, dates, switches."""

    def states(self, instance: models.Model) -> Mapping[str, ColumnState]:
        """Return what there is to say of the columns of a stored row, by column; one query."""

    def take(self, instance: models.Model, texts: Mapping[str, str], user: Any) -> None:
        """Take texts by column that were typed into a form of a row, which is stored by now with its live texts."""


_gates: list[ColumnGate] = []
HELD = "_held_columns"


def register(keeper: ColumnGate) -> None:
    """Register the gate; called once when the application is ready."""
    _gates[:] = [keeper]
    for model in translated_models():
        models.signals.post_save.connect(hand_over, sender=model, dispatch_uid=f"core.columns.{model._meta.label}")


def gate() -> ColumnGate | None:
    """Return the gate of this site."""
    return _gates[0] if _gates else None


@cache
def translated_models() -> tuple[type[models.Model], ...]:
    """Return every model with a column per language, the smallest label first."""
    found = translator.get_registered_models(abstract=False)
    return tuple(sorted(found, key=lambda model: model._meta.label))


@cache
def columns_of(model: type[models.Model]) -> Mapping[str, Any]:
    """Return the columns of a model by name, field by field in the order in which they are declared.

    Each is a `TranslationField` and a field of the kind that it translates.
    """
    return {column.name: column for column in model._meta.concrete_fields if isinstance(column, TranslationField)}


def hold(instance: models.Model, texts: Mapping[str, str], user: Any) -> None:
    """Keep texts with an instance that is about to be stored; the gate takes them as soon as it is."""
    setattr(instance, HELD, (dict(texts), user))


def hand_over(sender: type[models.Model], instance: models.Model, **_kwargs: Any) -> None:
    """Hand the gate the texts that a form held back."""
    held = instance.__dict__.pop(HELD, None)
    keeper = gate()
    if held is not None and keeper is not None:
        texts, user = held
        keeper.take(instance, texts, user)
