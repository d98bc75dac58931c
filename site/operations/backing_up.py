"""Makes a backup: database and media in one file, which has its name only when it is complete and was read again.

Database and media cannot be read at one moment, so media are read before the database and once more after it: every file that the
saved database names is there, unless it was deleted in between. A file that nothing names does no harm.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from platform import python_version

from django.core.files.storage import default_storage
from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from operations import archive, steps
from operations.archive import Manifest
from operations.errors import ArchiveError, OperationError
from operations.media import Media
from operations.postgresql import PostgreSQL
from operations.sqlite import SQLite

NAME = "leather-panel-{moment}.tar"
PATTERN = "leather-panel-*.tar"
UNFINISHED = ".unfinished-"


def database_of(connection: BaseDatabaseWrapper) -> PostgreSQL | SQLite:
    """Return what dumps and loads the database behind a connection."""
    return PostgreSQL(connection) if connection.vendor == "postgresql" else SQLite(connection)


def target_in(place: Path) -> Path:
    """Return the file for a backup of now: in a folder, or where a file was named. Raises OperationError."""
    if place.is_dir():
        return place / NAME.format(moment=timezone.now().strftime("%Y%m%d-%H%M%S"))
    if not place.parent.is_dir():
        raise OperationError(f"The folder {place.parent} does not exist.")
    if place.exists():
        raise OperationError(f"{place} exists. A backup takes the place of no other file.")
    return place


def back_up(
    target: Path,
    *,
    connection: BaseDatabaseWrapper = default_connection,
    media: Media | None = None,
) -> Manifest:
    """Write a backup and return what it holds. Raises OperationError; then, and after any crash, no file has that name."""
    media = media or Media(default_storage)
    with _alone_in(target.parent) as folder:
        unfinished = folder / "backup.tar"
        _write(unfinished, folder, connection, media)
        steps.reached("archive written")
        manifest = archive.verified(unfinished)
        archive.settle(unfinished)
        steps.reached("archive verified")
        unfinished.rename(target)
        archive.settle(target.parent)
    steps.reached("archive named")
    return manifest


def _write(target: Path, folder: Path, connection: BaseDatabaseWrapper, media: Media) -> None:
    database = database_of(connection)
    dump = folder / "database"
    with target.open("wb") as file:
        writer = archive.Writer(file)
        _add_media(writer, media)
        steps.reached("media read")
        tables = database.dump(dump)
        steps.reached("database dumped")
        with dump.open("rb") as source:
            writer.add(archive.DATABASE, source, dump.stat().st_size)
        dump.unlink()
        _add_media(writer, media)
        writer.close(
            Manifest(
                created_at=timezone.now().isoformat(),
                engine=database.engine,
                versions={
                    "python": python_version(),
                    "database": database.server_version(),
                    **{name: version(name) for name in ("django", "wagtail", "wagtail-localize")},
                },
                migrations=applied_migrations(connection),
                tables=tables,
            )
        )


def _add_media(writer: archive.Writer, media: Media) -> None:
    for name in media.names():
        if archive.MEDIA + name in writer.entries:
            continue
        try:
            with media.open(name) as file:
                writer.add(archive.MEDIA + name, file, media.storage.size(name))
        except FileNotFoundError:
            # Deleted since it was listed.
            continue


def applied_migrations(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """Return the names of the migrations that a database has had, by application."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def try_out(path: Path, *, connection: BaseDatabaseWrapper = default_connection) -> None:
    """Restore the database of a backup into one made for it, compare every table, and drop it. Raises OperationError."""
    manifest = archive.verified(path)
    database = database_of(connection)
    if manifest.engine != database.engine:
        raise OperationError(f"The backup is of {manifest.engine}, this site runs on {database.engine}.")
    with tempfile.TemporaryDirectory(prefix="leather-panel-") as folder:
        database.rehearse(unpacked_database(path, Path(folder)), manifest.tables)


def unpacked_database(path: Path, folder: Path) -> Path:
    """Write the database of a backup into a folder and return the file."""
    target = folder / "database"
    with archive.opened(path) as tar, target.open("wb") as file:
        source = archive.content(tar, tar.getmember(archive.DATABASE))
        while chunk := source.read(archive.CHUNK):
            file.write(chunk)
    return target


def prune(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest backups of a folder, and return those deleted."""
    if keep < 1:
        raise OperationError("At least one backup must be kept.")
    old = sorted(folder.glob(PATTERN))[:-keep]
    for path in old:
        path.unlink()
    return old


@contextmanager
def _alone_in(folder: Path) -> Iterator[Path]:
    """Give a folder for unfinished files, and clear away what backups that were killed have left there."""
    lock = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ArchiveError(f"Another backup is being written to {folder}.") from error
        for left in folder.glob(f"{UNFINISHED}*"):
            for file in left.iterdir():
                file.unlink()
            left.rmdir()
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder) as inner:
            yield Path(inner)
    finally:
        os.close(lock)
