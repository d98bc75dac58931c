"""Which revisions of pages may go: those that say nothing any more about what is live, under way, or was decided."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from translation_desk.models import HiddenText, SourceVersion

PASSING = ("wagtail.create", "wagtail.edit")
"""What the log says of every revision there is; whatever else it says of one was a decision."""


_kept: list[Callable[[], QuerySet]] = []


def keep(ids: Callable[[], QuerySet]) -> None:
    """Let nobody purge revisions whose ids a query returns; called once for each part of the site that needs some."""
    _kept.append(ids)


def purgeable(days: int | None = None) -> QuerySet[Revision]:
    """Return the revisions that nobody needs, of those older than a number of days.

    Kept are the latest, live and scheduled ones; those that were handed in, reviewed or decided about in any way; English that
    translations are made of; all since the live one, which say who wrote what somebody else must approve (`four_eyes`); and
    what other parts of the site `keep`.
    """
    pages = Page.objects.order_by()
    live = pages.filter(live_revision__isnull=False).values("live_revision")
    latest = pages.filter(latest_revision__isnull=False).values("latest_revision")
    page = Cast(OuterRef("object_id"), BigIntegerField())
    live_is_newer = pages.filter(pk=page, live_revision__created_at__gt=OuterRef("created_at"))
    decided = PageLogEntry.objects.order_by().filter(revision=OuterRef("pk")).exclude(action__in=PASSING)
    translated = SourceVersion.everything.order_by().filter(revision=OuterRef("pk"))
    hidden = HiddenText.objects.order_by().filter(revision=OuterRef("pk"))
    unused = Revision.page_revisions.filter(
        Exists(live_is_newer),
        ~Exists(decided),
        ~Exists(translated),
        ~Exists(hidden),
        approved_go_live_at=None,
        task_states=None,
        submission=None,
        held_approval=None,
        english_change=None,
    ).exclude(Q(pk__in=live) | Q(pk__in=latest))
    for ids in _kept:
        unused = unused.exclude(pk__in=ids())
    return unused.filter(created_at__lt=timezone.now() - timedelta(days=days)) if days else unused


def purge(days: int | None = None) -> int:
    """Delete what is purgeable, one by one as Wagtail does, so that comments move on to the next revision; return how many."""
    number = 0
    for revision in purgeable(days).defer("content").iterator():
        revision.delete()
        number += 1
    return number
