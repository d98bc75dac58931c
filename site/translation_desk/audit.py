"""Who translated, changed, approved and published which words, when, and from which English.

Two readings of the same facts: the words as they were approved last, and everything that happened, newest first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import CharField, Q, QuerySet, Value
from django.utils.encoding import force_str
from django.utils.html import strip_tags
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry

from core.i18n import locale_code
from translation_desk.log_entries import PLAN, PREFIX
from translation_desk.models import Segment, SegmentHistory, Submission, TranslationJob
from translation_desk.wording import person

Action = SegmentHistory.Action
PUBLICATION = (
    "wagtail.publish",
    "wagtail.publish.scheduled",
    "wagtail.publish.schedule",
    "wagtail.schedule.cancel",
    "wagtail.unpublish",
    "wagtail.unpublish.scheduled",
    "wagtail.delete",
    "translation_desk.follow_english",
    "translation_desk.hold",
)
"""Of Wagtail's own entries, those that decide what visitors read."""
PREFIX_OF_EXPERTS = "newsroom.expert_"
"""What experts without an account said of a translation is logged above the desk."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of what happened."""

    at: datetime
    person: str
    step: str
    place: str = ""
    english: str = ""
    text: str = ""
    version: int | None = None
    comment: str = ""
    segment_id: int | None = None


@dataclass(frozen=True, slots=True)
class ApprovedWords:
    """One approved text and the people behind it."""

    place: str
    english: str
    text: str
    translated_by: str
    accepted_by: str
    approved_by: str
    approved_at: datetime | None
    published_at: datetime | None
    version: int | None
    segment_id: int


def event_keys(job: TranslationJob, *, user_id: int | None = None) -> QuerySet[Any]:
    """Return time, kind and id of everything that happened to a job, newest first, as a queryset that can be cut into pages."""
    segments = SegmentHistory.objects.filter(segment__job=job)
    entries = PageLogEntry.objects.filter(_log_filter(job))
    if user_id is not None:
        segments, entries = segments.filter(user=user_id), entries.filter(user=user_id)
    history = segments.order_by().values_list("at", Value("segment", CharField()), "pk")
    steps = entries.order_by().values_list("timestamp", Value("log", CharField()), "pk")
    return history.union(steps, all=True).order_by("-at", "-pk")


def people(job: TranslationJob) -> list[tuple[int, str]]:
    """Return ids and names of everybody who had a hand in a job."""
    users = get_user_model().objects.filter(
        Q(pk__in=SegmentHistory.objects.filter(segment__job=job).order_by().values("user"))
        | Q(pk__in=PageLogEntry.objects.filter(_log_filter(job)).order_by().values("user"))
    )
    return sorted(((user.pk, person(user)) for user in users), key=lambda pair: pair[1])


def _log_filter(job: TranslationJob) -> Q:
    steps = Q(action__startswith=PREFIX) | Q(action__startswith=PREFIX_OF_EXPERTS)
    ours = Q(steps, data__job=job.pk)
    plan = [f"{PREFIX}{step}" for step in PLAN]
    ours |= Q(page=job.source_page_id, action__in=plan, data__language__in=["", locale_code(job.locale_id)])
    page = job.target_page_id
    return ours | Q(page=page, action__in=PUBLICATION) if page else ours


def events(keys: Iterable[tuple[datetime, str, int]], *, in_words: bool = True) -> list[Event]:
    """Read the events with those keys: three queries however many.

    Without words, what was written and said is left out: it is drafts, and what people of the language told each other of them.
    """
    keys = list(keys)
    history = {
        row.pk: row
        for row in SegmentHistory.objects.filter(pk__in=[pk for _at, kind, pk in keys if kind == "segment"]).select_related(
            "segment", "user", "source_version"
        )
    }
    entries = {
        row.pk: row
        for row in PageLogEntry.objects.filter(pk__in=[pk for _at, kind, pk in keys if kind == "log"]).select_related("user")
    }
    versions = _version_numbers(entries.values())
    made = []
    for _at, kind, pk in keys:
        if kind == "segment" and pk in history:
            made.append(_segment_event(history[pk]))
        elif kind == "log" and pk in entries:
            made.append(_log_event(entries[pk], versions))
    return made if in_words else [replace(event, text="", comment="") for event in made]


