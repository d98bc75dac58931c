"""What the desk does when content changes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models.signals import post_delete
from wagtail.models import Page
from wagtail.signals import page_published, post_page_move

from core import columns
from core.i18n import SOURCE_CODE, locale_code
from core.languages_setup import languages_opened
from translation_desk import (
    approval,
    grading,
    planning,
    privacy,
    proposals,
    questions,
    refreshing,
    review_signals,
    roles,
    term_changes,
)
from translation_desk.tree import signals as tree_signals

_paused: ContextVar[bool] = ContextVar("paused", default=False)


def connect() -> None:
    """Connect the handlers; called once when the application is ready."""
    page_published.connect(english_published, dispatch_uid="translation_desk.english_published")
    post_page_move.connect(planning.page_moved, dispatch_uid="translation_desk.planning.moved")
    approval.connect()
    privacy.connect()
    questions.connect()
    review_signals.connect()
    term_changes.connect()
    tree_signals.connect()
    for model in columns.translated_models():
        post_delete.connect(proposals.forget_row, sender=model, dispatch_uid=f"translation_desk.proposals.{model._meta.label}")
    languages_opened.connect(set_up_roles, dispatch_uid="translation_desk.roles")


def english_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Have the translations of a page refreshed, however it was published: button, schedule, command or API."""
    if not _paused.get() and not kwargs.get("alias") and locale_code(instance.locale_id) == SOURCE_CODE:
        grading.published(instance, kwargs.get("revision"))
        refreshing.enqueue(instance)


def set_up_roles(homes: Mapping[str, Page], **_kwargs: Any) -> list[str]:
    """Make groups and workflows of the languages that are being opened."""
    return roles.set_up_roles(homes)


@contextmanager
def paused() -> Iterator[None]:
    """Let publications of this block ask for no refresh: a loader that publishes hundreds of pages sees to it by itself."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)
