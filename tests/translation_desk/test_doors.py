"""What visitors read stays as it is until somebody else approves, whoever sends whatever to the administration."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from tests import factories
from tests.translation_desk import moderation, world as worlds
from tests.translation_desk.desk_drivers import DESK_DRIVERS
from tests.translation_desk.drivers import DRIVERS, Driver

pytestmark = pytest.mark.django_db

KEPT = ("french", "unborn")
"""Pages that the desk keeps."""


WRITES = re.compile(r"""\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)""")
OWN_BUSINESS = {"django_session"}
"""Tables that say nothing of pages."""


@contextmanager
def noting_writes() -> Iterator[set[str]]:
    """Note the tables that are written to inside."""
    tables: set[str] = set()

    def note(execute: Callable[..., Any], sql: Any, *more: Any) -> Any:
        found = WRITES.match(str(sql))
        if found:
            tables.add(found[1])
        return execute(sql, *more)

    with connection.execute_wrapper(note):
        yield tables


@pytest.fixture(scope="module")
def world(six: factories.Pages, django_db_blocker: Any) -> Iterator[Any]:
    """Pages in every state and one person for each part, shared by the tests of this module."""
    with django_db_blocker.unblock(), factories.undone():
        made = worlds.build(six)
        yield made


@pytest.mark.parametrize("driver", [*DRIVERS, *DESK_DRIVERS], ids=lambda driver: driver.label)
def test_visitors_read_what_was_approved(world: Any, driver: Driver) -> None:
    people = {"nobody": None, **vars(world.people)}
    if connection.vendor == "postgresql":
        # Who is refused does not depend on the database: everybody is asked on SQLite. What those write who get anywhere may.
        people = {name: people[name] for name in people if name in {"nobody", "translator"} | driver.who_gets_anywhere()}
    browsers = {name: moderation.signed_in(user) for name, user in people.items()}
    for name in driver.pages:
        page = world.pages[name]
        before = worlds.state(page)
        for person, browser in browsers.items():
            place = f"{driver.label}, {name}, as {person}"
            with transaction.atomic():
                with noting_writes() as tables:
                    driver.send(browser, world, name)
                # Where nothing was written visitors read what they read before; it is looked at once all the same.
                if tables <= OWN_BUSINESS and person != "nobody":
                    assert person != driver.works.get(name), place
                    transaction.set_rollback(True)
                    continue
                after = worlds.state(page)
                if person not in driver.shown_by.get(name, ()):
                    html = moderation.visitors_html(page)
                    assert html == world.html[name], place
                    assert worlds.SECRET not in html, place
                if name in KEPT and person not in driver.touched_by.get(name, ()):
                    assert after == before, place
                if person == driver.works.get(name):
                    assert after != before, place
                transaction.set_rollback(True)
