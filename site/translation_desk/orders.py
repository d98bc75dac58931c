"""Translations of English that is approved and not live yet, so that all languages can go live together.

The English is frozen like any other version, with the number 0: no list, notice or count of what readers have knows it. Jobs that
are ordered on it stand on it until it goes live, is replaced by another text, or the order is called off.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, PageLogEntry, Revision

from core.i18n import CODES, SOURCE_CODE, locale_code
from core.tree import is_archived
from translation_desk import engine, jobs, layout, lineage, log_entries, submitting
from translation_desk.errors import BadValueError, WrongStateError
from translation_desk.models import HeldApproval, Notice, SourceVersion, Submission, TranslationJob
from translation_desk.models.jobs import LOCKED
from translation_desk.notifying import notify_all, translators_of
from translation_desk.permissions import is_manager, require

Decision = Submission.Decision

GRACE = timedelta(days=1)
"""How long an order goes on without a publication time of its English, so that another time can be set."""


def awaited_revision(page: Page) -> Revision | None:
    """Return the approved text of an English page that is not live yet: it waits for its date, or for the page above."""
    if locale_code(page.locale_id) != SOURCE_CODE or page.depth < 2 or is_archived(page):
        return None
    waiting = Q(approved_go_live_at__isnull=False) | Q(held_approval__isnull=False)
    return Revision.objects.for_instance(page).filter(waiting).order_by("-created_at", "-pk").first()


def ordered_jobs(key: UUID) -> list[TranslationJob]:
    """Return the jobs of a page that are ordered on English that is not live yet."""
    found = TranslationJob.objects.filter(translation_key=key, ordered_version__isnull=False)
    return list(found.select_related("ordered_version", "locale").defer(*SourceVersion.heavy("ordered_version")).order_by("pk"))


def can_be_ordered(page: Page) -> list[Locale]:
    """Return the languages whose translation of a page can be ordered: not those ordered already, nor those kept by hand."""
    rows = TranslationJob.everything.filter(translation_key=page.translation_key)
    states = {locale_id: bool(ordered) or not enabled for locale_id, ordered, enabled in rows.values_list(*ORDERABLE)}
    by_hand = Page.objects.filter(translation_key=page.translation_key).values_list("locale_id", flat=True)
    # A page that the desk has no job for was made by hand.
    taken = {locale_id for locale_id, is_taken in states.items() if is_taken} | (set(by_hand) - set(states))
    return [locale for locale in Locale.objects.exclude(pk__in=taken) if locale.language_code in CODES]


ORDERABLE = ("locale_id", "ordered_version_id", "enabled")


@transaction.atomic
def order(user: Any, page: Page, codes: Collection[str], *, due: date | None = None, note: str = "") -> list[TranslationJob]:
    """Order translations of the approved English of a page that is not live yet. Their translators are told.

    Raises NotAllowedError, WrongStateError, BadValueError.
    """
    require(is_manager(user), _("Only approvers and administrators order translations."))
    revision = awaited_revision(page)
    if revision is None:
        raise WrongStateError(_("No approved English of this page waits to go live."))
    locales = [locale for locale in can_be_ordered(page) if locale.language_code in set(codes)]
    if not locales or len(locales) < len(set(codes)):
        raise BadValueError("languages", _("Choose languages that are not ordered yet."))
    if due is not None and due < timezone.localdate():
        raise BadValueError("due", _("Choose a day that has not passed."))
    version = _frozen(revision, user, note.strip())
    found = _jobs(page, version, locales)
    _require_place(page, found)
    for job in found:
        job.due = due or job.due
    TranslationJob.objects.bulk_update(found, ["due"])
    _stand_on(found, version)
    log_entries.write_all("order", found, user, comment=version.note)
    told = [(job, [job.translator] if job.translator else translators_of(job)) for job in found]
    notify_all(Notice.Event.ORDERED, told, actor=user, message=version.note, go_live_at=_time(revision))
    return found


def _time(revision: Revision | None) -> str:
    at = revision.approved_go_live_at if revision is not None else None
    return at.isoformat() if at else ""


def _frozen(revision: Revision, user: Any, note: str) -> SourceVersion:
    """Return the English version made of a revision that is not live; one that says the same already is taken."""
    draft = revision.as_object()
    frozen = engine.freeze(draft)
    prints = engine.prints(draft, frozen)
    latest = SourceVersion.objects.filter(translation_key=draft.translation_key).defer("content").order_by("-number").first()
    if latest is not None and latest.fingerprint == prints.whole:
        raise WrongStateError(_("The English that waits says what is live already, so there is nothing to translate."))
    version = awaited(draft.translation_key, prints.whole)
    if version is None:
        steps = lineage.steps(latest.segments, frozen.segments) if latest else []
        return engine.store(draft, frozen, prints, number=0, revision_id=revision.pk, published_by=user, note=note, steps=steps)
    version.revision, version.note = revision, note or version.note
    version.save(update_fields=["revision", "note"])
    return version


def awaited(key: UUID, fingerprint: str) -> SourceVersion | None:
    """Return the English version of a page with this text that was ordered before it went live."""
    found = SourceVersion.everything.filter(translation_key=key, number=0, fingerprint=fingerprint)
    return found.order_by("-pk").first()


def _jobs(page: Page, version: SourceVersion, locales: Sequence[Locale]) -> list[TranslationJob]:
    """Return the jobs of a page in some languages, locked; those that do not exist are made, standing on the version."""
    everything = TranslationJob.everything.filter(translation_key=page.translation_key)
    # They left the queue while the English alone was offline.
    everything.filter(locale__in=locales, archived=True).update(archived=False)
    rows = TranslationJob.objects.filter(translation_key=page.translation_key)
    there = set(rows.values_list("locale_id", flat=True))
    live = SourceVersion.objects.filter(translation_key=page.translation_key).order_by("-number").first()
    TranslationJob.objects.bulk_create(
        TranslationJob(
            translation_key=page.translation_key,
            locale=locale,
            source_page_id=page.pk,
            source_title=version.content["title"],
            version=version,
            # Without live English there is no newer one than what is ordered.
            latest_version=live or version,
        )
        for locale in locales
        if locale.pk not in there
    )
    related = ("source_page", "target_page", "translator", "locale", "version", "latest_version")
    chosen = rows.filter(locale__in=locales).select_related(*related).select_for_update(of=("self",))
    return list(chosen.order_by("pk"))


def _require_place(page: Page, found: Sequence[TranslationJob]) -> None:
    """Make the jobs of the page above where the plan has none; raise WrongStateError where it was never published in English."""
    if page.depth <= 2:
        return
    above = page.get_parent()
    present = set(Page.objects.filter(translation_key=above.translation_key).values_list("locale_id", flat=True))
    for job in found:
        if job.target_page_id is None and job.locale_id not in present:
            jobs.job_above(above, job.locale_id)


def _stand_on(found: Sequence[TranslationJob], version: SourceVersion) -> None:
    """Order jobs on a version. Work under way, or waiting for a decision, goes on; its translator brings the version in."""
    for job in found:
        job.ordered_version = version
    TranslationJob.objects.bulk_update(found, ["ordered_version"])
    idle = [job for job in found if job.enabled and not job.started and job.status not in LOCKED]
    if idle:
        layout.lay_out(idle, version)
    jobs.refresh_counts(found)


@transaction.atomic
def call_off(user: Any, page: Page) -> list[TranslationJob]:
    """End the order of a page in all languages. What was written stays as drafts. Raises NotAllowedError, WrongStateError."""
    require(is_manager(user), _("Only approvers and administrators order translations."))
    found = _locked(TranslationJob.objects.filter(translation_key=page.translation_key))
    if not found:
        raise WrongStateError(_("No translation of this page is ordered."))
    end(found, user)
    return found


def _locked(rows: Any) -> list[TranslationJob]:
    related = ("source_page", "target_page", "translator", "locale", "latest_version", "ordered_version")
    found = rows.filter(ordered_version__isnull=False).select_related(*related).select_for_update(of=("self",))
    return list(found.order_by("pk"))


def end(found: Sequence[TranslationJob], user: Any) -> None:
    """End the order of jobs, because it was called off or another English text went live. Nothing that was written is lost.

    What is approved and held, or in review, becomes a draft again. Where English is live, the job is laid out on it; where none
    is, the work waits for some.
    """
    for job in found:
        _take_back(job, user)
        job.ordered_version = None
    TranslationJob.objects.bulk_update(found, ["ordered_version"])
    jobs.refresh_counts(found)
    back = [job for job in found if job.latest_version.number and job.version_id != job.latest_version_id]
    free = [job for job in back if job.status not in LOCKED]
    if free:
        layout.lay_out(free, free[0].latest_version)
        jobs.refresh_counts(free)
    idle = [job for job in free if job.started and job.live_version_id and not job.segments_changed]
    for job in idle:
        job.started = False
    TranslationJob.objects.bulk_update(idle, ["started"])
    jobs.refresh_counts(idle)
    log_entries.write_all("order_ended", found, user)
    notify_all(Notice.Event.ORDER_ENDED, [(job, [job.translator]) for job in found], actor=user)


def _take_back(job: TranslationJob, user: Any) -> None:
    """Make work on English that does not go live a draft again, whether it waits for review or is approved and held."""
    waiting = job.submissions.filter(version__number=0, decision__in=[Decision.PENDING, Decision.APPROVED])
    submission = waiting.select_related("revision").first()
    if submission is None or job.target_page is None:
        return
    page = job.target_page.specific
    held = HeldApproval.objects.filter(page=page.pk, revision=submission.revision_id)
    if submission.decision == Decision.APPROVED and not held.exists():
        return
    state = page.current_workflow_state
    if state is not None:
        state.cancel(user=user)
    held.delete()
    submission.refresh_from_db()
    if submission.decision != Decision.WITHDRAWN:
        submitting.decide(submission, Decision.WITHDRAWN, user)
    job.started, job.go_live_at, job.correction = True, None, False
    job.save(update_fields=["started", "go_live_at", "correction"])


@transaction.atomic
def follow(revision: Revision, user: Any) -> None:
    """Let the order of an English page follow another text of it that was approved and waits: rescheduled, or corrected.

    Of the same text only the time is new. Another text is brought in by the translators; what was approved for the one before is
    a draft again.
    """
    page = revision.content_object
    if locale_code(page.locale_id) != SOURCE_CODE:
        return
    found = _locked(TranslationJob.objects.filter(translation_key=page.translation_key))
    if not found:
        return
    before = found[0].ordered_version
    try:
        version = _frozen(revision, user, before.note if before else "")
    except WrongStateError:
        end(found, user)
        return
    moved = [job for job in found if job.ordered_version_id != version.pk]
    if not moved:
        return
    for job in moved:
        _take_back(job, user)
        if not job.latest_version.number:
            job.latest_version = version
    TranslationJob.objects.bulk_update(moved, ["latest_version"])
    jobs.refresh_counts(moved)
    _stand_on(moved, version)
    told = [(job, [job.translator]) for job in moved if job.segments_pending]
    notify_all(Notice.Event.ENGLISH_CHANGED, told, actor=user)


def settle(found: Iterable[TranslationJob], version: SourceVersion) -> list[TranslationJob]:
    """Settle the orders of a page's jobs after its English went live as a version; return the jobs that were ordered on it."""
    ordered = [job for job in found if job.ordered_version_id]
    fulfilled = [job for job in ordered if job.ordered_version_id == version.pk]
    for job in fulfilled:
        job.ordered_version = None
    TranslationJob.objects.bulk_update(fulfilled, ["ordered_version"])
    others = [job for job in ordered if job not in fulfilled]
    lost = _lost(TranslationJob.objects.filter(pk__in=[job.pk for job in others])) if others else set()
    ended = [job for job in others if job.pk in lost]
    if ended:
        end(ended, version.published_by)
    return fulfilled


