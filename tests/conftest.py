"""What every test starts from: compiled catalogues, the rows that migrations would make, no trace of the test before."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from core import catalogues, remembering
from core.i18n import forget_locales
from operations.page_cache.versions import content_version
from tests import spreading
from tests.tasks import AtOnce

WITHOUT_DATABASE = (
    "tests/exchange_formats/*",
    "tests/linguistics/*",
    "tests/translation_checks/*",
    "tests/project/test_*catalogues.py",
    "tests/project/test_layout.py",
)
"""Formats of files, words, checks, catalogues and the order of the files are the same whichever database there is."""
WITH_ANY_DATABASE = ("tests/admin/test_page_types.py", "tests/security/test_markup.py")
"""Forms and markup: the load test stores pages of all types on PostgreSQL, with the demonstration. These take a minute."""


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, before the first test reads them."""
    if not hasattr(config, "workerinput"):
        catalogues.compile_all()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what another run does, and begin with what takes longest."""
    spreading.sort(items)
    for item in items:
        alike = any(map(item.path.match, WITHOUT_DATABASE)) and not item.get_closest_marker("django_db")
        if alike and connection.vendor != "sqlite":
            item.add_marker(pytest.mark.skip("touches no database, so it runs with SQLite only"))
        if any(map(item.path.match, WITH_ANY_DATABASE)) and connection.vendor != "sqlite":
            item.add_marker(
                pytest.mark.skip("what it stores is stored by other tests on both databases, so it runs with SQLite only")
            )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> spreading.Together:
    """Keep the tests of a file in one process."""
    return spreading.Together(config, log)


def pytest_collection_finish() -> None:
    """Leave what was imported out of every later search for garbage, which takes a sixteenth of all time otherwise."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.fixture(scope="session")
def own_content_version(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the content version where no other process raises it, so that what is remembered depends on the test alone."""
    settings.DATA_DIR = tmp_path_factory.mktemp("data")
    content_version.cache_clear()


@pytest.fixture(scope="session")
def django_db_setup(own_content_version: None, django_db_setup: None, django_db_blocker: Any) -> None:
    """Add the rows that Wagtail's own migrations make, since test tables come from the models."""
    with django_db_blocker.unblock():
        make_wagtail_rows()


def make_wagtail_rows() -> None:
    """Make the root page, the root collection and English where they are missing."""
    from wagtail.models import Collection, Locale, Page

    english, _created = Locale.objects.get_or_create(language_code="en")
    if not Page.objects.exists():
        Page.add_root(title="Root", slug="root", locale=english)
    if not Collection.objects.exists():
        Collection.add_root(name="Root")


@pytest.fixture
def admin_index() -> Iterator[None]:
    """Have Wagtail's own index kept, by which the administration finds pages, pictures and people."""
    AtOnce.indexes = True
    yield
    AtOnce.indexes = False


@pytest.fixture(autouse=True)
def clean_process() -> Iterator[None]:
    """Speak English and empty what the process remembers: a request, also one of a shared fixture, leaves its language active."""
    cache.clear()
    remembering.forget()
    forget_locales()
    translation.activate("en")
    yield
    translation.activate("en")
    cache.clear()
    forget_locales()
