"""Which page leads: the English one. A translation is moved by whoever carries the English page, by nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import gettext as _
from wagtail.models import Page

from core.tree import follows_english
from translation_desk.errors import WrongStateError

_carrying: ContextVar[bool] = ContextVar("carrying", default=False)


class FollowsEnglishError(WrongStateError):
    """The page stands where its English page stands, so nobody moves it by itself."""

    code = "follows_english"

    def __init__(self) -> None:
        super().__init__(_("This page follows its English page. Change its place, order and privacy there, for all languages."))


@contextmanager
def carrying() -> Iterator[None]:
    """Let translations be moved inside: their English page leads."""
    token = _carrying.set(True)
    try:
        yield
    finally:
        _carrying.reset(token)


def is_carrying() -> bool:
    """Tell whether translations are being moved because their English page leads."""
    return _carrying.get()


def require_own_place(page: Page) -> None:
    """Raise FollowsEnglishError for a page that stands where its English page stands."""
    if not _carrying.get() and follows_english(page):
        raise FollowsEnglishError
