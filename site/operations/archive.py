"""The file of a backup: a tar of the database and the media, and last a manifest that says what must be in it.

The manifest and its own checksum come last, so an archive that ends early has none. It holds the format, the moment, the versions
of programs, the migrations, rows and checksum of every table, and size and SHA-256 of every entry.
"""

import hashlib
import io
import json
import os
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from operations.errors import ArchiveError

FORMAT = 1
MANIFEST = "manifest.json"
CHECKSUM = "manifest.sha256"
DATABASE = "database"
MEDIA = "media/"
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a backup."""

    name: str
    bytes: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """What a backup holds."""

    created_at: str
    engine: str
    versions: dict[str, str]
    migrations: dict[str, list[str]]
    tables: dict[str, list[str]]
    """Number of rows and checksum of the content, by table."""
    entries: dict[str, Entry] = field(default_factory=dict)

    @property
    def media(self) -> Iterator[tuple[str, Entry]]:
        """The files of the media with their name in the storage."""
        return ((name.removeprefix(MEDIA), entry) for name, entry in self.entries.items() if name.startswith(MEDIA))

    def as_json(self) -> bytes:
        """Write it down."""
        entries = [{"name": entry.name, "bytes": entry.bytes, "sha256": entry.sha256} for entry in self.entries.values()]
        data = {name: getattr(self, name) for name in ("created_at", "engine", "versions", "migrations", "tables")}
        return json.dumps({"format": FORMAT, **data, "entries": entries}, indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Read it again. Raises ArchiveError where it is not one of ours."""
        try:
            data = json.loads(text)
            if data.pop("format") != FORMAT:
                raise ArchiveError("The backup has another format. Restore it with the version of the portal that made it.")
            entries = {row["name"]: Entry(**row) for row in data.pop("entries")}
            return cls(**data, entries=entries)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ArchiveError("The manifest of the backup cannot be read.") from error


class Hashing:
    """A file that is read once from beginning to end, with the checksum of what was read."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        data = self.source.read(size)
        self.sha256.update(data)
        return data


class Writer:
    """An archive that grows."""

    def __init__(self, target: IO[bytes]) -> None:
        self.tar = tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115  # closed by `close`
        self.entries: dict[str, Entry] = {}

    def add(self, name: str, source: IO[bytes], size: int) -> None:
        """Add a file. Raises ArchiveError where it ends before its size."""
        hashing = Hashing(source)
        try:
            self.tar.addfile(_header(name, size), hashing)
        except OSError as error:
            raise ArchiveError(f"{name} cannot be put into the backup: {error}.") from error
        self.entries[name] = Entry(name, size, hashing.sha256.hexdigest())

    def close(self, manifest: Manifest) -> None:
        """Add the manifest and its checksum and end the archive."""
        manifest.entries = self.entries
        text = manifest.as_json()
        for name, data in ((MANIFEST, text), (CHECKSUM, _checksum(text))):
            self.tar.addfile(_header(name, len(data)), io.BytesIO(data))
        self.tar.close()


def _checksum(manifest: bytes) -> bytes:
    return f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode()


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode, header.mtime = size, 0o600, int(time.time())
    return header


@contextmanager
def opened(path: Path) -> Iterator[tarfile.TarFile]:
    """Open an archive for reading. Raises ArchiveError, also for what is found out while it is read."""
    try:
        with tarfile.open(path, "r:") as tar:
            yield tar
    except (tarfile.TarError, EOFError) as error:
        raise ArchiveError(f"{path} is no whole backup ({error}).") from error
    except FileNotFoundError as error:
        raise ArchiveError(f"{path} does not exist.") from error


def verified(path: Path) -> Manifest:
    """Read a whole archive and return its manifest. Raises ArchiveError where an entry is missing, damaged or too many."""
    found: dict[str, Entry] = {}
    last: dict[str, bytes] = {}
    with opened(path) as tar:
        for member in tar:
            if not member.isfile() or not _is_ours(member.name) or member.name in found or CHECKSUM in last:
                raise ArchiveError(f"The backup holds something that does not belong into it: {member.name}.")
            hashing = Hashing(content(tar, member))
            if member.name in {MANIFEST, CHECKSUM}:
                last[member.name] = hashing.read()
                continue
            while hashing.read(CHUNK):
                pass
            found[member.name] = Entry(member.name, member.size, hashing.sha256.hexdigest())
    if last.keys() != {MANIFEST, CHECKSUM} or DATABASE not in found:
        raise ArchiveError(f"{path} is no whole backup: it has no manifest at its end.")
    if _checksum(last[MANIFEST]) != last[CHECKSUM]:
        raise ArchiveError("The backup is damaged: its manifest is not as it was written.")
    manifest = Manifest.from_json(last[MANIFEST])
    for name in manifest.entries.keys() | found.keys():
        if manifest.entries.get(name) != found.get(name):
            raise ArchiveError(f"The backup is damaged: {name} is not what the manifest says.")
    return manifest


def content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    """Return the content of a file of an archive."""
    source = tar.extractfile(member)
    if source is None:
        raise ArchiveError(f"The backup holds something that is no file: {member.name}.")
    return source


def _is_ours(name: str) -> bool:
    if name in {MANIFEST, CHECKSUM, DATABASE}:
        return True
    path = PurePosixPath(name)
    return name.startswith(MEDIA) and str(path) == name and ".." not in path.parts


def settle(path: Path) -> None:
    """Have a file or a folder written to the disk, so that it outlives a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