def _version_numbers(entries: Iterable[PageLogEntry]) -> dict[int, int]:
    revisions = [entry.revision_id for entry in entries if entry.revision_id]
    return dict(Submission.objects.filter(revision__in=revisions).values_list("revision_id", "version__number"))


def _segment_event(row: SegmentHistory) -> Event:
    return Event(
        at=row.at,
        person=person(row.user, row.user_id),
        step=str(row.get_action_display()),
        place=row.segment.path,
        english=strip_tags(row.segment.source),
        text=strip_tags(row.text),
        version=row.source_version.number if row.source_version else None,
        segment_id=row.segment_id,
    )


def _log_event(entry: PageLogEntry, versions: dict[int, int]) -> Event:
    formatter = registry.get_formatter(entry)
    english = entry.data.get("english") or {}
    return Event(
        at=entry.timestamp,
        person=person(entry.user, entry.user_id),
        step=force_str(formatter.format_message(entry)) if formatter else entry.action,
        version=english.get("number") or versions.get(entry.revision_id or 0),
        comment=force_str(formatter.format_comment(entry)) if formatter else "",
    )


def approved_words(job: TranslationJob) -> QuerySet[Segment]:
    """Return the segments whose text was approved, in the order of the page."""
    return job.segments.filter(active=True).exclude(approved_text="").select_related("approved_author", "approved_by")


def as_words(job: TranslationJob, segments: Sequence[Segment]) -> list[ApprovedWords]:
    """Return who wrote, accepted, approved and published the texts of some segments: three queries however many.

    The approval is the one that a text had when it was new; later submissions that only repeat it change nothing.
    """
    steps, published = _steps(segments), _publications(job)
    page = job.target_page
    # Texts that were live before the desk began have no entry of their own.
    live_since = page.last_published_at if page is not None and page.live and job.go_live_at is None else None
    made = []
    for segment in segments:
        approval = steps.get((segment.pk, Action.APPROVED, segment.approved_text))
        acceptance = steps.get((segment.pk, Action.ACCEPTED, segment.approved_text))
        approved_at = approval.at if approval else segment.approved_at
        approver = (approval.user, approval.user_id) if approval else (segment.approved_by, segment.approved_by_id)
        made.append(
            ApprovedWords(
                place=segment.path,
                english=strip_tags(segment.source),
                text=strip_tags(segment.approved_text),
                translated_by=person(segment.approved_author, segment.approved_author_id),
                accepted_by=person(acceptance.user, acceptance.user_id) if acceptance else "",
                approved_by=person(*approver),
                approved_at=approved_at,
                published_at=next((time for time in published if approved_at and time >= approved_at), live_since),
                version=approval.source_version.number if approval and approval.source_version else None,
                segment_id=segment.pk,
            )
        )
    return made


def _steps(segments: Sequence[Segment]) -> dict[tuple[int, str, str], SegmentHistory]:
    """Return the newest acceptance and approval of each text, by segment, kind of step and text."""
    wanted = [Action.APPROVED, Action.ACCEPTED]
    rows = SegmentHistory.objects.filter(segment__in=[segment.pk for segment in segments], action__in=wanted)
    found = rows.select_related("user", "source_version").order_by("at", "pk")
    return {(row.segment_id, row.action, row.text): row for row in found}


def _publications(job: TranslationJob) -> list[datetime]:
    """Return when the translated page went live, oldest first."""
    if job.target_page_id is None:
        return []
    entries = PageLogEntry.objects.filter(page=job.target_page_id, action__in=("wagtail.publish", "wagtail.publish.scheduled"))
    return list(entries.order_by("timestamp").values_list("timestamp", flat=True))
