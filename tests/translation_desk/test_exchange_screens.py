"""The screens of translations as files."""

import io
import zipfile
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchange_formats import xml
from exchange_formats.formats import FORMATS
from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.exchanging import changed, exported, texts
from translation_desk import exchange_import, jobs
from translation_desk.models import TranslationImport, TranslationJob

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made_job(six: factories.Pages, made_people: SimpleNamespace, django_db_blocker: Any) -> Iterator[TranslationJob]:
    with django_db_blocker.unblock(), factories.undone():
        yield jobs.start(made_people.translator, desk.job(desk.english(six, "on-screen")))


@pytest.fixture
def job(made_job: TranslationJob, db: None) -> TranslationJob:
    return desk.job(made_job.source_page)


@pytest.fixture
def at_once(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def signed_in(client: Client, people: SimpleNamespace) -> Client:
    client.force_login(people.translator)
    return client


def page(name: str, *arguments: Any) -> str:
    return reverse(f"translation_desk:{name}", args=arguments)


def send(client: Client, address: str, data: bytes, name: str = "back.xlf") -> Any:
    return client.post(address, {"file": SimpleUploadedFile(name, data)})


def test_a_file_goes_out_comes_back_and_is_taken_over(signed_in: Client, job: TranslationJob, at_once: Any) -> None:
    asked = {"export-format": "xliff12", "export-fill": "on"}
    out = signed_in.get(page("exchange_file", job.pk), asked)
    assert out.headers["Content-Disposition"].startswith("attachment")
    data = changed(FORMATS["xliff12"].read(out.content), {"What water does.": "Ce que fait l’eau."})
    with at_once():
        answer = send(signed_in, page("exchange_job", job.pk), data)
    report = signed_in.get(answer.url)
    assert "Ce que fait l’eau." in report.content.decode()
    with at_once():
        signed_in.post(answer.url, {"step": "take"})
    assert "1 text was taken over as a draft." in signed_in.get(answer.url).content.decode()
    with at_once():
        signed_in.post(answer.url, {"step": "undo"})
    assert "1 text is as it was before." in signed_in.get(answer.url).content.decode()
    assert not any(texts(job).values())


def test_an_empty_file_is_told_beside_its_field(signed_in: Client, job: TranslationJob) -> None:
    answer = send(signed_in, page("exchange_job", job.pk), b"")
    assert "This file is empty." in answer.context["form"].errors["file"]
    assert not TranslationImport.objects.exists()


def test_a_file_that_is_too_large_is_told_beside_its_field(
    signed_in: Client, job: TranslationJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml, "MOST_BYTES", 10)
    for address in (page("exchange_job", job.pk), page("exchange")):
        assert "may have up to" in send(signed_in, address, b"12345678901").context["form"].errors["file"][0]
    assert not TranslationImport.objects.exists()


def test_an_unreadable_file_is_told_on_its_page(signed_in: Client, job: TranslationJob, at_once: Any) -> None:
    with at_once():
        answer = send(signed_in, page("exchange_job", job.pk), b"%PDF-1.7")
    told = signed_in.get(answer.url).content.decode()
    assert "This is neither XLIFF nor PO" in told
    assert 'value="take"' not in told


def test_chosen_rows_go_out_in_a_zip_without_those_of_other_languages(signed_in: Client, job: TranslationJob) -> None:
    other = desk.job(job.source_page, "ru")
    asked = {"job": [job.pk, other.pk]}
    shown = signed_in.get(page("exchange"), asked)
    assert (shown.context["chosen"], shown.context["left_out"]) == (1, 1)
    out = signed_in.get(page("exchange_files"), {**asked, "export-format": "html"})
    with zipfile.ZipFile(io.BytesIO(out.content)) as archive:
        assert len(archive.namelist()) == 1


def test_a_zip_that_comes_back_is_listed_file_by_file(signed_in: Client, job: TranslationJob, at_once: Any) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in ("a.xlf", "b.xlf"):
            archive.writestr(name, changed(exported(job), {}))
    with at_once():
        answer = send(signed_in, page("exchange"), kept.getvalue(), "back.zip")
    assert answer.url == page("exchange")
    listed = signed_in.get(answer.url).content.decode()
    assert "a.xlf" in listed
    assert "b.xlf" in listed


@pytest.mark.parametrize(("who", "status"), [("translator", 200), ("reviewer", 200), ("approver", 200), ("other_reviewer", 302)])
def test_who_sees_the_files_of_a_translation(
    client: Client, job: TranslationJob, people: SimpleNamespace, who: str, status: int
) -> None:
    client.force_login(getattr(people, who))
    for name in ("exchange_job", "exchange_file"):
        assert client.get(page(name, job.pk)).status_code == status


def test_people_of_other_languages_do_not_see_a_report(
    client: Client, job: TranslationJob, people: SimpleNamespace, at_once: Any
) -> None:
    with at_once():
        row = exchange_import.receive(people.translator, job, SimpleUploadedFile("a.xlf", changed(exported(job), {})))
    client.force_login(people.other_reviewer)
    assert client.get(page("exchange_import", row.pk)).status_code == 404


def test_more_files_and_segments_take_no_more_queries(
    signed_in: Client, job: TranslationJob, people: SimpleNamespace, at_once: Any, empty_admin_queries: Callable[[Client], int]
) -> None:
    data = changed(exported(job), {"Soaking": "Le trempage"})
    empty = empty_admin_queries(signed_in)
    counts = []
    for _round in range(2):
        for _number in range(3):
            with at_once():
                row = exchange_import.receive(people.translator, job, SimpleUploadedFile("a.xlf", data))
        for address in (page("exchange_job", job.pk), page("exchange"), page("exchange_import", row.pk)):
            with CaptureQueriesContext(connection) as queries:
                assert signed_in.get(address).status_code == 200
            counts.append(len(queries) - empty)
    assert counts[:3] == counts[3:]
    assert max(counts) <= 6
