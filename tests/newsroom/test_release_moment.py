"""What visitors see while a release goes live and goes back: all or nothing at every moment, the page cache being on."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from core.i18n import CODES
from newsroom.models import Release
from newsroom.releases import composing, going_live, history, rolling_back
from search.rebuilding import rebuild
from tests import factories
from tests.newsroom import releasing
from tests.operations.killing import prepared_site
from tests.translation_desk import desk
from translation_desk import roles

NEW = "Undisclosed"
"""In every text of the release, and in nothing that is live before."""
BETWEEN_ROUNDS = 0.05


def fill(world: SimpleNamespace) -> None:
    """A live page with newer texts in six languages, and a new article in six languages, in one release, all approved."""
    homes = factories.homes()
    news = factories.article_index(homes)
    roles.set_up_roles(homes)
    desk.without_checks()
    staff = desk.people()
    world.approver = staff.approver
    codes = composing.LANGUAGES
    writers = {code: SimpleNamespace(translator=desk.person(f"t-{code}", ("translator", code))) for code in codes}
    for code, own in writers.items():
        own.reviewer = desk.person(f"r-{code}", ("reviewer", code))
    changed = desk.english(homes, "soaking", title="Soaking", body=[])
    for code, own in writers.items():
        desk.make_live(changed, own, code, prefix="Old")
    never = {"live": False, "first_published_at": None, "last_published_at": None}
    made = factories.article(news, "press", title=f"Soaking {NEW}", **never)["en"]
    article = Page.objects.get(pk=made.pk).specific
    article.save_revision(user=staff.editor, clean=False)
    release = releasing.release(staff, [changed, article], languages=codes)
    releasing.approve_english(changed, staff, summary=f"{NEW} words.")
    releasing.approve_english(article, staff)
    composing.order(staff.approver, release)
    for page in (changed, article):
        for code, own in writers.items():
            releasing.approve(page, own.translator, own.reviewer, code)
    rebuild()
    world.release = release.pk


@pytest.fixture
def world(django_db_setup: None, django_db_blocker: Any, tmp_path: Path, settings: Any) -> Iterator[SimpleNamespace]:
    """The site, committed for good, so that other connections see it."""
    found = SimpleNamespace()
    settings.PAGE_CACHE_MEGABYTES = 4
    with django_db_blocker.unblock(), prepared_site(tmp_path, lambda: fill(found)):
        yield found


def places() -> dict[str, str]:
    """Return the addresses that tell of the release, each with what shows that it is live."""
    found = {"/sitemap.xml": "/ru/news/press/"}
    for code in CODES:
        found |= {f"/{code}/soaking/": NEW, f"/{code}/news/": NEW, f"/{code}/news/press/": NEW}
    for code in ("en", "ar"):
        found |= {
            f"/{code}/feeds/news/": NEW,
            f"/{code}/search/?q=Soaking": f"/{code}/news/press/",
            f"/api/v2/pages/?locale={code}&limit=20": NEW,
        }
    return found


class Visitor(threading.Thread):
    """Reads all places again and again, and remembers of each reading whether the release was live in it."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.places = places()
        self.seen: list[tuple[str, bool]] = []
        self.rounds = 0
        self.ended = threading.Event()
        self.turned = threading.Condition()
        self.error: BaseException | None = None

    def run(self) -> None:
        """Read until told to end."""
        client = Client()
        try:
            while not self.ended.wait(BETWEEN_ROUNDS):
                for place, sign in self.places.items():
                    self.seen.append((place, sign in client.get(place).content.decode()))
                with self.turned:
                    self.rounds += 1
                    self.turned.notify_all()
        except BaseException as error:  # told to the test, which would wait for ever otherwise
            self.error = error
        finally:
            connections.close_all()

    def wait_for_rounds(self, number: int = 2) -> None:
        """Wait until everything was read so many times more; of two rounds one was wholly read meanwhile."""
        with self.turned:
            wanted = self.rounds + number
            assert self.turned.wait_for(lambda: self.rounds >= wanted or self.error, timeout=60), "nothing was read"
        assert self.error is None, self.error


@contextmanager
def visited() -> Iterator[Visitor]:
    """Have a visitor read before, during and after what is done in the block."""
    visitor = Visitor()
    visitor.start()
    visitor.wait_for_rounds()
    try:
        yield visitor
        visitor.wait_for_rounds()
    finally:
        visitor.ended.set()
        visitor.join()


def held_open(visitor: Visitor) -> Any:
    """Have the visitor read everything once more when all of the transaction is done but its end."""
    write: Callable[..., Any] = history.write

    def wait(*args: Any, **kwargs: Any) -> Any:
        event = write(*args, **kwargs)
        visitor.wait_for_rounds()
        return event

    return mock.patch.object(history, "write", wait)


def turns(seen: list[tuple[str, bool]]) -> list[bool]:
    """Return what was seen one after the other, without repetitions: two entries where all places changed in one moment."""
    return [is_new for number, (_place, is_new) in enumerate(seen) if number == 0 or seen[number - 1][1] != is_new]


def test_visitors_see_all_or_nothing_when_it_goes_live_and_when_it_goes_back(world: SimpleNamespace) -> None:
    Release.objects.filter(pk=world.release).update(goes_live_at=timezone.now() - timedelta(seconds=1))
    with visited() as visitor, held_open(visitor):
        call_command("publish_releases", verbosity=0)
    assert turns(visitor.seen) == [False, True]
    with visited() as visitor, held_open(visitor):
        rolling_back.roll_back(world.approver, Release.objects.get(pk=world.release), "A figure is wrong.")
    assert turns(visitor.seen) == [True, False]


@pytest.mark.django_db
def test_a_minute_in_which_nothing_is_due_costs_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert going_live.publish_due() == 0
