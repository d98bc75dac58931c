"""Brings this machine and the database to the present version, however many machines begin at the same moment."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation.reloader import translation_file_changed

from core import catalogues
from operations import locks, restoring
from operations.page_cache.versions import content_version
from vocabulary.loading import load_vocabularies

LOCK = "deploy"
COLLECTED = ".collected"
"""File in the folder of static files that says what was collected."""

Say = Callable[[str], None]


def deploy(say: Say, *, static: bool = True) -> None:
    """Do everything that is not done yet, in order; may run at any time, beside visitors and other machines that do the same.

    What belongs to this machine needs no lock; what belongs to the database is done by one machine, and the others wait for it.
    """
    compile_catalogues(say)
    if static:
        collect_static(say)
    say("Waiting for the lock of deployments …")
    with locks.held(LOCK):
        prepare_database(say)
    # Pages say what the settings say, such as how long messages are kept, and those may have changed as well.
    content_version().raise_()


def compile_catalogues(say: Say) -> None:
    """Compile changed catalogues and forget what this process read from the old ones. Raises CatalogueError."""
    compiled = catalogues.compile_all()
    for path in compiled:
        translation_file_changed(sender=None, file_path=Path(path))
    if compiled:
        say(f"{len(compiled)} catalogues compiled.")


def collect_static(say: Say) -> None:
    """Collect the static files of all applications unless these very files were collected before."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}\n".encode())
    mark = Path(settings.STATIC_ROOT) / COLLECTED
    if mark.is_file() and mark.read_text() == digest.hexdigest():
        return
    say("Collecting static files …")
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(digest.hexdigest())


def prepare_database(say: Say) -> None:
    """Finish a restoration, migrate if anything is waiting, open the languages, load what vocabularies and memory lack."""
    restoring.finish_what_waits()
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        say(f"{len(waiting)} migrations …")
        call_command("migrate", interactive=False, verbosity=0)
    call_command("open_languages", verbosity=0)
    say(load_vocabularies(keep_edited=True).sentence())
    call_command("fill_memory", if_empty=True, verbosity=0)
    say("The database is up to date.")
