"""Old addresses of the portal that lead to pages of the demonstration."""

from pathlib import Path

from demo.files import ContentError
from exchange_formats.errors import BadFileError
from newsroom.old_addresses import importing

FILE = "old-addresses.csv"


def load(folder: Path) -> int:
    """Load the table and return the number of addresses; none without the file. Raises ContentError where a row leads nowhere."""
    file = folder / FILE
    if not file.exists():
        return 0
    try:
        return importing.load(FILE, file.read_bytes())
    except BadFileError as error:
        raise ContentError([f"{FILE}: {error}"]) from error
