"""Counting parity: against the plan and absolutely, nothing counted twice, nothing invented, the same queries however much."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.i18n import locale_ids
from newsroom.models import ParityCount, ParitySummary
from newsroom.parity import counting, pages, reading, texts
from newsroom.parity.figures import Figures
from tests import factories
from tests.newsroom import parity_world
from tests.translation_desk import desk, queue_data
from translation_desk import proposals
from translation_desk.errors import NotAllowedError
from translation_desk.models import TranslationJob
from translation_desk.word_report import today

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(six: factories.Pages, made_people: SimpleNamespace, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), factories.undone():
        yield parity_world.build(six, made_people)


def numbers(figures: Figures) -> tuple[int, int, int, int, int]:
    return figures.due, figures.current, figures.outdated, figures.missing, figures.in_work


def test_pages_are_counted_against_the_plan_and_absolutely(world: Any) -> None:
    user = world.people.translator
    # The home page, which is required, is live in every language.
    assert numbers(parity_world.french(user, "pages", "required")) == (3, 2, 1, 0, 0)
    assert numbers(parity_world.french(user, "pages", "plan")) == (4, 2, 1, 1, 1)
    assert numbers(parity_world.french(user, "pages", "all")) == (5, 2, 1, 2, 1)


def test_what_exists_in_one_language_only_is_no_gap_of_any(world: Any) -> None:
    report = reading.newest(world.people.translator)
    assert [report.figures("pages", "all", code=code).due for code in reading.codes()] == [5] * 5


def test_words_are_those_of_the_english_also_where_nothing_is_planned(world: Any) -> None:
    figures = parity_world.french(world.people.translator, "pages", "all")
    each = desk.job(world.pages[0]).words_total
    assert each and (figures.words_due, figures.words_missing, figures.words_outdated) == (4 * each, 2 * each, 2)
    assert figures.words_current == 2 * each - 2


def test_the_oldest_gap_is_named_and_dated(world: Any) -> None:
    figures = parity_world.french(world.people.translator, "pages", "all")
    assert (figures.oldest_key, figures.oldest_at) == (world.pages[2].translation_key, parity_world.SINCE)


def test_a_gap_of_what_was_taken_offline_began_when_it_last_went_live(world: Any) -> None:
    job = desk.job(world.pages[0])
    job.target_page.unpublish()
    gone = type(job.target_page).objects.get(pk=job.target_page_id)
    figures = pages.count()[job.locale_id, str(world.pages[0].pk), "required"]
    assert (figures.missing, figures.oldest_at) == (1, gone.last_published_at)


def test_requests_are_those_for_what_is_missing(world: Any) -> None:
    figures = parity_world.french(world.people.translator, "pages", "all")
    assert (figures.readers, figures.colleagues) == (4, 1)


def test_columns_are_counted_by_kind(world: Any) -> None:
    factories.topic("wet", name_en="Wet work here", name_fr="Rivière", name_ru="")
    counted = texts.count_columns()
    ids = locale_ids()
    french, russian = counted[ids["fr"], "vocabulary.topic"], counted[ids["ru"], "vocabulary.topic"]
    assert french.due == russian.due and french.current > russian.current
    assert russian.words_missing >= 3


def test_a_column_that_waits_for_approval_is_in_work(world: Any) -> None:
    topic = factories.topic("wet", name_en="Wet work here", name_fr="")
    before = texts.count_columns()[locale_ids()["fr"], "vocabulary.topic"].in_work
    proposals.propose(world.people.translator, topic, {"name_fr": "Travail de rivière"})
    assert texts.count_columns()[locale_ids()["fr"], "vocabulary.topic"].in_work == before + 1


def test_words_of_the_interface_come_from_the_catalogues(world: Any) -> None:
    figures = texts.count_interface()[locale_ids()["fr"], texts.WEBSITE]
    assert figures.words_due > figures.due > 100
    assert figures.current == figures.due


def test_percentages_never_round_up() -> None:
    assert Figures(due=1000, current=999).percent() == 99
    assert Figures(due=3, current=3).percent() == 100
    assert Figures().percent() is None
    assert Figures(due=1, current=1, words_due=300, words_missing=1).percent("words") == 99


def test_a_count_takes_the_same_queries_for_many_pages(six: factories.Pages, world: Any) -> None:
    reading.codes()  # the languages are read once per process
    taken = []
    for number in (10, 400):
        with factories.undone():
            queue_data.crowd(six, number, [world.people.translator], [world.people.reviewer])
            with CaptureQueriesContext(connection) as queries:
                list(counting._rows(today()))
            taken.append(len(queries))
    assert taken[0] == taken[1] <= 40, taken


# --- When it is counted ---


def test_nothing_is_counted_while_nothing_changes(world: Any) -> None:
    counts = ParityCount.objects.count()
    call_command("count_parity", verbosity=0)
    assert ParityCount.objects.count() == counts


def test_many_changes_make_one_count_that_writes_today_anew(world: Any) -> None:
    counts = ParityCount.objects.count()
    for slug in ("fifth", "sixth", "seventh"):
        desk.english(world.homes, slug)
    call_command("count_parity", verbosity=0)
    assert ParityCount.objects.count() == counts + 1
    assert parity_world.french(world.people.translator, "pages", "all").due == 8
    assert set(ParitySummary.objects.values_list("date", flat=True)) == {today()}


def test_a_step_at_the_desk_makes_the_figures_stale(world: Any) -> None:
    state = counting.state_of_content()
    TranslationJob.objects.filter(pk=desk.job(world.pages[2], "ru").pk).update(waiting_since=timezone.now())
    assert counting.state_of_content() != state


def test_the_figures_of_earlier_days_stay_and_thin_out(world: Any) -> None:
    day = today() - timedelta(days=500)
    week = [day + timedelta(days=number) for number in range(7)]
    for one in (*week, today() - timedelta(days=3)):
        parity_world.on_day(one, "fr")
    counting.keep(*counting.count())
    kept = sorted(set(ParitySummary.objects.values_list("date", flat=True)))
    assert kept == [next(one for one in week if one.isoweekday() == 1), today() - timedelta(days=3), today()]


def test_a_count_that_fails_for_good_is_said_and_leaves_the_figures(world: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(pages, "count", lambda: 1 / 0)
    counting.count_anew(world.people.translator)
    assert reading.age().failed and reading.age().counted is not None
    assert parity_world.french(world.people.translator, "pages", "all").due == 5


def test_people_without_a_role_neither_count_nor_read(world: Any) -> None:
    for ask in (counting.count_anew, reading.newest):
        with pytest.raises(NotAllowedError):
            ask(world.people.stranger)
