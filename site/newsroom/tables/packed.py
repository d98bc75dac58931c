"""The files that come with a table in a ZIP, and those of the library of documents: found by their names."""

import hashlib
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from wagtail.models import Collection

from core import document_files, scanning
from core.models import CustomDocument
from exchange_formats import archives
from exchange_formats.errors import BadFileError

MOST_FILES = 1000
"""Files that a ZIP may hold here."""


class Packed:
    """Files by name. What a ZIP holds is checked as every upload is, and becomes a document when somebody takes the table."""

    def __init__(self, data: bytes = b"") -> None:
        self.contents: dict[str, bytes] = {}
        self.used: set[str] = set()
        self.made: list[int] = []
        """Ids of the documents that were made."""
        self._documents: dict[int, tuple[str, str]] | None = None
        self._by_hash: dict[str, int] = {}
        self._by_name: dict[str, int] = {}
        self._hashes: dict[str, str] = {}
        self._problems: dict[str, str] = {}
        for name, content in archives.members(data, MOST_FILES) if data else ():
            if name in self.contents:
                raise BadFileError(_("The ZIP holds two files with the name %(name)s.") % {"name": _isolated(name)})
            self.contents[name] = content

    def document_name(self, pk: int) -> str:
        """Return the name of a document's file; empty where it is gone."""
        return self._library().get(pk, ("", ""))[0]

    def find(self, name: str) -> int | str:
        """Return the id of the document that a name means, or the name itself where it comes new with the ZIP.

        Of what comes with the ZIP the content decides: what the library has already is not stored twice. Raises ValidationError.
        """
        self._library()
        if name in self.contents:
            self.used.add(name)
            return self._by_hash.get(self._hash(name)) or self._checked(name)
        if name in self._by_name:
            return self._by_name[name]
        raise ValidationError(
            _("The file %(name)s is neither in the ZIP nor among the documents of the site.") % {"name": _isolated(name)}
        )

    def make(self, name: str, user: Any) -> int:
        """Make a document of a file of the ZIP, or return the one that has the same content."""
        known = self.find(name)
        if isinstance(known, int):
            return known
        file = ContentFile(self.contents[name], name=name)
        document = CustomDocument(
            file=file, file_size=file.size, file_hash=self._hash(name), uploaded_by_user=user, collection=_collection()
        )
        document.save()
        self.made.append(document.pk)
        self._take_up(document.pk, str(document.file.name), document.file_hash)
        return int(document.pk)

    def left_over(self) -> list[str]:
        """Return the names of files in the ZIP that no row names."""
        return sorted(set(self.contents) - self.used)

    def _hash(self, name: str) -> str:
        if name not in self._hashes:
            self._hashes[name] = hashlib.sha1(self.contents[name], usedforsecurity=False).hexdigest()  # as Wagtail keeps them
        return self._hashes[name]

    def _checked(self, name: str) -> str:
        if name not in self._problems:
            self._problems[name] = _problem(name, self.contents[name])
        if self._problems[name]:
            raise ValidationError(f"{_isolated(name)}: {self._problems[name]}")
        return name

    def _library(self) -> dict[int, tuple[str, str]]:
        if self._documents is None:
            self._documents = {}
            # The latest last: of two files with the same content the first stays the one that is meant.
            for pk, file, file_hash in CustomDocument.objects.order_by("-pk").values_list("pk", "file", "file_hash"):
                self._take_up(pk, file, file_hash)
        return self._documents

    def _take_up(self, pk: int, file: str, file_hash: str) -> None:
        name = PurePosixPath(file).name
        if self._documents is not None:
            self._documents[pk] = (name, file_hash)
        self._by_name[name] = pk
        if file_hash:
            self._by_hash[file_hash] = pk


def _problem(name: str, content: bytes) -> str:
    """Return why a file is no document that the site takes; empty for one that it takes."""
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
    if ending not in settings.WAGTAILDOCS_EXTENSIONS or ending == "zip":
        allowed = ", ".join(one for one in settings.WAGTAILDOCS_EXTENSIONS if one != "zip")
        return _("Files of this format are not taken. Taken are: %(formats)s.") % {"formats": allowed}
    if not content:
        return _("This file is empty.")
    file = ContentFile(content, name=name)
    try:
        document_files.check_upload(file)
        scanning.check_upload(file)
    except ValidationError as error:
        return str(error.messages[0])
    return ""


def _collection() -> Any:
    return Collection.get_first_root_node()


def _isolated(text: str) -> str:
    return f"\u2068{text}\u2069"
