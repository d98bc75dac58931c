"""The report of translated words: sums, who may see which, the screen and the file."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from core.i18n import locale_ids
from tests import factories
from tests.translation_desk import desk
from translation_desk import leaving, word_report, word_sheets
from translation_desk.errors import NotAllowedError
from translation_desk.models import TranslatedText
from translation_desk.word_report import Period

pytestmark = pytest.mark.django_db

JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))
ONE, OTHER = uuid4(), uuid4()


def row(author: Any, code: str, words: int, *, key: UUID = ONE, day: int = 10, hour: int = 12, **values: Any) -> TranslatedText:
    at = datetime(2026, 6, day, hour, tzinfo=UTC)
    defaults = {"title": "Soaking", "length": words + 1, "percent": 0, "revised": False, "approved_at": at}
    locale = Locale.objects.get(language_code=code)
    return TranslatedText(translation_key=key, author=author, locale=locale, words=words, **{**defaults, **values})


@pytest.fixture(scope="module")
def world(six: factories.Pages, made_people: SimpleNamespace, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """In June two people translate into French, on one page together; one text is Russian, one of July."""
    with django_db_blocker.unblock(), factories.undone():
        staff = made_people
        second = desk.person("anna-fr", ("translator", "fr"))
        russian = desk.person("translator-ru", ("translator", "ru"))
        rows = [
            row(staff.translator, "fr", 100, reviewer=staff.reviewer),
            row(staff.translator, "fr", 20, percent=75),
            row(staff.translator, "fr", 3, percent=100, day=12),
            row(staff.translator, "fr", 4, percent=101, key=OTHER, title="=Tanning", day=30, hour=23),
            row(staff.translator, "fr", 50, revised=True),
            row(second, "fr", 7, day=2, hour=0),
            row(russian, "ru", 9),
            row(staff.translator, "fr", 1000, approved_at=datetime(2026, 7, 1, 0, tzinfo=UTC)),
        ]
        TranslatedText.objects.bulk_create(rows)
        yield SimpleNamespace(staff=staff, second=second, russian=russian)


def people_of(user: Any, **chosen: Any) -> dict[str, list[str]]:
    return {one.code: [who.name for who in one.people] for one in word_report.report(user, JUNE, **chosen).languages}


def test_each_text_is_one_of_four(world: Any) -> None:
    french = word_report.report(world.staff.admin, JUNE, "fr").languages[0]
    sums = french.people[1]
    assert (sums.new, sums.fuzzy, sums.exact, sums.revised, sums.words) == (100, 20, 7, 50, 177)
    assert (sums.length, sums.texts, sums.pages) == (182, 5, 2)
    assert (sums.first, sums.last) == (date(2026, 6, 10), date(2026, 6, 30))


def test_a_page_that_two_people_share_counts_once_for_the_language(world: Any) -> None:
    french = word_report.report(world.staff.admin, JUNE).languages[0]
    assert [one.name for one in french.people] == ["anna-fr Tester", "translator-fr Tester"]
    assert (french.words, french.pages, french.first) == (184, 2, date(2026, 6, 2))


def test_languages_add_up(world: Any) -> None:
    found = word_report.report(world.staff.admin, JUNE)
    assert [one.code for one in found.languages] == ["fr", "ru"]
    assert (found.total.words, found.total.pages) == (193, 3)


def test_lengths_in_words_and_in_characters_have_no_sum(world: Any) -> None:
    assert not word_report.report(world.staff.admin, JUNE).mixed
    row(world.second, "zh-hans", 5).save()
    assert word_report.report(world.staff.admin, JUNE).mixed


def test_days_are_whole_and_those_of_the_site(world: Any, settings: Any) -> None:
    day = Period(date(2026, 6, 30), date(2026, 6, 30))
    with timezone.override("Asia/Tokyo"):
        assert word_report.report(world.staff.admin, day).total.words == 4
    assert word_report.report(world.staff.admin, Period(date(2026, 7, 1))).total.words == 1000
    assert word_report.report(world.staff.admin, Period(last=date(2026, 6, 1))).languages == []
    assert word_report.report(world.staff.admin, Period(date.min, date.max)).total.words == 1193


def test_managers_count_everybody(world: Any) -> None:
    everybody = {"fr": ["anna-fr Tester", "translator-fr Tester"], "ru": ["translator-ru Tester"]}
    assert people_of(world.staff.approver) == people_of(world.staff.admin) == everybody


def test_reviewers_count_their_language(world: Any) -> None:
    assert people_of(world.staff.reviewer) == {"fr": ["anna-fr Tester", "translator-fr Tester"]}
    assert people_of(world.staff.reviewer, code="ru") == {}


def test_translators_count_themselves(world: Any) -> None:
    assert people_of(world.second) == {"fr": ["anna-fr Tester"]}
    assert people_of(world.second, person_id=world.staff.translator.pk) == {}
    assert word_report.people(world.second) == [world.second]


def test_editors_of_english_have_nothing_to_count(world: Any) -> None:
    assert people_of(world.staff.editor) == {}


def test_without_a_role_nothing_is_counted(world: Any) -> None:
    for ask in (word_report.report, lambda user, period: list(word_report.pages(user, period)), word_sheets.workbook):
        with pytest.raises(NotAllowedError):
            ask(world.staff.stranger, JUNE)


def test_somebody_who_is_erased_keeps_the_sums_under_the_name_of_a_role(world: Any) -> None:
    person = get_user_model().objects.get(pk=world.second.pk)
    leaving.close(world.staff.admin, person)
    role = leaving.erase(world.staff.admin, person)
    french = word_report.report(world.staff.admin, JUNE, "fr").languages[0]
    assert "anna-fr Tester" not in [one.name for one in french.people]
    assert next(one.words for one in french.people if one.name == role) == 7


def test_sums_outlive_an_account(world: Any) -> None:
    TranslatedText.objects.filter(author=world.second.pk).update(author=None)
    assert people_of(world.staff.admin)["fr"] == ["Somebody", "translator-fr Tester"]
    assert word_report.report(world.staff.admin, JUNE, "fr").total.words == 184


def test_the_report_takes_the_same_queries_for_many_people(world: Any) -> None:
    locale_ids()  # read once per process
    taken = []
    for number in (1, 20):
        for place in range(number):
            row(desk.person(f"more-{number}-{place}"), "es", 1, key=uuid4(), reviewer=world.staff.reviewer).save()
        with CaptureQueriesContext(connection) as queries:
            word_sheets.workbook(world.staff.admin, JUNE)
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 5


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (date(2026, 6, 15), 0, JUNE),
        (date(2026, 7, 31), 1, JUNE),
        (date(2026, 1, 5), 1, Period(date(2025, 12, 1), date(2025, 12, 31))),
        (date(2026, 12, 5), 0, Period(date(2026, 12, 1), date(2026, 12, 31))),
    ],
)
def test_months(day: date, number: int, expected: Period) -> None:
    assert word_report.months_ago(day, number) == expected


def screen(client: Client, user: Any, **query: str) -> Any:
    client.force_login(user)
    return client.get(reverse("translation_desk:words"), query)


def test_the_screen_shows_languages_people_and_sums(world: Any, client: Client) -> None:
    answer = screen(client, world.staff.admin, first_day="2026-06-01", last_day="2026-06-30")
    assert [group["name"] for group in answer.context["groups"]] == ["French", "Russian"]
    assert [shown for _heading, shown, _beneath in answer.context["groups"][0]["total"]][:5] == ["107", "20", "7", "50", "184"]
    assert answer.context["groups"][1]["total"] == []
    assert [shown for _heading, shown, _beneath in answer.context["total"]][4] == "193"


def test_without_days_it_is_this_month(world: Any, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(word_report, "today", lambda: date(2026, 7, 15))
    answer = screen(client, world.staff.admin, language="fr")
    assert answer.context["form"].period == Period(date(2026, 7, 1), date(2026, 7, 31))
    assert [(preset["label"], preset["current"]) for preset in answer.context["presets"]] == [
        ("This month", True),
        ("Last month", False),
        ("This year", False),
    ]
    assert answer.context["presets"][1]["url"].endswith("?first_day=2026-06-01&last_day=2026-06-30&language=fr")


def test_wrong_days_are_said_beside_their_field_and_nothing_is_lost(world: Any, client: Client) -> None:
    answer = screen(client, world.staff.admin, first_day="2026-06-30", last_day="2026-06-01", language="fr")
    assert answer.context["form"].errors == {"last_day": ["The last day lies before the first."]}
    answer = screen(client, world.staff.admin, first_day="yesterday", last_day="2026-06-30", export="xlsx")
    assert list(answer.context["form"].errors) == ["first_day"]
    content = answer.content.decode()
    assert 'value="yesterday"' in content and 'value="2026-06-30"' in content
    assert "groups" not in answer.context


def test_who_counts_their_own_words_only_chooses_no_person(world: Any, client: Client) -> None:
    answer = screen(client, world.second, first_day="", last_day="")
    assert "person" not in answer.context["form"].fields
    assert [one["name"] for one in answer.context["groups"][0]["people"]] == ["anna-fr Tester"]
    assert "person" in screen(client, world.staff.reviewer).context["form"].fields


def test_a_language_of_others_is_no_choice(world: Any, client: Client) -> None:
    answer = screen(client, world.staff.reviewer, language="ru", export="xlsx")
    assert list(answer.context["form"].errors) == ["language"]


def test_an_empty_period_says_so(world: Any, client: Client) -> None:
    answer = screen(client, world.staff.admin, first_day="2020-01-01", last_day="2020-01-31")
    assert "No translation was approved in this period" in answer.content.decode()


def test_people_without_a_role_see_no_report(world: Any, client: Client) -> None:
    assert screen(client, world.staff.stranger).status_code == 302


def sheets(answer: Any) -> tuple[list[Any], list[Any]]:
    book = load_workbook(io.BytesIO(answer.content))
    sums, pages = (list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets)
    return sums, pages


def test_the_file_holds_sums_and_pages_with_numbers_and_dates(world: Any, client: Client) -> None:
    UserProfile.objects.create(user=world.staff.admin, preferred_language="fr")
    answer = screen(client, world.staff.admin, first_day="2026-06-01", last_day="2026-06-30", language="fr", export="xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="translated-words_2026-06-01_2026-06-30.xlsx"'
    sums, pages = sheets(answer)
    assert sums[0][:2] == ("Personne", "Langue")
    named = sums[2]
    assert named[:8] == ("translator-fr Tester", "Français", 100, 20, 7, 50, 177, 182)
    assert named[-4:] == (5, 2, datetime(2026, 6, 10), datetime(2026, 6, 30))
    assert [line[2] for line in pages[1:]] == ["Soaking", "Soaking", "Soaking", "Soaking", "'=Tanning"]
    assert pages[-1][3:8] == (0, 0, 4, 0, 4)
    assert datetime(2026, 6, 30) in pages[-1]


def test_the_sheets_read_from_right_to_left_in_arabic(world: Any, client: Client) -> None:
    UserProfile.objects.create(user=world.staff.admin, preferred_language="ar")
    answer = screen(client, world.staff.admin, first_day="2026-06-01", last_day="", export="xlsx")
    assert all(sheet.sheet_view.rightToLeft for sheet in load_workbook(io.BytesIO(answer.content)).worksheets)
