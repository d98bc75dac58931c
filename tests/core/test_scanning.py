"""ClamAV, where there is one: what it finds is refused, and so is everything while it does not answer."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from core import scanning

HARMFUL = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class Clamd(socketserver.BaseRequestHandler):
    """Answers as clamd does; the content “silent” is answered by nothing, “too big” by an error."""

    def handle(self) -> None:
        stream = self.request.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", stream.read(4))[0]:
            content += stream.read(length)
        self.server.seen.append(len(content))  # type: ignore[attr-defined]  # set by the fixture
        if content != b"silent":
            verdict = "INSTREAM size limit exceeded. ERROR" if content == b"too big" else "stream: OK"
            self.request.sendall(("stream: Eicar-Signature FOUND" if HARMFUL in content else verdict).encode() + b"\0")


@pytest.fixture(params=["host and port", "socket"])
def clamd(request: Any, tmp_path: Path, settings: Any) -> Iterator[Any]:
    if request.param == "socket":
        settings.CLAMAV = str(tmp_path / "clamd")
        server: Any = socketserver.UnixStreamServer(settings.CLAMAV, Clamd)
    else:
        server = socketserver.TCPServer(("127.0.0.1", 0), Clamd)
        settings.CLAMAV = f"127.0.0.1:{server.server_address[1]}"
    server.seen = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("paper.pdf", content)


def refusal(content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        scanning.check_upload(upload(content))
    return refused.value.messages[0]


def test_a_clean_file_is_taken_and_was_seen_whole(clamd: Any) -> None:
    file = upload(b"%PDF" * 50_000)
    scanning.check_upload(file)
    assert clamd.seen == [200_000]
    assert file.read(4) == b"%PDF"


def test_what_is_found_is_named(clamd: Any) -> None:
    assert "“Eicar-Signature”" in refusal(b"%PDF-1.7 " + HARMFUL)


@pytest.mark.parametrize("content", [b"silent", b"too big"])
def test_what_got_no_verdict_is_refused(clamd: Any, content: bytes) -> None:
    assert "cannot be checked" in refusal(content)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd"])
def test_nothing_is_taken_while_it_cannot_be_reached(settings: Any, address: str) -> None:
    settings.CLAMAV = address
    assert "cannot be checked" in refusal(b"%PDF-1.7")


def test_without_an_address_nothing_is_asked(settings: Any) -> None:
    assert settings.CLAMAV == ""
    scanning.check_upload(upload(HARMFUL))
