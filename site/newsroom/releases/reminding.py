"""Tells those whom a release waits for: a day and an hour before its time, and when it could not go live at its time."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from newsroom.models import Release
from newsroom.releases import history, progress
from newsroom.releases.progress import Cell, Progress, Stage
from translation_desk.models import Notice, TranslationJob
from translation_desk.notifying import About, Told, editors, mail, managers, reviewers_of, translators_of, write

LEADS = (timedelta(hours=1), timedelta(days=1))
"""How long before its time people are reminded, once each; the shortest first."""
EARLIEST = LEADS[-1]
OF_MANAGERS = {Stage.GONE, Stage.NOT_ORDERED, Stage.BLOCKED}
"""What nobody but managers can do anything about."""


def lead(at: datetime | None, now: datetime) -> timedelta | None:
    """Return which reminder the time has come for, before a moment: the one nearest to it; None for none."""
    return next((each for each in LEADS if at is not None and at - now <= each), None)


def tell(late: Collection[Release], soon: Collection[Release], now: datetime) -> None:
    """Tell once of each release that is late, and once for each lead of those that come soon and are not ready.

    All in one transaction, after which everybody gets one mail.
    """
    due = [release for release in soon if _is_new(release, now)]
    if late or due:
        _tell(late, due, now)


@transaction.atomic
def _tell(late: Collection[Release], due: Collection[Release], now: datetime) -> None:
    locked = Release.objects.select_for_update().still_open().filter(pk__in=[release.pk for release in (*late, *due)])
    told = _Telling()
    for release in locked.order_by("goes_live_at", "pk"):
        if release in due and _is_new(release, now):
            release.reminded_ahead = lead(release.goes_live_at, now)
            release.save(update_fields=["reminded_ahead"])
            told.of(release, progress.of(release), at=release.goes_live_at)
        elif release in late and release.late_since is None:
            release.late_since = timezone.now()
            release.save(update_fields=["late_since"])
            found = progress.of(release)
            told.of(release, found)
            history.write(release, history.Action.LATE, pages=sorted({row.item.title for row in found.rows if not row.is_ready}))
    mail(told.notices)


def _is_new(release: Release, now: datetime) -> bool:
    """Tell whether the time for a reminder has come that was not sent yet."""
    due = lead(release.goes_live_at, now)
    return due is not None and (release.reminded_ahead is None or release.reminded_ahead > due)


class _Telling:
    """Writes notices; asks once who works in each language, however many pages there are."""

    def __init__(self) -> None:
        self.managers = cache(managers)
        self.editors = cache(editors)
        self.notices: list[Notice] = []
        self.by_language: dict[tuple[Callable[..., Any], int], list[Any]] = {}

    def of(self, release: Release, found: Progress, *, at: datetime | None = None) -> None:
        """Tell everybody whom a release waits for; managers, when it is late and when nobody else can help it."""
        pages: list[Told] = []
        of_managers = at is None or not found.rows
        for row in found.rows:
            for cell in row.held_up_by:
                if cell.stage in OF_MANAGERS:
                    # What nobody can order yet is not theirs: the English comes first.
                    of_managers = of_managers or cell is row.english or row.english.is_ready
                elif cell.job is not None:
                    pages.append((cell.job, self._translation(cell, cell.job)))
                elif cell.page is not None:
                    title = cell.page.draft_title or cell.page.title
                    pages.append((About(title, cell.url), self._english(cell)))
        data: dict[str, Any] = {"release": release.title, "goes_live_at": at.isoformat() if at else ""}
        self.notices += write(Notice.Event.REMINDER, pages, actor=None, **data)
        if of_managers:
            whole = About(release.title, reverse("newsroom:release", args=[release.pk]))
            self.notices += write(Notice.Event.REMINDER, [(whole, self.managers())], actor=None, whole=True, **data)

    def _translation(self, cell: Cell, job: TranslationJob) -> list[Any]:
        if cell.holder is not None and cell.holder.is_current:
            return [cell.holder]
        people = reviewers_of if cell.stage == Stage.IN_REVIEW else translators_of
        key = people, job.locale_id
        if key not in self.by_language:
            self.by_language[key] = people(job)
        return self.by_language[key]

    def _english(self, cell: Cell) -> list[Any]:
        if cell.stage == Stage.IN_REVIEW:
            return self.managers()
        return [cell.holder] if cell.holder is not None else self.editors()
