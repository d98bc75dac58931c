"""Brings a backup back, as a whole or not at all.

What decides is the transaction of the database. Before it, files that are missing are added, which the old database never asks
for, and those that differ are laid beside. After it, these take their places and files that are no more go. A process killed
before the transaction leaves the old site, one killed after it leaves the new; what is then left to do with files is written
down in a plan, and done by the next `restore`, `deploy` or worker (`finish`).
"""

import json
import tempfile
import uuid
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from operations import archive, locks, steps
from operations.archive import Manifest
from operations.backing_up import database_of, unpacked_database
from operations.errors import RefusedError
from operations.media import PARTS, STAGING, Media
from operations.models import Restoration
from operations.page_cache.versions import content_version

PLAN = "plan.json"
LOCK = "restore"


def restore(
    path: Path,
    *,
    may_replace: bool | Callable[[], bool] = False,
    connection: BaseDatabaseWrapper = default_connection,
    media: Media | None = None,
) -> Manifest:
    """Put a backup in the place of the database and the media, and return what it holds.

    Everything is checked before anything is touched. `may_replace` is asked where the site holds pages. Raises OperationError.
    """
    media = media or Media(default_storage)
    database = database_of(connection)
    manifest = archive.verified(path)
    steps.reached("archive verified")
    with locks.held(LOCK, connection=connection, wait=False) as mine:
        if not mine:
            raise RefusedError("Another restoration is under way.")
        check(manifest, connection)
        if not database.is_empty() and not (may_replace() if callable(may_replace) else may_replace):
            raise RefusedError("This site is not empty. To replace everything on it with the backup, add --replace.")
        finish(connection=connection, media=media)
        restoration = uuid.uuid4()
        with tempfile.TemporaryDirectory(prefix="leather-panel-") as folder:
            dump = unpacked_database(path, Path(folder))
            bring_media(path, manifest, media, restoration)
            steps.reached("media brought")
            database.load(dump, manifest.tables, restoration, datetime.fromisoformat(manifest.created_at))
        finish(connection=connection, media=media)
    return manifest


def check(manifest: Manifest, connection: BaseDatabaseWrapper) -> None:
    """Raise RefusedError for a backup of another kind of database, or of a newer version of the portal."""
    engine = database_of(connection).engine
    if manifest.engine != engine:
        raise RefusedError(
            f"The backup is of {manifest.engine}, this site runs on {engine}. Restore it where DATABASE_URL names the same."
        )
    known = MigrationLoader(None).disk_migrations or {}
    unknown = [f"{app}.{name}" for app, names in manifest.migrations.items() for name in names if (app, name) not in known]
    if unknown:
        raise RefusedError(
            f"The backup is of a newer version of the portal, with the migration {unknown[0]}. Install that version first."
        )


def bring_media(path: Path, manifest: Manifest, media: Media, restoration: uuid.UUID) -> None:
    """Add the files that are missing, lay beside those that differ, and write down what is left to do after the database."""
    folder = f"{STAGING}/{restoration.hex}"
    differing: list[str] = []
    wanted = dict(manifest.media)
    with archive.opened(path) as tar:
        for name, entry in wanted.items():
            there = media.digest(name)
            if there == entry.sha256:
                continue
            if there:
                differing.append(name)
            media.put(f"{folder}/{name}" if there else name, archive.content(tar, tar.getmember(entry.name)))
            steps.reached("file brought")
    # Only what is there by now: what editors upload later is not the backup's to take away.
    surplus = [name for name in media.names() if name not in wanted]
    media.put(f"{folder}/{PLAN}", BytesIO(json.dumps({"move": differing, "delete": surplus}).encode()))


def finish(
    *,
    connection: BaseDatabaseWrapper = default_connection,
    media: Media | None = None,
) -> None:
    """Do with files what restorations left to do whose database is there, and throw away what others left.

    To be called with the lock of restorations.
    """
    media = media or Media(default_storage)
    for name in media.folders(STAGING):
        folder = f"{STAGING}/{name}"
        if name != PARTS and media.storage.exists(f"{folder}/{PLAN}") and _is_noted(name, connection):
            _carry_out(folder, media)
            cache.clear()
            content_version().raise_()
        media.delete_folder(folder)


def is_waiting(media: Media | None = None) -> bool:
    """Tell whether a restoration was left in the middle."""
    media = media or Media(default_storage)
    return any(True for folder in media.folders(STAGING) if folder != PARTS for _name in media.names(f"{STAGING}/{folder}"))


def finish_what_waits() -> None:
    """Finish a restoration that was killed after its database was there; leaves alone one that is under way."""
    if not is_waiting():
        return
    with locks.held(LOCK, wait=False) as mine:
        if mine:
            finish()


def _carry_out(folder: str, media: Media) -> None:
    with media.open(f"{folder}/{PLAN}") as file:
        plan = json.loads(file.read())
    for name in plan["move"]:
        media.move(f"{folder}/{name}", name)
        steps.reached("file moved")
    for name in plan["delete"]:
        media.delete(name)
        steps.reached("file deleted")


def _is_noted(name: str, connection: BaseDatabaseWrapper) -> bool:
    try:
        return Restoration.objects.using(connection.alias).filter(pk=uuid.UUID(hex=name)).exists()
    except (DatabaseError, ValueError):
        # A database without tables yet.
        return False
