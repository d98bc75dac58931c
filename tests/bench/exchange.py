"""A file of 1,000 segments that comes back from somebody's tool: read, compared, taken over."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase

from exchange_formats.formats import FORMATS
from tests import factories
from tests.bench.measuring import administrator, figures, long_page
from tests.exchange_check.changing import CHANGES
from translation_desk import exchange, exchange_import, jobs, refreshing
from translation_desk.models import TranslationImport, TranslationJob

SEGMENTS = 1000


def measure() -> dict[str, Any]:
    """Return queries and milliseconds by format: of reading and comparing, and of comparing again and writing."""
    homes = factories.homes()
    user, _client = administrator()
    found = {}
    codes = ("fr", "es", "ru", "ar")
    page = long_page(homes, SEGMENTS)
    refreshing.refresh_page(page.pk)
    for name, code in zip(FORMATS, codes, strict=True):
        job = TranslationJob.objects.get(translation_key=page.translation_key, locale=homes[code].locale)
        jobs.start(user, job)
        file_name, data = exchange.export(user, job, name)
        file = SimpleUploadedFile(file_name, CHANGES[name](data))

        with TestCase.captureOnCommitCallbacks() as asked:
            row = exchange_import.receive(user, job, file)
        reading = figures(asked[0], repeat=1)
        row = TranslationImport.objects.get(pk=row.pk)
        with TestCase.captureOnCommitCallbacks() as asked:
            exchange_import.take(user, row)
        taking = figures(asked[0], repeat=1)
        row.refresh_from_db()
        assert row.is_taken and row.report["counts"]["taken"] == SEGMENTS
        found[name] = {"reading": reading, "taking over": taking}
    return found
