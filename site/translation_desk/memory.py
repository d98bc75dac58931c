"""The desk and the translation memory: approved texts enter it, and editors see what of it helps with a segment."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.db import transaction
from django.urls import reverse
from django.utils.safestring import SafeString

from core.formatting import percent
from core.i18n import locale_code, locale_ids
from exchange_formats.inline import MARK
from translation_desk import comments, differences, filters, liveness, tags
from translation_desk.models import Segment, TranslationJob
from translation_desk.permissions import locales_to_open, require
from translation_desk.wording import local_time
from translation_memory import concordance, texts
from translation_memory.concordance import Side
from translation_memory.entering import Entry, enter
from translation_memory.matching import Match, Place, matches
from translation_memory.models import MemoryUnit

JOBS_AT_ONCE = 50
NEIGHBOURS = ("before", "after")


@dataclass(frozen=True, slots=True)
class Approved:
    """A text of a page as it was approved."""

    path: str
    source: str
    text: str
    author_id: int | None
    approver_id: int | None
    at: datetime


def take_up(pages: Iterable[tuple[TranslationJob, Sequence[Approved]]]) -> int:
    """Enter the approved texts of jobs, each job's in the order of its page; return how many units were made.

    The number of queries grows neither with texts nor with jobs.
    """
    entries = []
    for job, rows in pages:
        keys = ["", *(texts.key(row.source) for row in rows), ""]
        for number, row in enumerate(rows):
            entries.append(
                Entry(
                    language=locale_code(job.locale_id),
                    translation_key=job.translation_key,
                    path=row.path,
                    source=row.source,
                    target=row.text,
                    before=keys[number],
                    after=keys[number + 2],
                    author_id=row.author_id,
                    approver_id=row.approver_id,
                    approved_at=row.at,
                )
            )
    return enter(entries)


def of_segment(row: Segment) -> Approved:
    """Return what visitors may read of a segment; it must have been approved."""
    at = row.approved_at or row.job.created_at
    return Approved(row.path, row.source, row.approved_text, row.approved_author_id, row.approved_by_id, at)


@transaction.atomic
def fill(report: Callable[[str], None] = lambda _line: None) -> int:
    """Enter what the desk has approved in jobs that the memory knows nothing of; return how many units were made.

    For a site that is older than its memory. What a page no longer says is entered before what it says now, so that it counts as
    replaced. All or nothing, and may run again at any time.
    """
    known = set(MemoryUnit.objects.order_by().values_list("language", "translation_key").distinct())
    jobs = TranslationJob.everything.order_by("pk").values_list("pk", "locale", "translation_key")
    ids = [pk for pk, locale_id, key in jobs if (locale_code(locale_id), key) not in known]
    made = 0
    for start in range(0, len(ids), JOBS_AT_ONCE):
        made += sum(take_up(wave) for wave in _waves(ids[start : start + JOBS_AT_ONCE]))
        report(f"{min(start + JOBS_AT_ONCE, len(ids))} / {len(ids)}, {made}")
    return made


def _waves(job_ids: Sequence[int]) -> list[list[tuple[TranslationJob, list[Approved]]]]:
    """Return the approved texts of jobs by approval: what left each page first comes first, what it says now comes last."""
    rows = (
        Segment.objects.filter(job__in=job_ids, kind=Segment.Kind.TEXT)
        .exclude(approved_text="")
        .select_related("job")
        .order_by("job", "active", "approved_at", "order", "pk")
    )
    waves: list[list[tuple[TranslationJob, list[Approved]]]] = []
    for job, of_job in groupby(rows, key=lambda row: row.job):
        for number, (_which, approved) in enumerate(groupby(of_job, key=lambda row: None if row.active else row.approved_at)):
            if number == len(waves):
                waves.append([])
            waves[number].append((job, [of_segment(row) for row in sorted(approved, key=lambda row: row.order)]))
    return waves


def fill_if_empty() -> int:
    """Enter what is approved where nothing has entered yet: on a site that is older than its memory."""
    return 0 if MemoryUnit.objects.filter(imported_from=None).exists() else fill()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text of the memory as it is shown beside a segment."""

    number: int
    percent: str
    same: bool
    in_context: bool
    edited: str
    """As it is put into the field."""
    shown: SafeString
    difference: SafeString | str
    """Of its English from the segment's; empty where there is none."""
    origin: "Origin"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a unit comes from, in words: a page, or a file."""

    title: str
    url: str
    """Of its page at the desk; empty where there is none any more."""
    author: str
    approver: str
    at: datetime
    moment: str
    age: str
    file: str = ""
    """The name of the file that it came with, and the program that wrote it."""
    tool: str = ""
    live: bool = False
    """Whether visitors read it in its place now."""


def beside(user: Any, job: TranslationJob, segment: Segment) -> list[Suggestion]:
    """Return what helps with a segment, best first. For whoever may open the job. Raises NotAllowedError."""
    require(comments.may_comment(user, job))
    if segment.kind != Segment.Kind.TEXT:
        return []
    found = matches(locale_code(job.locale_id), segment.source, _place(job, segment))
    origins = origins_of([match.unit for match in found], job.locale_id)
    return [_suggestion(number, match, segment, origins[match.unit.pk]) for number, match in enumerate(found, start=1)]


def _place(job: TranslationJob, segment: Segment) -> Place:
    """Return where a segment stands, with its neighbours among the texts of its page."""
    rows = Segment.objects.filter(job=job, active=True, kind=Segment.Kind.TEXT)
    near = {
        "before": rows.filter(order__lt=segment.order).order_by("-order"),
        "after": rows.filter(order__gt=segment.order).order_by("order"),
    }
    sources = {name: near[name].values_list("source", flat=True).first() for name in NEIGHBOURS}
    return Place(
        job.translation_key, segment.path, *(texts.key(source) if (source := sources[name]) else "" for name in NEIGHBOURS)
    )


def _suggestion(number: int, match: Match, segment: Segment, origin: Origin) -> Suggestion:
    unit = match.unit
    edited = fitting(segment.source, unit.source, unit.target)
    return Suggestion(
        number=number,
        percent=percent(match.percent),
        same=match.percent == 100,
        in_context=match.percent == 100 and match.in_context,
        edited=edited,
        shown=tags.marked_up(edited),
        difference=""
        if match.percent == 100
        else differences.shown(tags.to_marks(unit.source, unit.source), tags.to_marks(segment.source, segment.source)),
        origin=origin,
    )


def fitting(source: str, remembered: str, target: str) -> str:
    """Return a remembered translation as it is edited under another English text: its tags are that text's, number by number.

    A tag that the text has not is left out, and so is one that is of another kind there.
    """
    here, there = ({tag.number: tag.name for tag in tags.tags_of(text)} for text in (source, remembered))
    strange = {str(number) for number, name in there.items() if here.get(number) != name}
    edited = tags.to_marks(remembered, target)
    return re.sub(MARK, lambda mark: "" if mark["name"] in strange else mark[0], edited) if strange else edited


def origins_of(units: Sequence[MemoryUnit], locale_id: int) -> dict[int, Origin]:
    """Return the origins of units of one language by id, in a fixed number of queries. The units bring people and files along."""
    pages = titles(locale_id, {unit.translation_key for unit in units if unit.translation_key})
    live = liveness.live(units, locale_id)
    found = {}
    for unit in units:
        title, url = pages.get(unit.translation_key, ("", "")) if unit.translation_key else ("", "")
        author, approver = (filters.person_name(person) if person else "" for person in (unit.author, unit.approver))
        at = unit.approved_at
        file, tool = (unit.imported_from.name, unit.imported_from.tool) if unit.imported_from else ("", "")
        found[unit.pk] = Origin(title, url, author, approver, at, local_time(at), naturaltime(at), file, tool, unit.pk in live)
    return found


def titles(locale_id: int, keys: Iterable[UUID]) -> Mapping[UUID, tuple[str, str]]:
    """Return title and address at the desk of pages in a language; of a page in the archive the title alone."""
    jobs = TranslationJob.everything.filter(locale=locale_id, translation_key__in=keys)
    columns = ("translation_key", "target_title", "source_title", "pk", "archived")
    return {
        key: (target or source, "" if archived else reverse("translation_desk:job", args=[pk]))
        for key, target, source, pk, archived in jobs.values_list(*columns)
    }


def languages(user: Any) -> list[str]:
    """Return the codes of the languages whose memory somebody may search."""
    open_to = locales_to_open(user)
    return sorted(code for code, pk in locale_ids().items() if pk in open_to)


def search(user: Any, code: str, words: str, side: Side) -> concordance.Found:
    """Return the units of a language in which words occur. Raises NotAllowedError."""
    require(code in languages(user))
    return concordance.search(code, words, side)
