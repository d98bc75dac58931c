"""Jobs: beginning, merging, mending, keeping by hand; their status and counts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState

from core.i18n import locale_code
from translation_desk import counting, currency, engine, layout, lineage, privacy
from translation_desk.errors import WrongStateError
from translation_desk.lineage import Lineage
from translation_desk.models import Grade, Segment, SourceVersion, TranslationJob
from translation_desk.models.jobs import LOCKED, Status
from translation_desk.permissions import can_manage, can_translate, require


def job_of(page: Page) -> TranslationJob | None:
    """Return the job that keeps a translated page, None for a page that people keep by hand or that is no translation."""
    return (
        TranslationJob.objects.filter(target_page=page.pk, enabled=True)
        .select_related("locale", "version", "latest_version", "source_page", "target_page", "translator", "reviewer")
        .first()
    )


def locked(job: TranslationJob) -> TranslationJob:
    """Return the job as it is now, locked until the end of the transaction."""
    return TranslationJob.objects.select_for_update().get(pk=job.pk)


def require_open(job: TranslationJob) -> None:
    """Raise WrongStateError unless the job's texts may be written now."""
    if not job.enabled:
        raise WrongStateError(_("This page is kept by hand. Start its translation again to work on segments."))
    if job.source_page_id is None:
        raise WrongStateError(_("The English page has been deleted. The texts are kept, but nothing can be handed in."))
    if job.status == Status.IN_REVIEW:
        raise WrongStateError(_("This translation waits for review. Withdraw it to go on writing."))
    if job.status == Status.APPROVED:
        raise WrongStateError(_("This translation is approved and waits to go live. Withdraw it to go on writing."))
    # A page that was read with the job tells it as well.
    known = job.target_page if TranslationJob.target_page.is_cached(job) else None
    if known.locked if known else Page.objects.filter(pk=job.target_page_id, locked=True).exists():
        raise WrongStateError(_("This page is locked. Whoever locked it can unlock it on the dashboard."))


@transaction.atomic
def start(user: Any, job: TranslationJob) -> TranslationJob:
    """Begin work: the page gets its draft, the job stands on the newest English. Does nothing to work that has begun.

    Raises NotAllowedError, WrongStateError.
    """
    require(can_translate(user, job))
    job = locked(job)
    require_open(job)
    return job if job.started else _begin(user, job, job.translator or user)


def _begin(user: Any, job: TranslationJob, translator: Any) -> TranslationJob:
    ensure_target(job)
    if job.version_id != job.wanted_version_id:
        layout.lay_out([job], job.wanted_version)
    job.started, job.translator = True, translator
    job.save(update_fields=["started", "translator"])
    refresh_counts([job])
    _log(job, "translation_desk.start", user)
    return job


@transaction.atomic
def open_correction(user: Any, job: TranslationJob) -> TranslationJob:
    """Begin to mend a live translation although English has not changed. It goes through the same review."""
    require(can_translate(user, job))
    job = locked(job)
    require_open(job)
    if job.started:
        return job
    if job.status not in {Status.LIVE, Status.OUTDATED}:
        raise WrongStateError(_("Only a translation that is live can be corrected."))
    job = start(user, job)
    if job.segments_changed == 0 and job.ordered_version_id is None:
        job.correction = True
        job.translator = user
        job.save(update_fields=["correction", "translator"])
    return job


@transaction.atomic
def open_for_readers(user: Any, job: TranslationJob) -> bool:
    """Open a live translation to be mended because a reader noticed something, and tell whether that was done.

    It stays its translator's, or waits in the queue. Work under way, decisions that are due and pages kept by hand go on as they
    are. Asks for no right.
    """
    job = locked(job)
    if job.started or job.status not in {Status.LIVE, Status.OUTDATED}:
        return False
    try:
        require_open(job)
    except WrongStateError:
        return False
    job = _begin(user, job, job.translator if job.translator is not None and job.translator.is_current else None)
    job.correction = job.segments_changed == 0
    job.save(update_fields=["correction"])
    return True


@transaction.atomic
def merge(user: Any, job: TranslationJob) -> TranslationJob:
    """Bring in what changed in English since the work began. Finished segments stay; changed ones show what they replace."""
    require(can_translate(user, job))
    job = locked(job)
    require_open(job)
    if job.version_id != job.wanted_version_id:
        layout.lay_out([job], job.wanted_version)
        refresh_counts([job])
        _log(job, "translation_desk.merge", user)
    return job


