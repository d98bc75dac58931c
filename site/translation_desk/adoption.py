"""Takes the texts of translated pages that the desk did not make into its rows: existing translations, hand-made pages."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from translation_desk import engine
from translation_desk.models import Segment, TranslationJob

LINK_ID = re.compile(r'(?<= id=")[a-z]+\d+(?=")')


def aligned(job: TranslationJob, page: Page) -> dict[str, str]:
    """Return the texts of a translated page (its specific instance) by the place of the English they stand for.

    Texts of one path are paired in their order. A path with more texts than English has keeps all words: the last pair takes the
    rest. A path that the page does not have is left out.
    """
    theirs: dict[str, list[dict[str, Any]]] = {}
    for entry in engine.freeze(page).segments:
        if entry["kind"] == "text":
            theirs.setdefault(entry["path"], []).append(entry)
    ours: dict[str, list[dict[str, Any]]] = {}
    for entry in job.version.segments:
        if entry["kind"] == "text":
            ours.setdefault(entry["path"], []).append(entry)
    found: dict[str, str] = {}
    for path, wanted in ours.items():
        present = theirs.get(path, [])
        for number, entry in enumerate(wanted):
            last = number == len(wanted) - 1
            pieces = present[number:] if last else present[number : number + 1]
            if pieces:
                found[entry["place"]] = " ".join(_with_english_ids(piece, entry) for piece in pieces)
    return found


def _with_english_ids(piece: Mapping[str, Any], english: Mapping[str, Any]) -> str:
    """Give the tags of a translated text the ids that the same links have in English; their order may differ."""
    left = dict(english["attrs"])
    renamed: dict[str, str] = {}
    for key, attributes in piece["attrs"].items():
        same = next((name for name, other in left.items() if other == attributes), next(iter(left), key))
        left.pop(same, None)
        renamed[key] = same
    return LINK_ID.sub(lambda match: renamed.get(match[0], match[0]), piece["data"])


def take_up(
    job: TranslationJob, page: Page, rows: list[Segment], *, author: Any, approver: Any, at: datetime | None = None
) -> list[Segment]:
    """Fill a job's rows with the texts of its live page as translated and approved; return them, not yet saved.

    Meant for translations that existed before the desk: whoever runs it vouches that visitors have been reading them.
    """
    texts = aligned(job, page)
    when = at or timezone.now()
    filled = []
    for row in rows:
        text = texts.get(str(row.place), "")
        if text:
            row.text = row.approved_text = text
            row.author, row.approved_author, row.approved_by = author, author, approver
            row.written_at = row.approved_at = when
            filled.append(row)
    job.live_version = job.version
    return filled


APPROVED_FIELDS = ["text", "approved_text", "author", "approved_author", "approved_by", "written_at", "approved_at"]


def take_up_drafts(job: TranslationJob, user: Any) -> int:
    """Make the texts of a page that was kept by hand the drafts of their places; return how many drafts changed."""
    if job.target_page is None:
        return 0
    page = job.target_page.get_latest_revision_as_object()
    texts = aligned(job, page)
    changed = []
    for row in Segment.objects.filter(job=job, active=True, kind=Segment.Kind.TEXT):
        text = texts.get(str(row.place), "")
        if text and text != row.text:
            row.text, row.author, row.accepted_by, row.written_at = text, user, None, timezone.now()
            row.review, row.version = Segment.Review.NONE, row.version + 1
            changed.append(row)
    Segment.objects.bulk_update(changed, ["text", "author", "accepted_by", "written_at", "review", "version"], batch_size=500)
    return len(changed)
