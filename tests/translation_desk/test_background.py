"""Work in the background while a worker is at it: seen over a second connection, so nothing of other tests may be under way."""

import pytest
from django.db import connection
from wagtail.models import Page

from translation_desk import refreshing

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
