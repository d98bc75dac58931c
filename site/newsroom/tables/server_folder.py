"""Files that lie on the server already, in the folder that IMPORT_FOLDER names. Off where it names none.

Only what was found by walking through that folder is ever opened: no path that somebody sends, no link to elsewhere.
"""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from exchange_formats.errors import BadFileError
from newsroom.tables.packed import by_name

WHOLE = "."
"""The folder itself, with all below it."""
MOST_FOLDERS = 500
MOST_FILES = 20_000


def folders() -> list[str]:
    """Return the folder itself and those below it, by their paths in it; none where none is set or it cannot be read."""
    root = settings.IMPORT_FOLDER
    if not root or not Path(root).is_dir():
        return []
    found = (path.relative_to(root).as_posix() for path, _files in _walked(Path(root)))
    return [name for name, _number in zip(found, range(MOST_FOLDERS), strict=False)]


def files(name: str) -> dict[str, Callable[[], bytes]]:
    """Return the files of a folder and of those below it, each to be read when it is needed. Raises BadFileError."""
    if name not in folders():
        raise BadFileError(_("This folder is not on the server any more."))
    found: list[tuple[str, Callable[[], bytes]]] = []
    for path, names in _walked(Path(settings.IMPORT_FOLDER) / name):
        found += [(each, partial(_content, path / each)) for each in names]
        if len(found) > MOST_FILES:
            raise BadFileError(_("There are too many files in this folder. Choose one below it."))
    return by_name(found)


def _walked(folder: Path) -> Iterator[tuple[Path, list[str]]]:
    """Yield the folders from one on down, with the names of their files; nothing hidden, and no links."""
    for path, below, names in os.walk(folder):
        below[:] = _plain(path, below)
        yield Path(path), _plain(path, names)


def _plain(folder: str, names: list[str]) -> list[str]:
    return sorted(name for name in names if not name.startswith(".") and not (Path(folder) / name).is_symlink())


def _content(path: Path) -> bytes:
    """Return a file, no further than the largest that the site takes and a byte more. Raises OSError."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        return file.read(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE + 1)
