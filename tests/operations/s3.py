"""A stand-in for an S3-compatible storage: keeps objects in memory and knows the few requests that the portal makes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

Objects = dict[str, bytes]


@contextmanager
def s3(bucket: str) -> Iterator[tuple[str, Objects]]:
    """Give host and port of a storage with one bucket, and what is in it."""
    objects: Objects = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"bucket": bucket, "objects": objects}))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}", objects
    finally:
        server.shutdown()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    """Answers for one bucket."""

    protocol_version = "HTTP/1.1"
    bucket = ""
    objects: Objects

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name that http.server gives it
        """Say nothing."""

    @property
    def name(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix(f"/{self.bucket}").lstrip("/")

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        signed = self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 Credential=key/")
        status, body = (status, body) if signed else (403, b"<Error><Code>AccessDenied</Code></Error>")
        self.send_response(status)
        for header, value in {"Content-Length": str(len(body)), "Last-Modified": formatdate(usegmt=True), **headers}.items():
            self.send_header(header.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self) -> None:
        self.objects[self.name] = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200, ETag='"1"')

    def do_GET(self) -> None:
        if not self.name:
            self.answer(200, self.listing(), Content_Type="application/xml")
        elif self.name not in self.objects:
            self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        else:
            self.answer(200, self.objects[self.name], ETag='"1"')

    def do_HEAD(self) -> None:
        body = self.objects.get(self.name)
        self.answer(404) if body is None else self.answer(200, body, ETag='"1"')

    def do_DELETE(self) -> None:
        self.objects.pop(self.name, None)
        self.answer(204)

    def listing(self) -> bytes:
        prefix = parse_qs(urlsplit(self.path).query).get("prefix", [""])[0]
        names = [name for name in sorted(self.objects) if name.startswith(prefix)]
        files = [name for name in names if "/" not in name[len(prefix) :]]
        folders = sorted({prefix + name[len(prefix) :].split("/")[0] + "/" for name in names if "/" in name[len(prefix) :]})
        rows = "".join(
            f"<Contents><Key>{escape(name)}</Key><Size>{len(self.objects[name])}</Size>"
            "<LastModified>2030-01-01T00:00:00.000Z</LastModified></Contents>"
            for name in files
        )
        rows += "".join(f"<CommonPrefixes><Prefix>{escape(folder)}</Prefix></CommonPrefixes>" for folder in folders)
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>".encode()
