"""A site of 2,000 pages: saved, wiped, restored with the project's own commands, and compared by hashes.

`measure` is what the bench calls; the other functions run in processes of the site that is made for it.
"""

import hashlib
import json
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import django

from tests.bench import pages

PAGES = 2_000
PICTURES = 40
DOCUMENTS = 200
SAMPLE = 25
"""Pages that are read as a visitor, spread over the site, besides the home pages."""
ADDED = "operations_restoration"
"""The table in which a restoration notes itself."""


def measure(database: str) -> dict[str, Any]:
    """Return sizes, times and what differs afterwards, by kind: nothing should."""
    with tempfile.TemporaryDirectory(prefix="leather-panel-backup-") as name:
        place = Path(name)
        folder = place / "site"
        folder.mkdir()
        environment = pages.site_environment(folder, database)
        if database:
            pages.empty(database)
        pages.run(environment, "tests.browser.prepare")
        pages.run(environment, "tests.bench.backup", "fill")
        before = contents(environment)
        target = place / "saved.tar"
        seconds = {"backup": timed(environment, "backup", str(target))}
        shutil.rmtree(folder)
        folder.mkdir()
        if database:
            pages.empty(database)
        seconds["restore"] = timed(environment, "restore", str(target), "--no-input")
        after = contents(environment)
        return {
            "pages": before["number"],
            "rows": before["rows"],
            "media files": len(before["media"]),
            "pages read as a visitor": len(before["bodies"]),
            "megabytes": round(target.stat().st_size / 2**20, 1),
            "seconds": seconds,
            "different": {kind: different(before[kind], after[kind]) for kind in ("tables", "media", "bodies")},
        }


def missed(figures: dict[str, Any]) -> list[str]:
    """Return a sentence for each demand that was not met."""
    found = [f"{kind} differ after a restore: {', '.join(names)}" for kind, names in figures["different"].items() if names]
    return found if figures["pages"] >= PAGES else [*found, f"only {figures['pages']} pages were saved"]


def different(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return the names whose hashes are not the same on both sides, or on one side only."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def timed(environment: Mapping[str, str], *command: str) -> float:
    """Run a command of the site and return the seconds it took."""
    started = time.perf_counter()
    pages.run(environment, "tests.bench.backup", "manage", *command)
    return round(time.perf_counter() - started, 1)


def contents(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the hashes of everything in the site: tables row by row, media file by file, some pages byte by byte."""
    return json.loads(pages.run(environment, "tests.bench.backup", "hash").splitlines()[-1])


def fill() -> None:
    """Copy pages beside each other until there are enough, and add files to the library."""
    from wagtail.models import Page

    from knowledge.models import ArticlePage, CoursePage, PublicationPage
    from projects.models import ProjectPage
    from tests import factories

    for _number in range(PICTURES):
        factories.photograph()
    for number in range(DOCUMENTS):
        factories.document(f"file-{number}", size=20_000)
    originals = [page for model in (PublicationPage, ArticlePage, CoursePage, ProjectPage) for page in model.objects.live()]
    missing = PAGES - Page.objects.count()
    for page in originals if missing > 0 else ():
        factories.siblings(page, missing // len(originals) + 1)
    pages_in_search()


def pages_in_search() -> None:
    """Bring the search in step with pages that were written straight into the tables."""
    from django.core.management import call_command

    call_command("rebuild_search", verbosity=0)


def hashes() -> dict[str, Any]:
    """Return the hashes of this site."""
    from django.core.files.storage import default_storage
    from django.db import connection
    from django.test import Client
    from wagtail.models import Page

    from operations.media import Media

    tables, rows = {}, 0
    with connection.cursor() as cursor:
        for name in sorted(set(connection.introspection.table_names(cursor)) - {ADDED}):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608  # a name that the database gave
            found = sorted(repr(row) for row in cursor.fetchall())
            rows += len(found)
            tables[name] = digest("\n".join(found).encode())
    media = Media(default_storage)
    files = {}
    for name in media.names():
        with media.open(name) as file:
            files[name] = digest(file.read())
    live = Page.objects.live().public().filter(depth__gte=2).order_by("depth", "path")
    homes, others = list(live.filter(depth=2)), list(live.filter(depth__gt=2))
    chosen = [*homes, *others[:: max(1, len(others) // SAMPLE)]]
    client = Client(headers={"host": "127.0.0.1"})
    bodies = {}
    for page in chosen:
        answer = client.get(page.specific.public_url, secure=True)
        bodies[page.specific.public_url] = digest(b"%d " % answer.status_code + answer.content)
    return {"number": Page.objects.count(), "rows": rows, "tables": tables, "media": files, "bodies": bodies}


def digest(content: bytes) -> str:
    """Return the hash of some content."""
    return hashlib.sha256(content).hexdigest()


def main(what: str, *arguments: str) -> None:
    """Do one thing in the site that the environment names."""
    django.setup()
    logging.disable(logging.CRITICAL)
    from django.core.management import call_command

    if what == "fill":
        fill()
    elif what == "hash":
        print(json.dumps(hashes()))
    else:
        call_command(*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
