"""The record: who translated, changed, approved and published which words, when, from which English."""

import csv
import io
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from wagtail.models import Page, PageLogEntry

from tests import factories
from tests.portal import six
from tests.translation_desk import desk
from translation_desk import audit, editing, jobs, reviewing, roles, submitting
from translation_desk.models import Segment, TranslationJob

__all__ = ["six"]


@pytest.fixture(scope="module")
def made(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """People, and a page approved on English 1, whose summary was corrected by the reviewer and approved on English 2."""
    with django_db_blocker.unblock(), factories.undone():
        staff = desk.people("ar", "fr")
        roles.set_up_roles(six)
        english = desk.english(six)
        second = desk.person("second-ar", ("reviewer", "ar"))
        write(jobs.start(staff.translator, desk.job(english, "ar")), staff.translator)
        submitting.submit(staff.translator, desk.job(english, "ar"), note="First hand in")
        reviewing.approve(staff.reviewer, desk.job(english, "ar"), message="Good")
        desk.publish(english, summary="What water does to hides.")
        job = jobs.start(staff.translator, desk.job(english, "ar"))
        write(job, staff.translator)
        submitting.submit(staff.translator, job)
        reviewing.suggest(second, desk.segment(job, "summary"), "تأثير الماء")
        submitting.accept_corrections(staff.translator, job)
        reviewing.approve(second, job)
        yield SimpleNamespace(staff=staff, english=english)


@pytest.fixture(autouse=True)
def portal(made: SimpleNamespace, db: None) -> None:
    """The rows of every test."""


@pytest.fixture
def staff(made: SimpleNamespace) -> SimpleNamespace:
    return made.staff


@pytest.fixture
def job(made: SimpleNamespace) -> TranslationJob:
    return desk.job(made.english, "ar")


def write(of: TranslationJob, author: Any) -> None:
    """Translate what is empty through the service, so that the history is a real one."""
    for row in Segment.objects.filter(job=of, active=True, kind="text", text=""):
        marks = "⟦1⟧".join(["", "⟦/1⟧"]) if "<" in row.source else ""
        editing.save_text(author, row, f"نص {row.order} {marks}", version=row.version)


def test_approved_words_name_everybody_behind_them(job: TranslationJob, staff: SimpleNamespace) -> None:
    rows = {row.place: row for row in audit.as_words(job, list(audit.approved_words(job)))}
    title, summary = rows["title"], rows["summary"]
    assert (title.translated_by, title.approved_by, title.version) == ("translator-ar Tester", "reviewer-ar Tester", 1)
    assert (summary.text, summary.translated_by) == ("تأثير الماء", "second-ar Tester")
    assert (summary.accepted_by, summary.approved_by, summary.version) == ("translator-ar Tester", "second-ar Tester", 2)
    assert summary.published_at > title.published_at


def test_what_happened_comes_newest_first_with_words_and_english_version(job: TranslationJob) -> None:
    events = audit.events(audit.event_keys(job))
    steps = [event.step for event in events]
    assert [event.at for event in events] == sorted((event.at for event in events), reverse=True)
    for step in (
        "Translated",
        "Handed in for review",
        "Translation approved",
        "Published",
        "Correction proposed",
        "Correction accepted",
        "Handed in again with the reviewer’s corrections",
        "Approved",
    ):
        assert step in steps, step
    approved = next(event for event in events if event.step == "Approved" and event.place == "summary")
    assert (approved.text, approved.english, approved.version) == ("تأثير الماء", "What water does to hides.", 2)
    assert next(event.comment for event in events if event.step == "Translation approved" and event.version == 1) == "Good"


def test_reading_costs_the_same_for_many_events(job: TranslationJob, django_assert_num_queries: Any) -> None:
    keys = list(audit.event_keys(job))
    assert len(keys) > 15
    with django_assert_num_queries(3):
        audit.events(keys)
    rows = list(audit.approved_words(job))
    with django_assert_num_queries(2):
        audit.as_words(job, rows)


def test_wagtails_log_tells_it_in_words(job: TranslationJob, staff: SimpleNamespace, client: Client) -> None:
    assert set(PageLogEntry.objects.filter(page=job.target_page_id).values_list("action", flat=True)) >= {
        "translation_desk.start",
        "translation_desk.submit",
        "translation_desk.renew",
        "translation_desk.approve",
    }
    client.force_login(staff.admin)
    text = client.get("/admin/reports/site-history/?action=translation_desk.approve").content.decode()
    assert "Translation approved" in text


def test_the_screen_shows_events_and_words(job: TranslationJob, staff: SimpleNamespace, client: Client) -> None:
    client.force_login(staff.translator)
    address = f"/admin/translations/{job.pk}/record/"
    text = client.get(address).content.decode()
    assert 'lang="ar" dir="rtl"' in text
    assert "First hand in" in text
    assert "correction accepted by translator-ar Tester" in client.get(f"{address}?show=words").content.decode()
    only = client.get(address, {"person": staff.reviewer.pk}).content.decode()
    assert "Correction proposed" not in only.partition("<tbody>")[2]
    assert "Translation approved" in only


def test_an_empty_record_says_what_will_stand_there(six: factories.Pages, staff: SimpleNamespace, client: Client) -> None:
    client.force_login(staff.translator)
    made = desk.job(desk.english(six, "new"), "ar")
    assert "Nothing has happened yet." in client.get(f"/admin/translations/{made.pk}/record/").content.decode()
    words = client.get(f"/admin/translations/{made.pk}/record/", {"show": "words"}).content.decode()
    assert "No words of this page are approved" in words


@pytest.mark.parametrize("values", [{"person": "x"}, {"p": "9999"}, {"person": "9" * 40}, {"show": "else", "p": "-1"}])
def test_strange_addresses_show_a_record(
    job: TranslationJob, staff: SimpleNamespace, client: Client, values: dict[str, str]
) -> None:
    client.force_login(staff.translator)
    assert client.get(f"/admin/translations/{job.pk}/record/", values).status_code == 200


def test_people_without_a_part_see_no_record(job: TranslationJob, staff: SimpleNamespace, client: Client) -> None:
    client.force_login(staff.stranger)
    assert client.get(f"/admin/translations/{job.pk}/record/").status_code == 302


@pytest.mark.parametrize("who", ["other_reviewer", "editor"])
@pytest.mark.parametrize("export", ["", "csv"])
def test_people_of_other_languages_see_who_did_what_and_no_draft(
    job: TranslationJob, staff: SimpleNamespace, client: Client, who: str, export: str
) -> None:
    row = desk.segment(job, "summary")
    editing.save_text(staff.translator, row, "مسودة", version=row.version)
    client.force_login(getattr(staff, who))
    text = client.get(f"/admin/translations/{job.pk}/record/", {"export": export}).getvalue().decode()
    assert "second-ar Tester" in text and "What water does to hides." in text
    assert "مسودة" not in text and "First hand in" not in text
    client.force_login(staff.translator)
    assert "مسودة" in client.get(f"/admin/translations/{job.pk}/record/", {"export": export}).getvalue().decode()


def test_the_record_as_csv_opens_in_spreadsheets(job: TranslationJob, staff: SimpleNamespace, client: Client) -> None:
    client.force_login(staff.translator)
    answer = client.get(f"/admin/translations/{job.pk}/record/", {"export": "csv"})
    raw = answer.getvalue().decode()
    assert raw.startswith("\ufeff")
    assert 'filename="soaking-ar-record.csv"' in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(raw.removeprefix("\ufeff"))))
    assert len(rows) == audit.event_keys(job).count()
    approved = next(row for row in rows if row["Step"] == "Approved" and row["Place on the page"] == "summary")
    assert (approved["Person"], approved["Translated text"], approved["English version"]) == (
        "second-ar Tester",
        "تأثير الماء",
        "2",
    )


def test_approved_words_as_xlsx(job: TranslationJob, staff: SimpleNamespace, client: Client) -> None:
    client.force_login(staff.translator)
    answer = client.get(f"/admin/translations/{job.pk}/record/", {"export": "xlsx", "show": "words"})
    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    heads, *rows = list(sheet.iter_rows(values_only=True))
    assert heads[:3] == ("Place on the page", "English text", "Translated text")
    assert ("summary", "What water does to hides.", "تأثير الماء") in [row[:3] for row in rows]


def test_the_record_outlives_the_page(job: TranslationJob, staff: SimpleNamespace, client: Client) -> None:
    Page.objects.get(pk=job.target_page_id).delete()
    client.force_login(staff.translator)
    assert "Translation approved" in client.get(f"/admin/translations/{job.pk}/record/").content.decode()
