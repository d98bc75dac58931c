"""A visitor whose pages come from the page cache and from what is remembered, beside one whose pages are made from nothing."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from django.db import connection
from django.test import Client, override_settings

from core import remembering
from core.remembering import State
from operations.page_cache import versions, watching
from tests.month import truths

ALWAYS = ("/sitemap.xml", "/en/")
"""Asked after every deed: the one names every page with the day of its last change, the other shows what is new."""


class StalePageError(Exception):
    """A kept page that differs from what it is now."""


class Readers:
    """The two visitors."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)  # noqa: S311  # a story that can be told again, no secret
        self.kept, self.fresh = Client(), Client(headers={"authorization": "Basic of-nobody"})

    def compare(self, deed: str) -> None:
        """Raise StalePageError where a page after a deed is not what it would be if nothing had been kept."""
        for address in (*ALWAYS, self.dice.choice(sorted(truths.public_addresses()))):
            kept = self.kept.get(address)
            with _without_memory():
                fresh = self.fresh.get(address)
            if (kept.status_code, kept.content) != (fresh.status_code, fresh.content):
                raise StalePageError(f"{address} after {deed}")
        _forget_what_was_carried_out()


@contextmanager
def _without_memory() -> Iterator[None]:
    """Look at the content as a process does that has just begun; what was remembered is there again afterwards."""
    known = remembering._memory
    remembering.forget()
    try:
        yield
    finally:
        remembering._memory = known


def _forget_what_was_carried_out() -> None:
    """Empty the list of what waits for the commit: within the one transaction of a test nothing ever leaves it."""
    waiting = connection.run_on_commit
    waiting[:] = [entry for entry in waiting if not isinstance(entry[1], watching.Raise)]


@contextmanager
def readers(seed: int) -> Iterator[Readers]:
    """Have the site keep pages for the length of a block."""
    with tempfile.TemporaryDirectory() as folder, override_settings(PAGE_CACHE_MEGABYTES=64, DATA_DIR=Path(folder)):
        versions.content_version.cache_clear()
        # The story is one transaction; visitors outside of one remember from change to change.
        remembering.provide_state(lambda: State(versions.content_version().read(), present=True))
        try:
            found = Readers(seed)
            for visitor in (found.kept, found.fresh):
                # The layers of a client are made at its first request.
                visitor.get("/")
            _forget_what_was_carried_out()
            yield found
        finally:
            remembering.provide_state(watching.state)
            remembering.forget()
            versions.content_version.cache_clear()
