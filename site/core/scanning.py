"""Asks ClamAV whether an upload is harmful, where CLAMAV names one.

Speaks clamd's INSTREAM: the command, the content in pieces that are each preceded by their length, a piece of length nought, and
one line back. A server that does not answer lets nothing in: a check that fails open is none.
"""

import logging
import socket
from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

SECONDS = 30
"""How long the server may be silent."""
PIECE = 64 * 1024


class ScannerError(Exception):
    """The server cannot be reached, or gave no verdict."""


def check_upload(file: Any) -> None:
    """Refuse an upload that ClamAV finds harmful, or cannot look at. Leaves the file at its beginning.

    Does nothing where no server is set. Raises ValidationError with a sentence for whoever uploads it.
    """
    if not settings.CLAMAV:
        return
    file.seek(0)
    try:
        found = _verdict(settings.CLAMAV, file)
    except (OSError, ScannerError) as error:
        logger.exception("An upload could not be checked for viruses")
        sentence = _("Files cannot be checked for viruses at present, so none is taken. Try again later.")
        raise ValidationError(sentence) from error
    file.seek(0)
    if found:
        sentence = _("This file was not taken: the virus scanner found “%(name)s” in it.")
        raise ValidationError(sentence % {"name": found})


def _verdict(address: str, file: Any) -> str:
    """Return the name of what was found; nothing for a clean file. Raises OSError or ScannerError."""
    with closing(_connect(address)) as connection:
        connection.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            connection.sendall(len(piece).to_bytes(4, "big") + piece)
        connection.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and (more := connection.recv(4096)):
            answer += more
    words = answer.rstrip(b"\0").decode(errors="replace").removeprefix("stream: ")
    if words == "OK":
        return ""
    if words.endswith(" FOUND"):
        return words.removesuffix(" FOUND")
    raise ScannerError(words or "no answer")


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
