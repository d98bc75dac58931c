"""Writes down who translated how many words, when their texts become the approved ones."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from core.i18n import locale_code
from translation_desk import counting
from translation_desk.models import Segment, Submission, TranslatedText
from translation_memory import leverage, texts
from translation_memory.leverage import Asked

SAME = 100
"""Percentage of a text that the memory has."""


def record(submission: Submission, segments: Sequence[Segment], approved: Mapping[int, Mapping[str, Any]]) -> int:
    """Enter the texts of a submission that are new or changed; return how many.

    Called before the segments take the texts over and before the memory does, in the same transaction. `approved` holds what was
    handed in by the id of the segment. An earlier version that is put before visitors again was counted when it was approved.

    Costs nothing where no text changed, else two queries; new texts cost one more, and two for each twenty or more that the
    memory does not have.
    """
    if submission.original_id is not None:
        return 0
    rows = [row for row in segments if row.kind == Segment.Kind.TEXT and approved[row.pk]["text"]]
    changed = [row for row in rows if row.approved_text != approved[row.pk]["text"]]
    if not changed:
        return 0
    job = submission.job
    code = locale_code(job.locale_id)
    revised = _revised(job.pk, changed)
    percents = _percents(code, rows, {row.pk for row in changed} - revised)
    at = submission.decided_at or timezone.now()
    TranslatedText.objects.bulk_create(
        (
            TranslatedText(
                job=job,
                segment=row,
                translation_key=job.translation_key,
                title=job.source_title,
                locale_id=job.locale_id,
                author_id=approved[row.pk]["author"],
                reviewer_id=submission.decided_by_id,
                approved_at=at,
                words=row.words,
                length=counting.length(approved[row.pk]["text"], code),
                revised=row.pk in revised,
                percent=percents.get(row.pk, leverage.NONE),
            )
            for row in changed
        ),
        batch_size=500,
    )
    return len(changed)


def _revised(job_id: int, rows: Sequence[Segment]) -> set[int]:
    """Return the ids of rows in whose place a translation was approved before, for this English or for earlier English."""
    known = Segment.objects.filter(job=job_id, kind=Segment.Kind.TEXT).order_by()
    earlier = {pk: (previous, bool(text)) for pk, previous, text in known.values_list("pk", "previous", "approved_text")}
    found = set()
    for row in rows:
        at: int | None = row.pk
        seen = set()
        while at in earlier and at not in seen:
            seen.add(at)
            at, approved = earlier[at]
            if approved:
                found.add(row.pk)
                break
    return found


def _percents(code: str, rows: Sequence[Segment], wanted: set[int]) -> dict[int, int]:
    """Return the best percentages of wanted rows by id. What the page says twice is new once; its repetition is the same text."""
    keys = ["", *(texts.key(row.source) for row in rows), ""]
    seen: set[str] = set()
    found: dict[int, int] = {}
    asked: dict[int, Asked] = {}
    for number, row in enumerate(rows):
        key = keys[number + 1]
        if row.pk not in wanted:
            continue
        if key in seen:
            found[row.pk] = SAME
        else:
            seen.add(key)
            asked[row.pk] = Asked(row.source, keys[number], keys[number + 2])
    if asked:
        found |= dict(zip(asked, leverage.best(code, list(asked.values())), strict=True))
    return found
