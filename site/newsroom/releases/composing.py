"""Making, changing and calling off releases; which pages are in them; ordering their translations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.i18n import CODES, SOURCE_CODE, locale_code, locale_ids
from core.tree import is_archived
from newsroom.models import Release, ReleaseItem
from newsroom.releases import history, reminding
from translation_desk import holding, jobs, log_entries, orders, refreshing, submitting
from translation_desk.errors import BadValueError, DeskError, WrongStateError
from translation_desk.models import HeldApproval, Notice, Submission, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.notifying import notify_all, translators_of
from translation_desk.permissions import is_manager, require
from translation_desk.tree import operations

Action = history.Action
LANGUAGES = tuple(code for code in CODES if code != SOURCE_CODE)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a release is made of, beside its pages."""

    title: str
    note: str = ""
    goes_live_at: datetime | None = None
    languages: Sequence[str] = LANGUAGES
    least: int | None = None
    """How many of the languages each page needs; None for all."""
    required: Sequence[str] = ()
    """Of these each page needs all, whatever `least` says."""
    announces: bool = True


@dataclass(slots=True)
class Ordered:
    """What came of ordering the translations of a release."""

    jobs: list[TranslationJob] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Title and reason of each page of which nothing could be ordered."""


@transaction.atomic
def create(user: Any, terms: Terms) -> Release:
    """Make a release without pages. Raises NotAllowedError, BadValueError."""
    _require_manager(user)
    release = Release(made_by=user)
    _set(release, terms)
    release.save()
    history.write(release, Action.MADE, user)
    return release


@transaction.atomic
def change(user: Any, release: Release, terms: Terms) -> Release:
    """Change what a release is made of. Raises NotAllowedError, BadValueError, WrongStateError."""
    _require_manager(user)
    release = open_release(release)
    before = release.goes_live_at
    _set(release, terms)
    if release.goes_live_at != before:
        release.late_since, release.failed_at, release.failure = None, None, {}
    release.save()
    _take_over(release.items.all(), release)
    at = release.goes_live_at.isoformat() if release.goes_live_at else ""
    history.write(release, Action.CHANGED, user, goes_live_at=at)
    return release


@transaction.atomic
def make_due(user: Any, release: Release) -> Release:
    """Let a release go live in the next minute. Raises NotAllowedError, WrongStateError."""
    _require_manager(user)
    release = open_release(release)
    release.goes_live_at = timezone.now()
    release.late_since, release.failed_at, release.failure = None, None, {}
    release.save()
    history.write(release, Action.CHANGED, user, goes_live_at=release.goes_live_at.isoformat())
    return release


def open_release(release: Release) -> Release:
    """Return a release as it is now, locked until the end of the transaction. Raises WrongStateError unless it is open."""
    found = Release.objects.select_for_update().filter(pk=release.pk).first()
    if found is None or not found.is_open:
        raise WrongStateError(_("This release is live already, or was called off."))
    return found


def _require_manager(user: Any) -> None:
    require(is_manager(user), _("Only approvers and administrators decide on releases."))


def _set(release: Release, terms: Terms) -> None:
    if not terms.title.strip():
        raise BadValueError("title", _("Give the release a title."))
    languages = [code for code in LANGUAGES if code in set(terms.languages)]
    if not languages:
        raise BadValueError("languages", _("Choose at least one language."))
    if terms.least is not None and not 0 <= terms.least <= len(languages):
        raise BadValueError("least", _("Choose a number that is not greater than the number of chosen languages."))
    if not set(terms.required) <= set(languages):
        raise BadValueError("required", _("A language that is required must be among the chosen languages."))
    at = terms.goes_live_at
    if at is not None and at != release.goes_live_at and at <= timezone.now():
        raise BadValueError("goes_live_at", _("Choose a time that lies ahead."))
    if at != release.goes_live_at:
        release.reminded_ahead = reminding.lead(at, timezone.now())
    release.title, release.note, release.goes_live_at = terms.title.strip(), terms.note.strip(), at
    release.languages, release.least, release.announces = languages, terms.least, terms.announces
    release.required = [code for code in languages if code in set(terms.required)]


@transaction.atomic
def add_pages(user: Any, release: Release, pages: Iterable[Page]) -> list[ReleaseItem]:
    """Put English pages into a release, all or none. What is approved of them and not live yet waits for it from now on.

    Pages that are in it already are left alone. Raises NotAllowedError, WrongStateError.
    """
    _require_manager(user)
    release = open_release(release)
    wanted = {page.translation_key: page for page in pages}
    for item in release.items.filter(translation_key__in=wanted):
        wanted.pop(item.translation_key)
    for reason in refusals(wanted.values()).values():
        raise WrongStateError(reason)
    made = [
        ReleaseItem(release=release, page_id=page.pk, translation_key=key, title=page.draft_title or page.title, added_by=user)
        for key, page in wanted.items()
    ]
    try:
        with transaction.atomic():
            ReleaseItem.objects.bulk_create(made)
    except IntegrityError as error:
        raise WrongStateError(_("Somebody has just put one of these pages into another release. Nothing was added.")) from error
    _take_over(made, release)
    for item in made:
        history.write(release, Action.ADDED, user, page=item.title)
    return made


@transaction.atomic
def add_to(user: Any, release: Release | None, pages: Iterable[Page], *, title: str = "") -> tuple[Release, list[ReleaseItem]]:
    """Put English pages into an open release, or into a new one with a title; return both.

    Raises NotAllowedError, BadValueError, WrongStateError; then no release is made either.
    """
    release = release or create(user, Terms(title))
    return release, add_pages(user, release, pages)


def refusals(pages: Iterable[Page]) -> dict[int, str]:
    """Return, by id, why pages cannot be put into a release; those that can be are left out. One query."""
    pages = list(pages)
    taken = ReleaseItem.objects.filter(open=True, translation_key__in=[page.translation_key for page in pages])
    items = {item.translation_key: item for item in taken.select_related("release")}
    found = {}
    for page in pages:
        if locale_code(page.locale_id) != SOURCE_CODE or page.depth < 2 or is_archived(page):
            found[page.pk] = _("Only English pages are put into a release; their translations come with them.")
        elif item := items.get(page.translation_key):
            values = {"page": item.title, "release": item.release.title}
            found[page.pk] = _("“%(page)s” is in the release “%(release)s” already.") % values
    return found


def _take_over(items: Iterable[ReleaseItem], release: Release) -> None:
    """Let the release decide when texts go live that had a time of their own."""
    keys = [item.translation_key for item in items]
    pages = Page.objects.filter(translation_key__in=keys, locale__in=_locales(release), depth__gt=1)
    holding.hold_scheduled(list(pages.values_list("pk", flat=True)))


def _locales(release: Release) -> list[int]:
    """Return the ids of English and the languages of a release."""
    ids = locale_ids()
    return [ids[code] for code in (SOURCE_CODE, *release.languages) if code in ids]


@transaction.atomic
def remove(user: Any, item: ReleaseItem, *, as_drafts: bool) -> None:
    """Take a page out of a release; what becomes of its approved texts: drafts again, or they go live by themselves.

    Raises NotAllowedError, WrongStateError.
    """
    _require_manager(user)
    release = open_release(item.release)
    _let_go(release, [item], user, as_drafts=as_drafts)
    history.write(release, Action.REMOVED, user, page=item.title, drafts=as_drafts)
    item.delete()


@transaction.atomic
def call_off(user: Any, release: Release, reason: str, *, as_drafts: bool) -> Release:
    """Dissolve a release; its approved texts become drafts again, or go live by themselves from now on.

    Raises NotAllowedError, BadValueError, WrongStateError.
    """
    _require_manager(user)
    if not reason.strip():
        raise BadValueError("reason", _("Give a reason."))
    release = open_release(release)
    items = list(release.items.all())
    release.called_off_at = timezone.now()
    release.save(update_fields=["called_off_at"])
    _let_go(release, items, user, as_drafts=as_drafts)
    release.items.update(open=False)
    history.write(release, Action.CALLED_OFF, user, comment=reason, drafts=as_drafts)
    return release


def _let_go(release: Release, items: Sequence[ReleaseItem], user: Any, *, as_drafts: bool) -> None:
    """Let the texts of pages wait for their release no more."""
    ReleaseItem.objects.filter(pk__in=[item.pk for item in items]).update(open=False)
    keys = [item.translation_key for item in items]
    rows = HeldApproval.objects.filter(page__translation_key__in=keys, page__locale__in=_locales(release))
    if not as_drafts:
        operations.release_later(list(rows.values_list("page_id", flat=True)))
        return
    found = list(rows.select_related("page").order_by("page__path"))
    english = [row.page for row in found if locale_code(row.page.locale_id) == SOURCE_CODE]
    for page in english:
        ordered = orders.ordered_jobs(page.translation_key)
        submitting.unschedule(page, user)
        if ordered:
            orders.call_off(user, page)
    for row in HeldApproval.objects.filter(pk__in=[row.pk for row in found]).select_related("page", "revision"):
        _make_draft(row, user)


def _make_draft(row: HeldApproval, user: Any) -> None:
    """Make an approved translation a draft again."""
    job = TranslationJob.objects.filter(target_page=row.page_id).first()
    approved = Submission.objects.filter(revision=row.revision_id, decision=Submission.Decision.APPROVED)
    if job is not None and job.enabled and job.status == Status.APPROVED and approved.exists():
        submitting.withdraw(user, job)
        return
    submitting.unschedule(row.page, user)
    if job is not None:
        jobs.refresh_counts([job])


@transaction.atomic
def order(user: Any, release: Release, *, due: date | None = None, note: str = "") -> Ordered:
    """Order what is missing in the languages of a release: of English that waits and of English that is live.

    A page of which nothing can be ordered yet is told with the reason. Raises NotAllowedError, BadValueError, WrongStateError.
    """
    _require_manager(user)
    release = open_release(release)
    if due is not None and due < timezone.localdate():
        raise BadValueError("due", _("Choose a day that has not passed."))
    found = Ordered()
    items = release.items.select_related("page")
    for item in sorted(items, key=lambda item: item.page.path if item.page else ""):
        if item.page is None or is_archived(item.page):
            continue
        try:
            with transaction.atomic():
                found.jobs += _order_page(user, item.page, release, due, note)
        except DeskError as error:
            found.refused.append((item.title, str(error)))
    titles = sorted({job.source_title for job in found.jobs})
    if found.jobs:
        history.write(release, Action.ORDERED, user, comment=note, pages=titles, due=due)
    return found


def _order_page(user: Any, page: Page, release: Release, due: date | None, note: str) -> list[TranslationJob]:
    if orders.awaited_revision(page) is not None:
        free = {locale.language_code for locale in orders.can_be_ordered(page)} & set(release.languages)
        return orders.order(user, page, free, due=due, note=note) if free else []
    if not page.live or page.has_unpublished_changes:
        raise WrongStateError(_("Its English has to be approved first."))
    return _order_live(user, page, release, due, note)


def _order_live(user: Any, page: Page, release: Release, due: date | None, note: str) -> list[TranslationJob]:
    """Ask for the translations that readers lack of English that is live, or find behind it."""
    ids = locale_ids()
    locales = [ids[code] for code in release.languages if code in ids]
    # Pages that a language keeps by itself are nobody's to order.
    alone = Page.objects.filter(translation_key=page.translation_key, locale__in=locales).values_list("locale_id", flat=True)
    refreshing.needed_below(page, set(locales) - set(alone))
    rows = TranslationJob.objects.filter(translation_key=page.translation_key, locale__in=locales, enabled=True)
    missing = rows.filter(status__in=[Status.NOT_STARTED, Status.OUTDATED]).select_related("translator", "locale")
    found = list(missing.select_for_update(of=("self",)).order_by("pk"))
    for job in found:
        job.due = due or job.due
    TranslationJob.objects.bulk_update(found, ["due"])
    log_entries.write_all("order", found, user, comment=note.strip())
    told = [(job, [job.translator] if job.translator else translators_of(job)) for job in found]
    notify_all(Notice.Event.ORDERED, told, actor=user, message=note.strip(), release=release.title)
    return found
