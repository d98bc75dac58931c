"""Text that somebody sends us, as bytes."""

from django.utils.translation import gettext as _

from exchange_formats.errors import BadFileError
from exchange_formats.xml import require_size, written


def decoded(data: bytes) -> str:
    """Return a text in UTF-8, without the mark at its beginning and without signs that no text has.

    Raises BadFileError, with the line where it is none.
    """
    require_size(len(data))
    try:
        return written(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadFileError(_("The text is not UTF-8. Save it as UTF-8."), line=line) from error
