"""ZIP files that somebody sends us, unpacked no further than is sensible."""

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _, ngettext

from exchange_formats.errors import BadFileError
from exchange_formats.xml import MOST_BYTES

MOST_FILES = 200


def is_archive(data: bytes) -> bool:
    """Tell whether a file is a ZIP."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def members(data: bytes, most: int = MOST_FILES) -> list[tuple[str, bytes]]:
    """Return the files in a ZIP: names without folders, and contents. Raises BadFileError where there are too many, or too much.

    What the ZIP says of the size of its files is not believed: reading stops where it is too much.
    """
    found: list[tuple[str, bytes]] = []
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [entry for entry in archive.infolist() if _is_wanted(entry)]
            if len(names) > most:
                raise BadFileError(
                    ngettext("A ZIP may hold up to %(limit)s file.", "A ZIP may hold up to %(limit)s files.", most)
                    % {"limit": most}
                )
            for entry in names:
                with archive.open(entry) as file:
                    content = file.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise BadFileError(
                        _("The files in this ZIP are larger than %(limit)s together.") % {"limit": filesizeformat(MOST_BYTES)}
                    )
                found.append((PurePosixPath(entry.filename).name, content))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise BadFileError(_("This ZIP cannot be read; it may be damaged or locked with a password.")) from error
    if not found:
        raise BadFileError(_("There are no files in this ZIP."))
    return found


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is a file that somebody put there, not one that an operating system adds."""
    path = PurePosixPath(entry.filename)
    return not entry.is_dir() and not path.name.startswith(".") and "__MACOSX" not in path.parts
