"""Going live: all pages of a release in one transaction, or none."""

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from core.i18n import SOURCE_CODE, locale_ids
from newsroom.models import Release, ReleaseOutcome
from newsroom.releases import composing, history, progress, reminding
from newsroom.releases.progress import Cell, Progress, Row, Stage
from search import indexing
from translation_desk import holding, refreshing
from translation_desk.errors import WrongStateError
from translation_desk.models import HeldApproval
from translation_desk.permissions import is_manager, require
from translation_desk.tree import following

logger = logging.getLogger(__name__)

Action = history.Action

AT_ONCE = 100
"""Texts that may go live while somebody waits for the answer; a web server gives up after a minute."""


class NotReadyError(WrongStateError):
    """Pages of the release are not ready; nothing went live."""

    def __init__(self) -> None:
        super().__init__(_("The release is not ready. Nothing went live."))


class PageFailedError(Exception):
    """One page could not be published, and so none was."""

    def __init__(self, title: str, code: str, cause: str) -> None:
        super().__init__(f"{title} ({code}): {cause}")
        self.title = title
        self.code = code
        self.cause = cause


def release_now(user: Any, release: Release) -> Release:
    """Publish a release at once; one of very many texts becomes due instead, and is published in the background within a minute.

    Raises NotAllowedError, WrongStateError, NotReadyError; then nothing is live.
    """
    require(is_manager(user), _("Only approvers and administrators decide on releases."))
    found = progress.of(release)
    if len(found.goes_live) > AT_ONCE:
        if not found.is_ready:
            raise NotReadyError
        return composing.make_due(user, release)
    try:
        return _go_live(release, user)
    except PageFailedError as error:
        _remember_failure(release, error)
        values = {"page": error.title}
        raise WrongStateError(_("Nothing went live: “%(page)s” could not be published.") % values) from error


def publish_due() -> int:
    """Publish what is due and ready, tell once of what is due and not ready or soon due; return how many releases went live."""
    now = timezone.now()
    found = list(Release.objects.still_open().filter(goes_live_at__lte=now + reminding.EARLIEST).order_by("goes_live_at", "pk"))
    late: list[Release] = []
    soon = [release for release in found if release.goes_live_at is not None and release.goes_live_at > now]
    done = 0
    for release in found:
        if release in soon:
            continue
        try:
            _go_live(release, None)
            done += 1
        except NotReadyError:
            late.append(release)
        except PageFailedError as error:
            _remember_failure(release, error)
        except WrongStateError:
            # Released or called off by somebody in this moment.
            continue
        except DatabaseError as error:
            # Such as two that wait for each other: it is tried again in a minute. Other releases are not held up.
            logger.error("The release %s will be tried again: %s: %s", release.pk, type(error).__name__, error)
        except Exception as error:
            _remember_failure(release, PageFailedError(release.title, "", f"{type(error).__name__}: {error}"))
    reminding.tell(late, soon, now)
    return done


@transaction.atomic
def _go_live(release: Release, user: Any) -> Release:
    release = composing.open_release(release)
    # Nobody takes an approval back while it is being published.
    keys = release.items.values("translation_key")
    list(HeldApproval.objects.select_for_update().filter(page__translation_key__in=keys).order_by("pk"))
    found = progress.of(release)
    if not found.is_ready:
        raise NotReadyError
    release.live_at, release.late_since, release.failed_at, release.failure = timezone.now(), None, None, {}
    release.save(update_fields=["live_at", "late_since", "failed_at", "failure"])
    # From here on nothing waits for the release, in this transaction alone.
    release.items.update(open=False)
    cells = found.goes_live
    ids = [cell.page.pk for cell in cells if cell.page is not None]
    _take_times(ids)
    outcomes = _outcomes(found, release)
    for row in found.rows:
        _publish(row)
    for row in found.rows:
        # A background task would bring one page after the other into the search.
        with _naming(row, row.english):
            indexing.index([row.item.translation_key])
    _record(outcomes)
    history.write(release, Action.LIVE, user, pages=len(found.rows), texts=len(cells))
    return release