def _lost(rows: Any) -> set[int]:
    """Return the ids of the jobs whose ordered English neither waits any more nor is live.

    A publication that was called off may be meant to come at another time, for which Wagtail has it called off first.
    """
    waits = Q(ordered_version__revision__approved_go_live_at__isnull=False)
    waits |= Q(ordered_version__revision__held_approval__isnull=False)
    found = rows.filter(ordered_version__isnull=False).exclude(waits)
    called_off = PageLogEntry.objects.filter(action="wagtail.schedule.cancel", timestamp__gt=timezone.now() - GRACE)
    found = found.exclude(source_page__in=called_off.values("page"))
    names = ("pk", "ordered_version__revision_id", "source_page__live_revision_id")
    return {pk for pk, revision, live in found.values_list(*names) if revision is None or revision != live}


@transaction.atomic
def settle_lost() -> int:
    """End the orders of English that was called off; return the number of jobs.

    English that has just gone live is settled with the refresh of its translations.
    """
    lost = _lost(TranslationJob.objects.all())
    if not lost:
        return 0
    by_page: dict[UUID, list[TranslationJob]] = {}
    for job in _locked(TranslationJob.objects.filter(pk__in=lost)):
        by_page.setdefault(job.translation_key, []).append(job)
    for found in by_page.values():
        end(found, None)
    return len(lost)


def now_live(page: Page, fingerprint: str, **said: Any) -> SourceVersion | None:
    """Make English that was ordered before one of the live versions of its page; None where nobody ordered this text."""
    version = awaited(page.translation_key, fingerprint)
    if version is None:
        return None
    for name, value in {**said, "revision_id": page.live_revision_id, "created_at": timezone.now()}.items():
        setattr(version, name, value)
    version.save()
    return version
