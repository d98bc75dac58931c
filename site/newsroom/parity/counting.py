"""Counts the figures of parity anew in the background, keeps those of each day, and sees when they no longer hold.

Nothing that changes a page asks for a count. Once a minute what the figures depend on is compared with what the last count saw,
so that two hundred pages published at once, by whichever way, make one count.
"""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django_tasks import task
from wagtail.models import ModelLogEntry, PageLogEntry

from newsroom.models import Layer, ParityCount, ParitySummary
from newsroom.parity import pages, texts
from newsroom.parity.figures import Figures
from translation_desk import background
from translation_desk.models import ColumnProposal, Level, PlanWork, SourceRefresh, TranslationJob, TranslationRequest
from translation_desk.permissions import can_see, require
from translation_desk.word_report import today

DAILY = timedelta(days=400)
"""For how long the figures of each day are kept; of older ones those of Mondays stay."""
MONDAY = 1
COUNTS_KEPT = 20
CHUNK = 500
State = ParityCount.State


def count_anew(user: Any) -> ParityCount:
    """Have everything counted. Answers at once; a count that waits and has not begun is enough, unless its task may be lost.

    Raises NotAllowedError.
    """
    require(can_see(user))
    return _ask(user, state_of_content())


def keep_up() -> bool:
    """Have everything counted if the day or the content is no longer that of the last count; return whether that was so."""
    state = state_of_content()
    last = ParityCount.objects.order_by("-pk").first()
    if last is not None and last.state_of_content == state and last.state != State.WAITING:
        return False
    _ask(None, state)
    return True


@transaction.atomic
def _ask(user: Any, state: str) -> ParityCount:
    waiting = background.waiting(ParityCount.objects.all())
    if waiting is not None:
        if background.is_stranded(waiting):
            run.enqueue(waiting.pk)
        return waiting
    row = ParityCount.objects.create(requested_by=user, state_of_content=state)
    run.enqueue(row.pk)
    return row


@task()
def run(row_id: int) -> None:
    """Carry a count out; try again after a pause when it fails, and say so when it fails for good."""
    background.carry_out(ParityCount, row_id, lambda _row, counted: keep(*counted), run, read=count)


def state_of_content() -> str:
    """Return what changes whenever a figure may, in seven quick queries.

    Saved drafts of pages change none. Wagtail and the desk log everything else that happens to pages, rules and rows.
    """
    newest = (
        PageLogEntry.objects.exclude(action="wagtail.edit").order_by("-pk").values_list("pk", flat=True).first(),
        ModelLogEntry.objects.order_by("-pk").values_list("pk", flat=True).first(),
        TranslationJob.everything.aggregate(Max("waiting_since"))["waiting_since__max"],
        SourceRefresh.objects.aggregate(Max("finished_at"))["finished_at__max"],
        PlanWork.objects.aggregate(Max("finished_at"))["finished_at__max"],
        TranslationRequest.objects.aggregate(Max("last_at"))["last_at__max"],
        *ColumnProposal.objects.aggregate(Max("pk"), Max("decided_at")).values(),
    )
    return " ".join(map(str, (today(), *newest, texts.state_of_catalogues())))


def count() -> tuple[date, list[ParitySummary]]:
    """Count everything; return today and the rows for it. As many queries for ten pages as for thousands."""
    day = today()
    return day, list(_rows(day))


@transaction.atomic
def keep(day: date, rows: list[ParitySummary]) -> None:
    """Write what was counted in place of earlier figures of that day. One query for each 500 rows."""
    ParitySummary.objects.filter(date=day).delete()
    ParitySummary.objects.bulk_create(rows, batch_size=CHUNK)
    ParitySummary.objects.filter(date__lt=day - DAILY).exclude(date__iso_week_day=MONDAY).delete()
    kept = ParityCount.objects.order_by("-pk").values_list("pk", flat=True)[COUNTS_KEPT - 1 : COUNTS_KEPT].first()
    ParityCount.objects.filter(pk__lt=kept or 0).delete()


def _rows(day: date) -> Iterator[ParitySummary]:
    for (locale_id, section, level), figures in pages.count().items():
        place = {"locale_id": locale_id, "section": section, "level": level}
        yield ParitySummary(date=day, layer=Layer.PAGES, **place, **_values(figures))
    for layer, counted in (
        (Layer.VOCABULARIES, texts.count_columns()),
        (Layer.INTERFACE, texts.count_interface()),
    ):
        for (locale_id, section), figures in counted.items():
            place = {"locale_id": locale_id, "section": section, "level": Level.REQUIRED}
            yield ParitySummary(date=day, layer=layer, **place, **_values(figures))


def _values(figures: Figures) -> dict[str, Any]:
    return {field.name: getattr(figures, field.name) for field in fields(Figures)}
