"""Rolling a release back as a whole: what visitors read before it, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from core.i18n import SOURCE_CODE, locale_code
from newsroom.models import Release, ReleaseOutcome
from newsroom.releases import history
from search import indexing
from translation_desk import approval, jobs, refreshing, reviewing
from translation_desk.errors import BadValueError, WrongStateError
from translation_desk.models import Submission, TranslationJob
from translation_desk.permissions import is_manager, require
from translation_desk.tree import following, withdrawing

Action = history.Action


@dataclass(frozen=True, slots=True)
class Effect:
    """What rolling back does with one page in one language."""

    outcome: ReleaseOutcome
    goes_offline: bool
    """The page was new in this language; else visitors read again what they read before."""
    hindrance: str = ""
    """Why it cannot be rolled back: the page has gone on since."""

    @property
    def title(self) -> str:
        """The English title of the page."""
        return self.outcome.item.title

    @property
    def code(self) -> str:
        """The code of the language."""
        return locale_code(self.outcome.locale_id)


def needed() -> QuerySet[Any]:
    """Return the ids of the revisions to which releases may still go back; for `revisions.keep`."""
    live = ReleaseOutcome.objects.filter(previous__isnull=False, item__release__rolled_back_at=None)
    return live.values("previous")


def effects(release: Release) -> list[Effect]:
    """Return what rolling a release back does, pages above first, in a number of queries that does not grow."""
    rows = release_outcomes(release)
    offline = {row.page_id for row in rows if not row.was_live}
    new_english = {row.translation_key for row in rows if not row.was_live and locale_code(row.locale_id) == SOURCE_CODE}
    # The other languages of new English go offline with it, also those that came after the release.
    goes = set(Page.objects.filter(translation_key__in=new_english).values_list("pk", flat=True)) | offline
    below = Page.objects.filter(path__startswith=OuterRef("path"), depth=OuterRef("depth") + 1, live=True).exclude(pk__in=goes)
    stays = set(Page.objects.filter(pk__in=goes).filter(Exists(below)).values_list("pk", flat=True))
    hindered = {row.pk: reason for row in rows if (reason := _hindrance(row, stays))}
    while further := _further(rows, hindered, new_english):
        hindered |= further
    return [Effect(row, not row.was_live, hindered.get(row.pk, "")) for row in rows]


def _further(rows: Sequence[ReleaseOutcome], hindered: dict[int, str], new_english: set[UUID]) -> dict[int, str]:
    """Return what cannot go offline because of pages that stay: other languages of new pages, and what lies above."""
    stays = [row for row in rows if row.pk in hindered]
    keys = {row.translation_key for row in stays} & new_english
    paths = [row.page.path for row in stays if row.page is not None and row.page.live]
    found = {}
    for row in rows:
        if row.pk in hindered or row.was_live or row.page is None:
            continue
        if row.translation_key in keys:
            found[row.pk] = _("Another language of the page has gone on since.")
        elif any(path.startswith(row.page.path) for path in paths):
            found[row.pk] = _("Pages below it stay live.")
    return found


def release_outcomes(release: Release) -> list[ReleaseOutcome]:
    """Return what went live with a release, in the order of the page tree."""
    found = ReleaseOutcome.objects.filter(item__release=release, coming=False, revision__isnull=False)
    rows = found.select_related("item", "page", "previous")
    return sorted(rows, key=lambda row: (row.page.path if row.page else "", row.pk))


def _hindrance(row: ReleaseOutcome, stays: set[int]) -> str:
    if row.page is None:
        return _("The page was deleted.")
    if not row.page.live:
        return _("The page was taken offline since.")
    if row.page.live_revision_id != row.revision_id:
        return _("The page was changed since.")
    if row.was_live and row.previous is None:
        return _("What was live before is not kept any more.")
    if row.page_id in stays:
        return _("Pages below it stay live.")
    return ""


@transaction.atomic
def roll_back(user: Any, release: Release, reason: str, *, leave_out: bool = False) -> list[Effect]:
    """Put before visitors again what they read before a release. What has gone on since is left out only where that is chosen.

    Released texts stay as drafts and in the translation memory. Returns what was done. Raises NotAllowedError, BadValueError,
    WrongStateError.
    """
    require(is_manager(user), _("Only approvers and administrators decide on releases."))
    if not reason.strip():
        raise BadValueError("reason", _("Give a reason."))
    release = Release.objects.select_for_update().get(pk=release.pk)
    if release.live_at is None or release.rolled_back_at is not None:
        raise WrongStateError(_("Only a release that is live can be rolled back."))
    found = effects(release)
    kept = [effect for effect in found if effect.hindrance]
    if kept and not leave_out:
        values = {"page": kept[0].title, "reason": kept[0].hindrance}
        raise WrongStateError(_("“%(page)s”: %(reason)s Nothing was rolled back.") % values)
    done = [effect for effect in found if not effect.hindrance]
    if not done:
        raise WrongStateError(_("Nothing of this release can be rolled back any more."))
    _take_offline([effect.outcome for effect in done if effect.goes_offline], user)
    _return([effect.outcome for effect in done if not effect.goes_offline], user)
    indexing.index({effect.outcome.translation_key for effect in done})
    ReleaseOutcome.objects.filter(item__release=release, coming=True).update(coming=False)
    release.rolled_back_at = timezone.now()
    release.save(update_fields=["rolled_back_at"])
    left = sorted({effect.title for effect in kept})
    history.write(release, Action.ROLLED_BACK, user, comment=reason, texts=len(done), left=left)
    return done


def _take_offline(rows: Sequence[ReleaseOutcome], user: Any) -> None:
    """Take new pages offline, those below first; new English takes all its languages along."""
    for row in sorted(rows, key=lambda row: row.page.path if row.page else "", reverse=True):
        page = Page.objects.get(pk=row.page_id)
        if not page.live:
            continue
        if locale_code(row.locale_id) == SOURCE_CODE:
            withdrawing.withdraw(page, withdrawing.Scope.ALL, below=False, user=user)
        else:
            UnpublishPageAction(page.specific, user=user).execute(skip_permission_checks=True)


def _return(rows: Sequence[ReleaseOutcome], user: Any) -> None:
    """Publish what was live before, English first: the jobs have to know the English that their texts stand beside."""
    english = [row for row in rows if locale_code(row.locale_id) == SOURCE_CODE]
    for row in english:
        _publish_again(row, user)
        # As when it went live: what a background task does after other publications is part of this moment.
        if row.page_id and following.differs(Page.objects.get(pk=row.page_id)):
            following.follow(row.page_id)
        refreshing.refresh_page(row.page_id or 0)
    for row in rows:
        if row not in english:
            _publish_again(row, user)


def _publish_again(row: ReleaseOutcome, user: Any) -> None:
    revision = row.previous
    if revision is None:
        return
    job = TranslationJob.objects.filter(target_page=row.page_id, enabled=True).first()
    submission = approval.read_submission(revision) if job is not None else None
    if job is not None and submission is not None and submission.decision == Submission.Decision.APPROVED:
        reviewing.bring_back(job, submission)
        # Its words were counted when they were approved first.
        submission.original = submission
    revision.publish(user=user, skip_permission_checks=True)
    if job is not None and submission is None:
        TranslationJob.objects.filter(pk=job.pk).update(live_version=row.previous_version_id)
        jobs.refresh_counts(list(TranslationJob.objects.filter(pk=job.pk)))
