"""Markers that tell wagtail-localize how a field travels to the other languages.

The only module of `core` that knows wagtail-localize. Reasons: slugs are the same in every language so that one path serves
all of them; whatever holds no words is copied from English and cannot be changed per language.
"""

from wagtail_localize.fields import SynchronizedField, TranslatableField


def synchronized(*names: str) -> list[SynchronizedField]:
    """Mark fields that follow English and cannot differ per language."""
    return [SynchronizedField(name, overridable=False) for name in names]


def replaceable(*names: str) -> list[SynchronizedField]:
    """Mark fields that follow English but may be replaced per language, such as an image."""
    return [SynchronizedField(name, overridable=True) for name in names]


def translated(*names: str) -> list[TranslatableField]:
    """Mark fields whose text is translated."""
    return [TranslatableField(name) for name in names]
