"""What tests of translations as files share: files as tools write them, sending and taking them."""

from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from exchange_formats.formats import FORMATS
from exchange_formats.units import State, Translation
from tests.translation_desk import desk
from translation_desk import exchange, exchange_import
from translation_desk.models import Segment, TranslationImport, TranslationJob


def exported(job: TranslationJob, name: str = "xliff12", *, fill: bool = False) -> Translation:
    """Return what a tool reads in the file of a job."""
    [(_job, made)] = exchange.translations([desk.job_again(job)], fill=fill)
    return FORMATS[name].read(FORMATS[name].write(made))


def changed(translation: Translation, texts: dict[str, str], name: str = "xliff12", **values: Any) -> bytes:
    """Return a file as a tool writes it after somebody gave texts to segments, named by their English."""
    units = [
        replace(unit, target=texts[unit.source], state=State.TRANSLATED, elements=dict.fromkeys("12", "b"))
        if unit.source in texts
        else replace(unit, elements=dict.fromkeys("12", "b"))
        for unit in translation.units
    ]
    return FORMATS[name].write(replace(translation, units=tuple(units), **values))


def sent(user: Any, job: TranslationJob, data: bytes, at_once: Any, name: str = "back.xlf") -> TranslationImport:
    """Send a file and have it read."""
    with at_once():
        row = exchange_import.receive(user, job, SimpleUploadedFile(name, data))
    return TranslationImport.objects.get(pk=row.pk)


def taken(user: Any, row: TranslationImport, at_once: Any) -> TranslationImport:
    """Take a file over."""
    with at_once():
        exchange_import.take(user, row)
    return TranslationImport.objects.get(pk=row.pk)


def outcomes(row: TranslationImport) -> dict[str, int]:
    """Return how many segments of a file had each outcome."""
    return {name: count for name, count in row.report["counts"].items() if count}


def texts(job: TranslationJob) -> dict[int, str]:
    """Return the drafts of a job by segment."""
    return dict(Segment.objects.filter(job=job, active=True, kind=Segment.Kind.TEXT).order_by("order").values_list("pk", "text"))
