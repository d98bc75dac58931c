"""The files that editors uploaded, wherever they lie: on a local disk or in another storage of Django's."""

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage

from operations.errors import OperationError

STAGING = ".restoring"
"""Folder for files that take the place of others only when the database is there. Never part of a backup."""
PARTS = "parts"
"""Folder in it for files that are being written."""
CHUNK = 1024 * 1024


class Media:
    """Uploaded files by name."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def names(self, folder: str = "") -> Iterator[str]:
        """Yield the names of all files, leaving out what is staged unless a folder in there is asked for."""
        try:
            folders, files = self.storage.listdir(folder)
        except FileNotFoundError:
            return
        for file in sorted(files):
            # A storage of objects lists the folder itself as an empty name.
            if file:
                yield f"{folder}/{file}" if folder else file
        for inner in sorted(folders):
            if inner and inner != STAGING:
                yield from self.names(f"{folder}/{inner}" if folder else inner)

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading. Raises FileNotFoundError."""
        return self.storage.open(name, "rb")

    def digest(self, name: str) -> str:
        """Return the SHA-256 of a file; empty where there is none."""
        if not self.storage.exists(name):
            return ""
        with self.open(name) as file:
            digest = hashlib.sha256()
            while chunk := file.read(CHUNK):
                digest.update(chunk)
            return digest.hexdigest()

    def put(self, name: str, source: IO[bytes]) -> None:
        """Write a file under exactly this name, in one step in place of what is there."""
        if isinstance(self.storage, FileSystemStorage):
            target = Path(self.storage.path(name))
            target.parent.mkdir(parents=True, exist_ok=True)
            aside = Path(self.storage.path(STAGING)) / PARTS / uuid.uuid4().hex
            aside.parent.mkdir(parents=True, exist_ok=True)
            with aside.open("wb") as file:
                shutil.copyfileobj(source, file, CHUNK)
                file.flush()
                os.fsync(file.fileno())
            aside.chmod(self.storage.file_permissions_mode or 0o644)
            aside.replace(target)
            return
        # Not `save`, which would choose another name for a file that is there.
        saved = self.storage._save(name, File(source, name=name))  # type: ignore[attr-defined]  # every storage has it
        if saved != name:
            raise OperationError(f"The storage keeps {name} under another name, {saved}.")

    def move(self, name: str, target: str) -> None:
        """Give a file another name, in place of what is there. Does nothing where it was moved before."""
        if isinstance(self.storage, FileSystemStorage):
            source, place = Path(self.storage.path(name)), Path(self.storage.path(target))
            if source.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                source.replace(place)
            return
        if self.storage.exists(name):
            with self.open(name) as file:
                self.put(target, file)
            self.storage.delete(name)

    def delete(self, name: str) -> None:
        """Delete a file if it is there."""
        self.storage.delete(name)

    def delete_folder(self, folder: str) -> None:
        """Delete a folder and what is in it."""
        if isinstance(self.storage, FileSystemStorage):
            shutil.rmtree(self.storage.path(folder), ignore_errors=True)
            return
        for name in list(self.names(folder)):
            self.storage.delete(name)

    def folders(self, folder: str) -> list[str]:
        """Return the names of the folders in a folder."""
        try:
            return sorted(inner for inner in self.storage.listdir(folder)[0] if inner)
        except FileNotFoundError:
            return []
