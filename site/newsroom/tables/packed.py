"""The files that a table names: what comes with it, and the documents and images that the site has. Found by their names."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _, ngettext

from exchange_formats import archives
from exchange_formats.errors import BadFileError
from exchange_formats.xml import require_size
from newsroom.tables.library import Documents, Images, isolated

MOST_FILES = 1000
"""Files that may come with a table."""


class Packed:
    """Files by name, from a ZIP or a folder. Each is checked as every upload is, and stored when somebody takes the table."""

    def __init__(self, files: Mapping[str, Callable[[], bytes]] | None = None) -> None:
        self.files = files or {}
        self.used: set[str] = set()
        self.documents = Documents(self)
        self.images = Images(self)

    def write_for(self, user: Any) -> None:
        """From now on store in somebody's name what is asked for and came with the table."""
        self.documents.user = self.images.user = user

    def has(self, name: str) -> bool:
        """Tell whether a file comes with the table, and remember that it was asked for."""
        if name not in self.files:
            return False
        self.used.add(name)
        return True

    def left_over(self) -> list[str]:
        """Return the names of the files that no row names."""
        return sorted(set(self.files) - self.used)

    def made(self) -> dict[str, list[int]]:
        """Return the ids of what was stored."""
        return {"documents": self.documents.made, "images": self.images.made}


def unpacked(data: bytes) -> dict[str, Callable[[], bytes]]:
    """Return the files of a ZIP by their names. Raises BadFileError."""
    members = archives.members(data, MOST_FILES) if data else []
    return by_name((name, io.BytesIO(content).getvalue) for name, content in members)


def zipped(files: Sequence[UploadedFile]) -> SimpleUploadedFile:
    """Return the files of a folder that somebody sent as a ZIP of them, without hidden ones. Raises BadFileError.

    They are kept and read in the background as if a ZIP had come.
    """
    wanted = [file for file in files if file.name and not file.name.startswith(".")]
    if len(wanted) > MOST_FILES:
        raise BadFileError(
            ngettext("A folder may hold up to %(limit)s file.", "A folder may hold up to %(limit)s files.", MOST_FILES)
            % {"limit": MOST_FILES}
        )
    require_size(sum(file.size or 0 for file in wanted))
    by_name((file.name or "", file.read) for file in wanted)
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for file in wanted:
            file.seek(0)
            archive.writestr(file.name or "", file.read())
    return SimpleUploadedFile("files.zip", output.getvalue(), "application/zip")


def by_name(files: Iterable[tuple[str, Callable[[], bytes]]]) -> dict[str, Callable[[], bytes]]:
    """Return files by their names. Raises BadFileError where two have the same, since folders do not matter."""
    found: dict[str, Callable[[], bytes]] = {}
    for name, content in files:
        if name in found:
            raise BadFileError(_("Two of the files that come with the table are called %(name)s.") % {"name": isolated(name)})
        found[name] = content
    return found
