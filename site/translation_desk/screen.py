"""What somebody may do at a job now, and in words why not: the editor shows this, the services decide it again."""

from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext

from core.formatting import day
from core.i18n import BY_CODE, SOURCE_CODE, locale_code
from translation_desk import comments, four_eyes, grading, jobs, obstacles, writing
from translation_desk.errors import DeskError
from translation_desk.models import Grade, Submission, TranslationJob
from translation_desk.models.jobs import LOCKED, Status
from translation_desk.permissions import can_manage, can_propose, can_review, can_translate
from translation_desk.wording import local_time

Mode = Literal["write", "review", "read"]
Decision = Submission.Decision
MOST_CHANGES = 5
"""How many changes of the English the head of the editor names."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence above the segments."""

    kind: Literal["info", "warning"]
    text: str
    quote: str = ""
    """Words of a person, in whatever language they wrote."""
    url: str = ""
    """Where to see what the sentence speaks of."""


@dataclass(slots=True)
class Screen:
    """What the editor shows of a job to somebody."""

    mode: Mode
    remarks: list[Remark] = field(default_factory=list)
    submission: Submission | None = None
    may_start: bool = False
    may_take_over: bool = False
    may_correct: bool = False
    may_submit: bool = False
    may_withdraw: bool = False
    may_merge: bool = False
    may_decide: bool = False
    may_manage: bool = False
    may_accept_corrections: bool = False
    may_stop: bool = False
    may_restart: bool = False
    may_comment: bool = False
    may_propose_terms: bool = False
    refusal: str = ""
    """Why the person may not approve although they review."""


def screen(user: Any, job: TranslationJob) -> Screen:
    """Work out mode, remarks and possible steps. Reads the last submission, and in review who wrote what."""
    submission = job.submissions.select_related("revision", "decided_by", "submitted_by").defer("revision__content").first()
    made = Screen("read", submission=submission, may_comment=comments.may_comment(user, job))
    made.may_propose_terms = can_propose(user, job.locale_id)
    translates, reviews, status = can_translate(user, job), can_review(user, job), job.status
    blocked, theirs = _refusal_to_open(job), _refusal_of_own(user, job)
    waits = submission is not None and submission.decision == Decision.PENDING and status == Status.IN_REVIEW
    if translates and not blocked and not theirs and (job.started or status in {Status.NOT_STARTED, Status.OUTDATED}):
        made.mode = "write"
    elif waits and reviews:
        made.mode = "review"
    writable = translates and not blocked
    made.may_start = writable and not job.started and status != Status.LIVE and job.translator_id is None
    made.may_take_over = writable and bool(theirs)
    made.may_correct = writable and not job.started and status == Status.LIVE
    made.may_submit = made.mode == "write" and job.started
    made.may_manage = can_manage(user, job.locale_id)
    own = submission is not None and user.pk in {job.translator_id, submission.submitted_by_id}
    made.may_withdraw = status in {Status.IN_REVIEW, Status.APPROVED} and ((translates and own) or made.may_manage)
    made.may_merge = made.mode == "write" and job.started and job.version_id != job.wanted_version_id
    made.may_accept_corrections = waits and translates and not theirs
    made.may_restart = made.may_manage and not job.enabled
    made.may_stop = made.may_manage and job.enabled and job.target_page_id is not None and status not in LOCKED
    if made.mode == "review" and submission is not None and submission.revision is not None:
        made.refusal = four_eyes.refusal(user, submission.revision)
        made.may_decide = True
    made.remarks = _remarks(job, made, blocked=blocked, theirs=theirs, translates=translates)
    return made


def in_language(code: str) -> SafeString:
    """Return the attributes of an element whose text is in a language of ours."""
    return format_html('lang="{}" dir="{}"', BY_CODE[code].tag, BY_CODE[code].direction)