def _take_times(pages: Collection[int]) -> None:
    """Take from approved texts the times of their own: the release has decided."""
    for row in HeldApproval.objects.filter(page__in=pages).select_related("revision"):
        if row.revision.content.get("go_live_at"):
            row.revision.content["go_live_at"] = None
            row.revision.save(update_fields=["content"])


def _publish(row: Row) -> None:
    """Publish a page: English, so that its translations are of what is live, then the languages."""
    english = row.english.page
    if english is None:
        return
    with _naming(row, row.english):
        if row.english.goes_live:
            holding.release([english.pk])
            _require_live(english)
            if following.differs(Page.objects.get(pk=english.pk)):
                following.follow(english.pk)
            # What a background task does after other publications has to be part of this transaction: it frees the translations.
            refreshing.refresh_page(english.pk)
    for cell in row.cells:
        if cell.goes_live and cell.page is not None:
            with _naming(row, cell):
                holding.release([cell.page.pk])
                _require_live(cell.page)


def _require_live(page: Page) -> None:
    if Page.objects.filter(pk=page.pk, expire_at__lte=timezone.now()).exists():
        raise WrongStateError(_("Its time to go offline has come already."))
    if HeldApproval.objects.filter(page=page.pk).exists() or not Page.objects.filter(pk=page.pk, live=True).exists():
        raise WrongStateError(_("Something else stands in its way."))


@contextmanager
def _naming(row: Row, cell: Cell) -> Iterator[None]:
    """Name the page that whatever goes wrong goes wrong with. A database that is busy or gone is no fault of the page."""
    try:
        yield
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        raise PageFailedError(row.item.title, cell.code, str(error)) from error


def _outcomes(found: Progress, release: Release) -> list[ReleaseOutcome]:
    """Note what is live before the release, and what readers are to be told."""
    ids = locale_ids()
    outcomes = []
    for row in found.rows:
        for cell in row.all_cells:
            outcome = ReleaseOutcome(item=row.item, translation_key=row.item.translation_key, locale_id=ids[cell.code])
            outcome.page = cell.page
            if cell.goes_live and cell.page is not None:
                outcome.was_live = cell.page.live
                outcome.previous = _live_revision(cell.page) if cell.page.live else None
                outcome.previous_version_id = cell.job.live_version_id if cell.job else None
                outcomes.append(outcome)
            elif cell.code != SOURCE_CODE and cell.stage != Stage.LIVE and not (cell.page and cell.page.live):
                outcome.coming = release.announces
                outcomes.append(outcome)
    return outcomes


def _live_revision(page: Page) -> Revision:
    """Return what visitors read of a live page; a page that was made without revisions gets one, older than all others."""
    if page.live_revision is not None:
        return page.live_revision
    live = page.specific
    first = Revision.objects.for_instance(page).order_by("created_at").first()
    at = (first.created_at if first else timezone.now()) - timedelta(seconds=1)
    return Revision.objects.create(
        content_object=live, base_content_type=live.get_base_content_type(), content=live.serializable_data(), created_at=at
    )


def _record(outcomes: list[ReleaseOutcome]) -> None:
    """Keep what went live. A change of the data may have rendered a text anew meanwhile."""
    live = dict(Page.objects.filter(pk__in=[row.page_id for row in outcomes]).values_list("pk", "live_revision_id"))
    for outcome in outcomes:
        if not outcome.coming:
            outcome.revision_id = live.get(outcome.page_id) if outcome.page_id else None
    ReleaseOutcome.objects.bulk_create(outcomes)


def _remember_failure(release: Release, error: PageFailedError) -> None:
    """Say on the release which page its publication stopped at; tell of it once in its history."""
    logger.error("The release %s could not be published: %s", release.pk, error)
    failure = {"title": error.title, "code": error.code, "cause": error.cause}
    with transaction.atomic():
        found = Release.objects.select_for_update().get(pk=release.pk)
        if found.failure == failure:
            return
        found.failed_at, found.failure = timezone.now(), failure
        found.save(update_fields=["failed_at", "failure"])
        history.write(found, Action.FAILED, page=error.title)
