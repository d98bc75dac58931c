"""The rows of the queue as files."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from tests import factories
from tests.translation_desk import desk, queue_data
from tests.translation_desk.empty_page import queries
from translation_desk.models import TranslationJob
from translation_desk.models.jobs import Status

pytestmark = pytest.mark.django_db

URL = "/admin/translations/"


@pytest.fixture
def jobs(six: factories.Pages, client: Client) -> Client:
    people = desk.people()
    page = queue_data.page(six, "=SUM(1,2)", "sum")
    queue_data.job(
        page,
        "ar",
        target_title="المجموع",
        status=Status.IN_REVIEW,
        translator=people.translator,
        due=date(2030, 2, 1),
        waiting_since=datetime(2026, 1, 1, 20, 5, tzinfo=UTC),
    )
    queue_data.job(page, "ru", target_title="@Сумма")
    UserProfile.objects.create(user=people.editor, preferred_language="fr", current_time_zone="Asia/Tokyo")
    client.force_login(people.editor)
    return client


def read_csv(answer: Any) -> list[list[str]]:
    assert answer.content.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_csv_holds_the_filtered_rows_in_the_persons_language_and_time(jobs: Client) -> None:
    rows = read_csv(jobs.get(URL, {"tab": "all", "language": "ar", "export": "csv"}))
    assert len(rows) == 2
    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["Langue"] == "Arabe"
    assert "المجموع" in rows[1]
    assert "2026-01-02 05:05" in rows[1]
    assert "2030-02-01" in rows[1]


def test_csv_holds_no_formula(jobs: Client) -> None:
    rows = read_csv(jobs.get(URL, {"tab": "all", "language": "ru", "export": "csv"}))
    assert rows[1][:2] == ["'=SUM(1,2)", "'@Сумма"]


def test_xlsx_holds_numbers_dates_and_plain_texts(jobs: Client) -> None:
    answer: Any = jobs.get(URL, {"tab": "all", "language": "ar", "export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    cells = list(sheet.iter_rows())[1]
    assert (cells[0].value, cells[0].data_type) == ("=SUM(1,2)", "s")
    values = [cell.value for cell in cells]
    assert 10 in values and datetime(2026, 1, 2, 5, 5) in values and date(2030, 2, 1) in values


def test_an_export_takes_the_same_queries_for_many_rows(six: factories.Pages, client: Client) -> None:
    people = desk.people()
    client.force_login(people.admin)
    taken = []
    for number in (10, 200):
        with factories.undone():
            queue_data.crowd(six, number, [people.translator], [people.reviewer])
            assert len(read_csv(client.get(f"{URL}?tab=all&export=csv"))) == TranslationJob.objects.count() + 1
            taken.append(queries(client, f"{URL}?tab=all&export=csv"))
    assert taken[0] == taken[1]
