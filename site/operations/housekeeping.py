"""What is cleared away each night. Each step stands by itself: one that fails stops no other, and all may run again."""

import logging
import pickle
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db.models import FileField
from django.utils import timezone

from core import packing, pictures
from core.models import CustomRendition
from home.models import ContactMessage
from operations.media import Media
from search import fruitless
from translation_desk import importing, revisions

logger = logging.getLogger(__name__)

YOUNGEST_ORPHAN = timedelta(days=1)
"""A file younger than this may belong to something that is being saved."""


def expired_messages() -> int:
    """Delete messages of visitors that are older than their page promises to keep them."""
    return ContactMessage.objects.expired().delete()[0]


def old_queries() -> int:
    """Delete queries without results that are older than the portal keeps them."""
    return fruitless.purge()


def old_task_results() -> int:
    """Delete results of tasks that ended long ago."""
    from django_tasks_db.models import DBTaskResult  # its models are loaded only where tasks are kept in the database

    before = DBTaskResult.objects.count()
    for alias, backend in settings.TASKS.items():
        if backend["BACKEND"] == "django_tasks_db.DatabaseBackend":
            call_command("prune_db_task_results", f"--backend={alias}", "--queue-name=*", verbosity=0)
    return max(0, before - DBTaskResult.objects.count())


def expired_sessions() -> int:
    """Delete sessions that ended."""
    from django.contrib.sessions.models import Session  # only where sessions are kept in the database

    before = Session.objects.count()
    call_command("clearsessions", verbosity=0)
    return max(0, before - Session.objects.count())


def old_revisions() -> int:
    """Delete revisions that are older than REVISIONS_KEPT_DAYS and that nobody needs any more; none where that is 0."""
    return revisions.purge(settings.REVISIONS_KEPT_DAYS) if settings.REVISIONS_KEPT_DAYS else 0


def untaken_files() -> int:
    """Delete files of translators' tools that nobody took over for a month."""
    return importing.forget_untaken()


def unused_renditions() -> int:
    """Delete sizes of pictures that pages no longer ask for, with their files."""
    number = 0
    for rendition in CustomRendition.objects.filter(filter_spec__contains="|format-").select_related("image").iterator():
        if rendition.filter_spec not in pictures.all_specs(rendition.image):
            rendition.delete()
            number += 1
    return number


def leftovers_of_the_cache() -> int:
    """Delete what ran out in a cache of files, counts of senders among it. Other caches forget by themselves."""
    if not isinstance(caches["default"], FileBasedCache):
        return 0
    number = 0
    for path in Path(settings.CACHES["default"]["LOCATION"]).glob("*.djcache"):
        try:
            with path.open("rb") as file:
                ends = pickle.load(file)  # noqa: S301  # our own data, as Django's cache reads it
            if ends is not None and ends < timezone.now().timestamp():
                path.unlink(missing_ok=True)
                number += 1
        except (FileNotFoundError, EOFError, pickle.UnpicklingError):
            continue
    return number


def orphans(media: Media | None = None) -> Iterator[str]:
    """Yield the names of uploaded files that no row of the database names."""
    media = media or Media(default_storage)
    named: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, FileField) and field.model is model:
                named.update(model._base_manager.values_list(field.name, flat=True).iterator())
    youngest = timezone.now() - YOUNGEST_ORPHAN
    for name in media.names():
        if name not in named and media.storage.get_modified_time(name) < youngest:
            yield name


def report_orphans() -> int:
    """Count uploaded files that nothing names. `housekeeping --delete-orphans` deletes them."""
    return sum(1 for _name in orphans())


STEPS: dict[str, Callable[[], int]] = {
    "expired messages deleted": expired_messages,
    "old queries deleted": old_queries,
    "old task results deleted": old_task_results,
    "expired sessions deleted": expired_sessions,
    "old revisions deleted": old_revisions,
    "files that nobody took over deleted": untaken_files,
    "unused sizes of pictures deleted": unused_renditions,
    "outdated packs of pages deleted": packing.forget_outdated,
    "leftovers of the cache deleted": leftovers_of_the_cache,
    "files that nothing names": report_orphans,
}


def keep_house() -> tuple[dict[str, int], list[str]]:
    """Do every step; return the number of each and the names of those that failed."""
    numbers: dict[str, int] = {}
    failed: list[str] = []
    for name, step in STEPS.items():
        try:
            numbers[name] = step()
        except Exception:
            logger.exception("Housekeeping: %s failed.", name)
            failed.append(name)
    return numbers, failed