@transaction.atomic
def stop(user: Any, job: TranslationJob) -> TranslationJob:
    """Let the page be kept by hand in the page editor, under the same review, so that its structure may differ from English.

    All texts of the desk stay and are taken up again by `restart`.
    """
    require(can_manage(user, job.locale_id))
    job = locked(job)
    if job.target_page_id is None:
        raise WrongStateError(_("There is no page in this language yet."))
    if job.status in LOCKED:
        raise WrongStateError(_("This translation waits for a decision. Withdraw it first."))
    job.enabled = job.started = False
    job.save(update_fields=["enabled", "started"])
    refresh_counts([job])
    _log(job, "translation_desk.stop", user)
    return job


@transaction.atomic
def restart(user: Any, job: TranslationJob) -> TranslationJob:
    """Take a page that was kept by hand back to the desk. Texts of the hand-made page become drafts of the places they stand in.

    The hand-made page stays live until a translation is approved.
    """
    from translation_desk import adoption  # adoption builds on this module

    require(can_manage(user, job.locale_id))
    job = locked(job)
    if job.enabled:
        return job
    refresh_counts([job])
    if job.status in LOCKED:
        raise WrongStateError(_("The page kept by hand waits for review or for its date. Withdraw that first."))
    job.enabled = True
    if _published_by_hand(job):
        # What is live answers to no English version, so nothing of English is carried into it.
        job.live_version = None
    job.save(update_fields=["enabled", "live_version"])
    layout.lay_out([job], job.wanted_version)
    adoption.take_up_drafts(job, user)
    job.started = True
    job.save(update_fields=["started"])
    refresh_counts([job])
    _log(job, "translation_desk.restart", user)
    return job


def _published_by_hand(job: TranslationJob) -> bool:
    """Tell whether what is live was published after the page was given out of the desk's hands."""
    page = job.target_page
    if page is None or not page.live:
        return False
    stops = PageLogEntry.objects.filter(page=page.pk, action="translation_desk.stop").order_by("-timestamp")
    stopped = stops.values_list("timestamp", flat=True).first()
    return stopped is None or page.last_published_at is None or page.last_published_at > stopped


def ensure_target(job: TranslationJob) -> Page:
    """Return the page of the job; make it, and the pages above it, as drafts where they are missing.

    Never an alias, and never live: a copy of the English page that no visitor can reach. Raises WrongStateError.
    """
    if job.target_page is not None:
        return job.target_page
    if job.source_page is None:
        raise WrongStateError(_("The English page has been deleted. The texts are kept, but nothing can be handed in."))
    page = Page.objects.filter(translation_key=job.translation_key, locale=job.locale_id).first()
    if page is None:
        parent = job.source_page.get_parent()
        if not Page.objects.filter(translation_key=parent.translation_key, locale=job.locale_id).exists():
            ensure_target(job_above(parent, job.locale_id))
        page = job.source_page.specific.copy_for_translation(job.locale)
        privacy.follow(job.source_page, [page.pk])
    job.target_page = Page.objects.get(pk=page.pk)
    job.save(update_fields=["target_page"])
    return job.target_page


def job_above(parent: Page, locale_id: int) -> TranslationJob:
    """Return the job of an English page that one below it needs, made where the plan has none. Raises WrongStateError."""
    from translation_desk import refreshing  # refreshing builds on this module

    found = TranslationJob.objects.filter(translation_key=parent.translation_key, locale=locale_id).first()
    found = found or next(iter(refreshing.needed_below(parent, [locale_id])), None)
    if found is None:
        raise WrongStateError(_("The page above this one must be published in English first."))
    return found


def texts(job: TranslationJob, unsaved: Mapping[int, str] | None = None) -> dict[str, str]:
    """Return the drafts of a job by place; `unsaved` replaces texts by the id of their segment."""
    typed = unsaved or {}
    rows = Segment.objects.filter(job=job, active=True).values_list("pk", "place", "text")
    return {str(place): typed.get(pk, text) for pk, place, text in rows}


def preview(job: TranslationJob, unsaved: Mapping[int, str] | None = None) -> Page:
    """Return the page as it would be with the drafts, and English where there are none yet. Never saved, never for visitors."""
    target = ensure_target(job).specific
    return engine.render(job.version, target, texts(job, unsaved))