def segment_context(job: TranslationJob, made: Screen) -> dict[str, Any]:
    """Return what the template of a segment needs beside its row."""
    return {
        "screen": made,
        "writing": made.mode == "write",
        "reviewing": made.mode == "review",
        "review": in_review(job, made),
        "in_english": in_language(SOURCE_CODE),
        "in_target": in_language(locale_code(job.locale_id)),
    }


def in_review(job: TranslationJob, made: Screen) -> bool:
    """Tell whether the screen shows what is new against the live translation."""
    return made.mode == "review" or (made.mode == "read" and job.status == Status.IN_REVIEW)


def _remarks(job: TranslationJob, made: Screen, *, blocked: str, theirs: str, translates: bool) -> list[Remark]:
    found = []
    submission = made.submission
    if submission is not None and submission.decision == Decision.SENT_BACK and job.status == Status.SENT_BACK:
        name = str(submission.decided_by.get_full_name() or submission.decided_by) if submission.decided_by else ""
        found.append(Remark("warning", _("%(name)s sent this translation back:") % {"name": name}, submission.message))
    if made.mode == "review" and submission is not None and submission.note:
        name = str(submission.submitted_by.get_full_name() or submission.submitted_by) if submission.submitted_by else ""
        found.append(Remark("info", _("%(name)s wrote when handing it in:") % {"name": name}, submission.note))
    if made.refusal:
        found.append(Remark("warning", made.refusal))
    if translates and theirs and not blocked:
        found.append(Remark("info", theirs))
    if blocked and made.mode != "review" and (translates or not job.enabled):
        found.append(Remark("info", blocked))
    if made.mode == "read" and not blocked and job.status == Status.LIVE and translates:
        found.append(Remark("info", _("This translation is live and up to date. Open a correction to change its wording.")))
    found += _order(job)
    for obstacle in obstacles.of_jobs([job]).get(job.pk, []):
        found.append(Remark("info", obstacle.sentence(), url=obstacle.url))
    found += _changes_of_english(job)
    if not translates:
        found.append(Remark("info", _("You may read and comment here; people of this language translate.")))
    return found


def _order(job: TranslationJob) -> list[Remark]:
    """Say that the English is not live yet, and what was said with the order."""
    version = job.ordered_version
    if version is None or job.version_id != version.pk:
        return []
    at = version.revision.approved_go_live_at if version.revision is not None else None
    if at is None:
        return [Remark("info", _("You translate English that is approved and not live yet."), version.note)]
    told = _("You translate the English that goes live on %(time)s.") % {"time": local_time(at)}
    return [Remark("info", told, version.note)]


def _changes_of_english(job: TranslationJob) -> list[Remark]:
    """Say what changed in English since the live translation, in the words of its author."""
    found = []
    for version in grading.unanswered(job)[:MOST_CHANGES]:
        kind: Literal["info", "warning"] = "warning" if version.grade == Grade.URGENT else "info"
        pattern = (
            _("English changed urgently on %(date)s.") if version.grade == Grade.URGENT else _("English changed on %(date)s.")
        )
        found.append(Remark(kind, pattern % {"date": day(timezone.localtime(version.created_at).date())}, version.note))
    return found


def changed_again(job: TranslationJob) -> str:
    """Say how much changed in English since the work began; empty when nothing did."""
    if job.version_id == job.wanted_version_id or not job.started:
        return ""
    if job.ordered_version_id:
        return ngettext(
            "The English that is to go live differs: %(count)s segment.",
            "The English that is to go live differs: %(count)s segments.",
            job.segments_pending,
        ) % {"count": job.segments_pending}
    if not job.segments_pending:
        return _("English changed again: nothing new to translate.")
    return ngettext(
        "English changed again: %(count)s segment.", "English changed again: %(count)s segments.", job.segments_pending
    ) % {"count": job.segments_pending}


def _refusal_to_open(job: TranslationJob) -> str:
    try:
        jobs.require_open(job)
    except DeskError as error:
        return str(error)
    return ""


def _refusal_of_own(user: Any, job: TranslationJob) -> str:
    try:
        writing.require_own(user, job)
    except DeskError as error:
        return str(error)
    return ""
