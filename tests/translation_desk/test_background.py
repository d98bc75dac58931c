"""Work in the background: what is read before it, and what a worker is at, seen over a second connection."""

import pytest
from django.db import connection
from wagtail.models import Page

from translation_desk import background, planning, refreshing
from translation_desk.models import PlanWork

pytestmark = pytest.mark.django_db


def test_a_refresh_that_a_worker_has_begun_is_not_enough() -> None:
    if not connection.features.has_select_for_update_skip_locked:
        pytest.skip("SQLite writes one after another, so nothing is begun while something else is written.")
    page = Page.get_first_root_node()
    worker = connection.copy()
    try:
        with worker.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")
            cursor.execute(
                "INSERT INTO translation_desk_sourcerefresh (page_id, requested_at, state, attempts, error)"
                " VALUES (%s, now(), 'waiting', 0, '') RETURNING id",
                [page.pk],
            )
            (begun,) = cursor.fetchone()
            worker.set_autocommit(False)
            cursor.execute("SELECT 1 FROM translation_desk_sourcerefresh WHERE id = %s FOR UPDATE", [begun])
            asked = refreshing.enqueue(page)
            worker.rollback()
            worker.set_autocommit(True)
            cursor.execute("DELETE FROM translation_desk_sourcerefresh WHERE id = %s", [begun])
    finally:
        worker.close()
    assert asked.pk != begun


def test_what_takes_long_is_read_before_anything_is_locked() -> None:
    work = PlanWork.objects.create()
    around = len(connection.savepoint_ids)
    seen: list[object] = []

    def read() -> str:
        seen.append(len(connection.savepoint_ids) - around)
        return "found"

    background.carry_out(PlanWork, work.pk, lambda row, found: seen.append((row.pk, found)), planning.run, read=read)
    background.carry_out(PlanWork, work.pk, lambda *_arguments: seen.append("again"), planning.run, read=read)
    assert seen == [0, (work.pk, "found")]


def test_reading_that_fails_counts_as_the_work() -> None:
    work = PlanWork.objects.create(attempts=background.ATTEMPTS - 1)
    background.carry_out(PlanWork, work.pk, lambda *_arguments: None, planning.run, read=lambda: 1 / 0)
    work.refresh_from_db()
    assert (work.state, work.error) == (PlanWork.State.FAILED, "ZeroDivisionError: division by zero")
