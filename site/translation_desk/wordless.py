"""Carries what needs no words to the live translations: numbers, dates, images, files, relations, order and removal of blocks.

Rendered from the last *approved* text of each segment, never from a draft. What has no approved text stays as visitors know it;
a new block without one is left out.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision

from translation_desk import engine, lineage, staying
from translation_desk.models import HiddenText, Segment, SourceVersion, TranslationJob
from translation_desk.models.jobs import Status

PENDING = (Status.IN_REVIEW, Status.SENT_BACK, Status.APPROVED)
"""Statuses in which the page's newest revision is somebody's work, which must stay the newest."""


def approved_texts(jobs: Sequence[TranslationJob], version: SourceVersion) -> dict[int, dict[str, str]]:
    """Return the approved texts of a version's places by job, in two queries.

    A text that moved counts in its new place, one in which only typos were mended in that of the corrected text.
    """
    by_place: dict[int, dict[str, str]] = {job.pk: {} for job in jobs}
    by_source: dict[int, dict[str, str]] = {job.pk: {} for job in jobs}
    rows = Segment.objects.filter(job__in=jobs).exclude(approved_text="").order_by("approved_at", "pk")
    for job_id, place, source, kind, text in rows.values_list("job_id", "place", "source", "kind", "approved_text"):
        by_place[job_id][str(place)] = text
        if kind == Segment.Kind.TEXT:
            by_source[job_id][source] = text
    history = lineage.of_page(version.translation_key)
    for entry in version.segments:
        if entry["kind"] == "text":
            same = list(history.same(entry["place"]))
            for job in jobs:
                texts = by_place[job.pk]
                moved = by_source[job.pk].get(entry["data"]) or next((texts[place] for place in same if place in texts), "")
                if moved:
                    texts.setdefault(entry["place"], moved)
    return by_place


@transaction.atomic
def bring_up_to_date(jobs: Sequence[TranslationJob], version: SourceVersion, user: Any) -> list[TranslationJob]:
    """Publish what changed without words on the live translations of a page; return the jobs whose page changed.

    `user` is the approver of the English, under whose name it is logged. Pages kept by hand are left alone, also those that the
    desk took up again, until a translation is approved.
    """
    wanted = {job.target_page_id: job for job in jobs if job.enabled and job.target_page_id and job.live_version_id}
    pages = Page.objects.filter(pk__in=wanted, live=True).specific()
    texts = approved_texts(jobs, version)
    hidden = {row.job_id: row for row in HiddenText.objects.filter(job__in=jobs, whole=False).select_related("revision")}
    changed = []
    for live in pages:
        job = wanted[live.pk]
        before = engine.prints(live, engine.freeze(live))
        row = hidden.get(job.pk)
        # What is hidden stands in what was live before only.
        page = row.revision.as_object() if row is not None and row.revision is not None else live
        engine.render(version, page, texts[job.pk], missing="keep")
        staying.take_away(page, row.paths if row is not None else ())
        if engine.prints_of_rendered(page) != before:
            publish(page, user, work_pending=job.status in PENDING)
            changed.append(job)
    return changed


def publish(page: Page, user: Any, *, work_pending: bool) -> Revision:
    """Make a page's changed fields the live ones.

    While work is pending its revision stays the newest, and a revision that waits for its date goes on waiting: publishing would
    end both.
    """
    scheduled = list(page.revisions.filter(approved_go_live_at__isnull=False).values_list("pk", "approved_go_live_at"))
    if work_pending:
        revision = Revision.objects.create(
            content_object=page,
            base_content_type=page.get_base_content_type(),
            user=user,
            content={**page.serializable_data(), "go_live_at": None},
            object_str=str(page),
        )
    else:
        page.go_live_at = None
        revision = page.save_revision(user=user, clean=False)
    revision.publish(user=user, log_action="translation_desk.follow_english", skip_permission_checks=True)
    if work_pending:
        Page.objects.filter(pk=page.pk).update(has_unpublished_changes=True)
    for pk, when in scheduled:
        Revision.objects.filter(pk=pk).update(approved_go_live_at=when)
    return revision
