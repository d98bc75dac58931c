"""Filling empty segments with what the memory has for exactly the same English, as drafts that somebody has to read.

Only what is the same is taken, never what is merely like it; where several translations are equally good, a person chooses.
Whoever asked for it counts as the author, so that another person approves.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from core import queueing
from core.i18n import locale_code
from translation_desk import assigning, editing, memory, tags, writing
from translation_desk.errors import BadTextError, DeskError, NotAllowedError, WrongStateError
from translation_desk.models import Segment, SegmentHistory, TranslationJob
from translation_desk.models.jobs import LOCKED
from translation_desk.permissions import can_review, can_translate
from translation_memory import texts
from translation_memory.matching import exact

Action = SegmentHistory.Action

AT_ONCE = 200
"""Segments that are filled while a person waits; of more, the rest is filled in the background."""
JOBS_AT_ONCE = 500
LONGEST = 64
"""Jobs that one task fills."""


class Text(NamedTuple):
    """What is read of a text to see whether it can be filled. The rows of the editor have the same columns."""

    pk: int
    path: str
    source: str
    text: str


def fillable(job: TranslationJob, rows: Iterable[Any]) -> dict[int, str]:
    """Return what can be filled in of the texts of a job, as it is stored, by id of the segment; one query beside the outline.

    `rows`: all active texts of the job in the order of its page, each with `pk`, `path`, `source` and `text`.
    """
    rows = list(rows)
    asked = _asked(rows)
    found = exact(locale_code(job.locale_id), asked) if asked else {}
    by_pk = {row.pk: row for row in rows}
    filled = {}
    for pk, unit in found.items():
        text = _fitting(job, by_pk[pk], unit.source, unit.target)
        if text:
            filled[pk] = text
    return filled


def _asked(rows: Sequence[Any]) -> dict[int, tuple[str, str, str]]:
    """Return the English of empty texts with the keys of what stands beside it."""
    if all(row.text for row in rows):
        return {}
    keys = ["", *(texts.key(row.source) for row in rows), ""]
    return {row.pk: (row.source, keys[number], keys[number + 2]) for number, row in enumerate(rows) if not row.text}


def _fitting(job: TranslationJob, row: Any, source: str, target: str) -> str:
    """Return a remembered text as it is stored in a place; empty where it does not fit there."""
    try:
        stored = editing.stored_text(Segment(path=row.path, source=row.source), memory.fitting(row.source, source, target), job)
    except BadTextError:
        return ""
    return "" if tags.missing(row.source, stored) else stored


def fill(user: Any, job: TranslationJob) -> list[Segment]:
    """Fill the empty texts of a job, as far as the memory has exactly them; return those that were filled.

    Work begins where it has not, unless there is nothing to fill. Raises NotAllowedError, WrongStateError.
    """
    with transaction.atomic():
        locked = writing.writable(user, job.pk)
        if not fillable(locked, _texts([locked.pk])[locked.pk]):
            return []
        # It may stand on newer English once it has begun.
        locked = writing.opened(user, job.pk)
        query = Segment.objects.filter(job=locked, active=True, kind=Segment.Kind.TEXT).select_for_update(of=("self",))
        rows = list(query.order_by("order", "pk"))
        found = fillable(locked, rows)
        chosen = [row for row in rows if row.pk in found]
        return writing.write(locked, chosen, [found[row.pk] for row in chosen], user, Action.PREFILLED, prefilled=True)


def confirm(user: Any, job: TranslationJob, ids: Collection[int] | None = None) -> list[Segment]:
    """Say of texts that came from the memory that they are right as they are: all of a job, or those of some segments.

    Raises NotAllowedError, and WrongStateError where there is none.
    """
    with transaction.atomic():
        locked = writing.writable(user, job.pk)
        rows = (
            Segment.objects.filter(job=locked, active=True, prefilled=True)
            .select_for_update(of=("self",))
            .order_by("order", "pk")
        )
        chosen = list(rows if ids is None else rows.filter(pk__in=ids))
        if not chosen:
            raise WrongStateError(_("There is no text from the memory left to confirm."))
        for row in chosen:
            row.prefilled = False
        Segment.objects.bulk_update(chosen, ["prefilled"], batch_size=500)
        writing.remember(locked, chosen, user, Action.CONFIRMED)
        return chosen


# --- Many jobs ---


def effects(user: Any, jobs: Iterable[TranslationJob], _action: str, _value: Any = None) -> list[assigning.Effect]:
    """Return how many texts each job would be filled with, or why none. The number of queries does not grow with the texts."""
    jobs = list(jobs)
    found = []
    for start in range(0, len(jobs), JOBS_AT_ONCE):
        some = jobs[start : start + JOBS_AT_ONCE]
        refusals = {job.pk: _refusal(user, job) for job in some}
        open_jobs = [job for job in some if refusals[job.pk] is None and job.segments_done < job.segments_total]
        numbers = _numbers(open_jobs, _texts([job.pk for job in open_jobs]))
        found += [assigning.Effect(job, refusal=refusals[job.pk], fills=numbers.get(job.pk, 0)) for job in some]
    return found


def _refusal(user: Any, job: TranslationJob) -> DeskError | None:
    """Return why a job cannot be filled, as far as its row in the queue tells; `fill` asks for all of it."""
    if not can_translate(user, job):
        return NotAllowedError()
    if job.translator_id not in {None, user.pk} and not can_review(user, job):
        return NotAllowedError(_("Somebody else translates this page."))
    if not job.enabled:
        return WrongStateError(_("The page is kept by hand in the page editor."))
    if job.source_page_id is None:
        return WrongStateError(_("The English page was deleted."))
    if job.status in LOCKED:
        return WrongStateError(_("This translation waits for a decision, so nobody writes in it."))
    return None


def _texts(job_ids: Sequence[int]) -> dict[int, list[Text]]:
    found: dict[int, list[Text]] = defaultdict(list)
    rows = Segment.objects.filter(job__in=job_ids, active=True, kind=Segment.Kind.TEXT).order_by("job", "order", "pk")
    for job_id, *columns in rows.values_list("job", *Text._fields):
        found[job_id].append(Text(*columns))
    return found


def _numbers(jobs: Sequence[TranslationJob], rows: dict[int, list[Text]]) -> dict[int, int]:
    """Return how many texts of each job the memory has; one query for each language.

    Whether each fits its place is seen when it is filled, since that takes the outline of every page.
    """
    by_language: dict[str, dict[int, tuple[str, str, str]]] = defaultdict(dict)
    job_of = {}
    for job in jobs:
        asked = _asked(rows[job.pk])
        by_language[locale_code(job.locale_id)] |= asked
        job_of |= dict.fromkeys(asked, job.pk)
    numbers = dict.fromkeys((job.pk for job in jobs), 0)
    for code, asked in by_language.items():
        for pk in exact(code, asked) if asked else ():
            numbers[job_of[pk]] += 1
    return numbers


def fill_jobs(user: Any, jobs: Iterable[TranslationJob], _value: Any = None) -> assigning.Outcome:
    """Fill the empty texts of many jobs: of `AT_ONCE` texts now, of the other jobs in the background.

    Raises the first refusal where no job could be served at all.
    """
    planned = effects(user, jobs, "prefill")
    refused = [effect for effect in planned if effect.refusal]
    done = [effect for effect in planned if effect.fills]
    unchanged = [effect for effect in planned if not effect.fills and not effect.refusal]
    if refused and not done and not unchanged:
        raise refused[0].refusal or WrongStateError()
    now, later, texts_now = [], [], 0
    for effect in done:
        texts_now += effect.fills
        (now if texts_now <= AT_ONCE else later).append(effect)
    filled: list[assigning.Effect] = []
    for effect in now:
        try:
            number = len(fill(user, effect.job))
        except DeskError as error:
            refused.append(assigning.Effect(effect.job, refusal=error))
        else:
            (filled if number else unchanged).append(assigning.Effect(effect.job, fills=number))
    with transaction.atomic():
        for start in range(0, len(later), LONGEST):
            queueing.with_commit(fill_later, user.pk, tuple(effect.job.pk for effect in later[start : start + LONGEST]))
    return assigning.Outcome(filled, unchanged, refused, later=len(later))


@task()
def fill_later(user_id: int, job_ids: list[int]) -> None:
    """Fill jobs in the background, each by itself. What has changed meanwhile and may not be filled any more is left out."""
    user = get_user_model().objects.filter(pk=user_id).first()
    if user is None:
        return
    for job in TranslationJob.objects.filter(pk__in=job_ids).order_by("pk"):
        try:
            fill(user, job)
        except DeskError:
            continue
