"""Translations leave as files, alone and many in a ZIP."""

import io
import zipfile
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchange_formats import archives
from exchange_formats.errors import BadFileError
from exchange_formats.units import State
from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.exchanging import outcomes
from translation_desk import exchange, exchange_import, jobs, notes
from translation_desk.errors import NotAllowedError
from translation_desk.models import Segment, SourceNote, TranslationImport, TranslationJob
from vocabulary.models import Term, TermSubject

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made_job(six: factories.Pages, made_people: SimpleNamespace, django_db_blocker: Any) -> Iterator[TranslationJob]:
    with django_db_blocker.unblock(), factories.undone():
        yield jobs.start(made_people.translator, desk.job(desk.english(six, "leaving")))


@pytest.fixture
def job(made_job: TranslationJob, db: None) -> TranslationJob:
    return desk.job(made_job.source_page)


@pytest.fixture
def at_once(django_capture_on_commit_callbacks: Any) -> Any:
    """Have what is asked for in a block done at its end, as a worker does."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_several_translations_go_and_come_back_in_one_zip(six: factories.Pages, people: SimpleNamespace, at_once: Any) -> None:
    made = [jobs.start(people.translator, desk.job(desk.english(six, slug))) for slug in ("first", "second")]
    data = exchange.export_many(people.translator, [desk.job_again(job) for job in made], "po")
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(kept, "w") as back:
        assert len(archive.namelist()) == 2
        for name in archive.namelist():
            text = archive.read(name).decode().replace('msgid "Soaking"\nmsgstr ""', 'msgid "Soaking"\nmsgstr "Le trempage"')
            back.writestr(f"folder/{name}", text)
        back.writestr("__MACOSX/x.po", "nothing")
        back.writestr("readme.txt", "Not a translation.")
    with at_once():
        rows = exchange_import.receive_any(people.translator, SimpleUploadedFile("back.zip", kept.getvalue()))
    found = list(TranslationImport.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))
    assert sorted(row.is_refused for row in found) == [False, False, True]
    assert {row.job_id for row in found} == {None, *(job.pk for job in made)}
    assert {outcomes(row)["taken"] for row in found if not row.is_refused} == {2}


def test_a_zip_is_unpacked_no_further_than_is_sensible(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.po", b"0" * 5000)
        archive.writestr("b.po", b"0" * 5000)
    monkeypatch.setattr(archives, "MOST_BYTES", 9000)
    with pytest.raises(BadFileError, match="larger than"):
        archives.members(kept.getvalue())
    with pytest.raises(BadFileError, match="up to 1 file"):
        archives.members(kept.getvalue(), most=1)
    with pytest.raises(BadFileError, match="cannot be read"):
        archives.members(b"PK\x03\x04 and nothing else")


def test_notes_places_limits_and_terms_go_along(job: TranslationJob, people: SimpleNamespace) -> None:
    notes.save(people.editor, SourceNote(page=job.source_page, text="Fresh water."))
    subject = TermSubject.objects.create(code="wet", name_en="Wet", name_fr="Humide")
    Term.objects.create(code="fibre", subject=subject, term_en="fibre", term_fr="fibre de cuir")
    [(_job, made)] = exchange.translations([job])
    units = {unit.source: unit for unit in made.units}
    title = next(unit for unit in made.units if unit.path == "title")
    assert (title.notes, title.limit, title.context) == (("Fresh water.",), 255, "Page, Title")
    assert next(unit.terms for source, unit in units.items() if "fibres" in source) == (("fibre", "fibre de cuir"),)


def test_how_far_a_translation_is_goes_along(six: factories.Pages, people: SimpleNamespace) -> None:
    live = desk.make_live(desk.english(six, "stated"), people)
    Segment.objects.filter(job=live, path="title").update(review=Segment.Review.FLAGGED)
    Segment.objects.filter(job=live, path="summary").update(text="")
    [(_job, made)] = exchange.translations([live])
    states = {unit.path: unit.state for unit in made.units}
    assert (states["title"], states["summary"], states["body.b1.text"]) == (State.QUESTIONED, State.UNTRANSLATED, State.FINAL)


def test_strangers_and_people_of_other_languages_get_no_file(job: TranslationJob, people: SimpleNamespace) -> None:
    for user in (people.stranger, people.other_reviewer):
        with pytest.raises(NotAllowedError):
            exchange.export(user, job, "xliff12")
        with pytest.raises(NotAllowedError):
            exchange.export_many(user, [job], "xliff12")


def test_more_jobs_take_no_more_queries(six: factories.Pages, people: SimpleNamespace) -> None:
    pages = [desk.english(six, f"many-{number}") for number in range(3)]
    found = [desk.job(page, code) for page in pages for code in ("fr", "ru")]
    counts = []
    for chosen in (found[:2], found):
        with CaptureQueriesContext(connection) as queries:
            exchange.export_many(people.admin, chosen, "xliff21")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
