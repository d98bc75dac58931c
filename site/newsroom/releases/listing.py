"""What the screens of releases ask for: lists of them, and English pages that can be added."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from wagtail.models import Page

from core.i18n import SOURCE_CODE, folded, locale_ids
from core.tree import ARCHIVE_PATH
from newsroom.models import Release, ReleaseItem

MOST = 200
"""How many pages are offered at once; whoever looks for others narrows the search."""
LATEST = 20
"""How many pages are offered before anything is searched for."""


def open_releases() -> QuerySet[Release]:
    """Return what is not live yet, the next first."""
    return Release.objects.still_open()


def past_releases() -> QuerySet[Release]:
    """Return what went live or was called off, the newest first."""
    return Release.objects.exclude(live_at=None, called_off_at=None).order_by("-live_at", "-called_off_at", "-pk")


def pages_to_add(*, text: str = "", below: str = "", missing: str = "") -> Any:
    """Return a queryset of English pages in no open release, by words of their title, the path above, a language readers lack."""
    ids = locale_ids()
    pages = Page.objects.filter(locale=ids[SOURCE_CODE], depth__gte=2).exclude(url_path__startswith=ARCHIVE_PATH)
    taken = ReleaseItem.objects.filter(open=True, translation_key=OuterRef("translation_key"))
    pages = pages.filter(~Exists(taken))
    if below:
        pages = pages.filter(path__startswith=below)
    if missing in ids:
        there = Page.objects.filter(translation_key=OuterRef("translation_key"), locale=ids[missing], live=True)
        pages = pages.filter(~Exists(there))
    for word in folded(text).split():
        pages = pages.filter(Q(title__icontains=word) | Q(draft_title__icontains=word))
    return pages.order_by("path")


def latest_to_add() -> Any:
    """Return a queryset of the English pages in no open release that were worked on last."""
    return pages_to_add().order_by(F("latest_revision_created_at").desc(nulls_last=True), "path")[:LATEST]


def release_of(page: Page) -> Release | None:
    """Return the open release that an English page is in."""
    item = ReleaseItem.objects.filter(open=True, translation_key=page.translation_key).select_related("release").first()
    return item.release if item else None