def refresh_counts(jobs: Sequence[TranslationJob]) -> None:
    """Bring status, counts and titles of jobs up to date, in a number of queries that does not grow."""
    rows: dict[int, list[tuple]] = {job.pk: [] for job in jobs}
    found = Segment.objects.filter(job__in=jobs, kind=Segment.Kind.TEXT).values_list(
        "job_id", "place", "path", "text", "approved_text", "words", "active"
    )
    for job_id, *row in found:
        rows[job_id].append(tuple(row))
    ids = {pk for job in jobs for pk in (job.latest_version_id, job.wanted_version_id)}
    versions = SourceVersion.everything.in_bulk(ids)
    histories = lineage.of_pages(job.translation_key for job in jobs)
    states = _page_states([job.target_page_id for job in jobs if job.target_page_id])
    for job in jobs:
        state = states.get(job.target_page_id or 0, _NO_PAGE)
        _count(job, rows[job.pk], versions, histories[job.translation_key])
        if not state["live"]:
            job.grade, job.english_since, job.urgent_passages = None, None, []
        title = next((text for _place, path, text, _approved, _words, active in rows[job.pk] if active and path == "title"), "")
        job.target_title = state["title"] if state["live"] else counting.plain(title)
        status = _status(job, state)
        if status != job.status:
            job.status, job.waiting_since = status, timezone.now()
    names = ("segments_total", "segments_done", "words_total", "words_done", "written", "segments_changed", "words_changed")
    pending = ("segments_pending", "words_pending", "target_title", "status", "waiting_since")
    behind = ("grade", "english_since", "urgent_passages")
    TranslationJob.objects.bulk_update(jobs, [*names, *pending, *behind])


_NO_PAGE: dict[str, Any] = {"live": False, "title": "", "review": "", "waits": False}


def _page_states(ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return what Wagtail knows of pages: live, title, state of the running workflow, whether an approved revision waits."""
    keys = [str(pk) for pk in ids]
    found = Page.objects.filter(pk__in=keys).values_list("pk", "live", "title", "held_approval")
    states = {pk: {**_NO_PAGE, "live": live, "title": title, "waits": held is not None} for pk, live, title, held in found}
    running = WorkflowState.objects.active().filter(base_content_type=ContentType.objects.get_for_model(Page), object_id__in=keys)
    for key, status in running.values_list("object_id", "status"):
        states[int(key)]["review"] = status
    waiting = Revision.page_revisions.filter(object_id__in=keys, approved_go_live_at__isnull=False)
    for key in waiting.values_list("object_id", flat=True):
        states[int(key)]["waits"] = True
    return states


def _count(job: TranslationJob, rows: list[tuple], versions: Mapping[int, SourceVersion], history: Lineage) -> None:
    active = [row for row in rows if row[5]]
    done = [row for row in active if row[2]]
    code = locale_code(job.locale_id)
    job.segments_total, job.words_total = len(active), sum(row[4] for row in active)
    job.segments_done, job.words_done = len(done), sum(row[4] for row in done)
    job.written = sum(counting.length(row[2], code) for row in done)
    newest, wanted = versions[job.latest_version_id], versions[job.wanted_version_id]
    texts = _texts_of(newest)
    approved = {str(row[0]) for row in rows if row[3]}
    # What readers are told of is English that is live; the work is on what is wanted.
    grades = {place: history.lacking(place, approved) for place in texts}
    changed = [place for place, grade in grades.items() if grade is not None]
    work = history if wanted.number else history.followed_by(wanted.grade, wanted.steps)
    present = {str(row[0]) for row in active}
    lacking, pending = (
        {place: entry["words"] for place, entry in _texts_of(wanted).items() if work.lacking(place, known) is not None}
        for known in (approved, present)
    )
    job.segments_changed, job.words_changed = len(lacking), sum(lacking.values())
    job.segments_pending, job.words_pending = len(pending), sum(pending.values())
    job.grade = max((grade for grade in grades.values() if grade is not None), default=None)
    times = [history.changed_at(place) or newest.created_at for place in changed]
    job.english_since = max(times, default=None)
    urgent = [texts[place]["path"] for place in changed if grades[place] == Grade.URGENT]
    job.urgent_passages = currency.passages(newest.content, urgent) if urgent else []


def _texts_of(version: SourceVersion) -> dict[str, dict[str, Any]]:
    return {entry["place"]: entry for entry in version.segments if entry["kind"] == "text"}


def _status(job: TranslationJob, state: Mapping[str, Any]) -> Status:
    if state["review"] == WorkflowState.STATUS_IN_PROGRESS:
        return Status.IN_REVIEW
    if state["review"] == WorkflowState.STATUS_NEEDS_CHANGES:
        return Status.SENT_BACK
    if state["waits"]:
        return Status.APPROVED
    if job.started:
        return Status.IN_TRANSLATION
    if state["live"]:
        return Status.OUTDATED if job.segments_changed else Status.LIVE
    return Status.NOT_STARTED


def _log(job: TranslationJob, action: str, user: Any) -> None:
    if job.target_page is not None:
        log(instance=job.target_page, action=action, user=user, data={"job": job.pk})
