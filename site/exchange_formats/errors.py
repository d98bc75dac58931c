"""What is said of a file that cannot be read."""

from django.utils.translation import gettext as _


class BadFileError(Exception):
    """A file that is not what it should be; `str()` gives the sentence to show, with the line where it is known."""

    def __init__(self, message: str, *, line: int | None = None) -> None:
        self.message = message
        self.line = line
        super().__init__(_("Line %(line)s: %(message)s") % {"line": line, "message": message} if line else message)
