"""Asks addresses on other sites whether they are there, as politely as a guest and without being led into a private network.

Editors write the addresses, so each is treated as an attempt to have the server ask something it must not: only HTTP and HTTPS on
their own ports, only public addresses of the network, looked up once and then connected to, anew for each redirect. No cookies,
no words of ours beside the name of the check, and no more than a kilobyte is read.
"""

import ipaddress
import socket
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Lock
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from django.utils.encoding import iri_to_uri

TIMEOUT = 10.0
PAUSE = 2.0
"""Seconds between two requests to one host; more where its robots.txt asks for more."""
LONGEST_PAUSE = 20.0
REDIRECTS = 5
READ = 1024
ROBOTS_READ = 512_000
PORTS = {"http": 80, "https": 443}
FAILURES = ("name", "private", "address", "certificate", "time", "connection", "redirects")
"""Words for what went wrong before there was an answer; `wording` has a sentence for each."""
REFUSALS = {401, 402, 403, 405, 406, 407, 418, 429, 451, 501, 999}
"""Answers of hosts that do not want to be asked by a machine: they say nothing about what a visitor gets."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class UnansweredError(Exception):
    """There is no answer; `args[0]` is a word of FAILURES."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address said."""

    outcome: str
    """`works`, `failed` or `refused`."""
    said: str
    """The status of HTTP, a word of FAILURES, or `robots` where the site wants not to be asked."""


def is_public(number: str) -> bool:
    """Tell whether a number of the network is one that everybody may ask; wrapped ones count as what is inside."""
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour
        if inside is None and address in NAT64:
            inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(str(inside))
    return address.is_global and not address.is_multicast


class Asker:
    """Asks addresses, one at a time at each host. Threads may share it.

    `allowed` says which numbers of the network may be connected to, `ports` which ports of each scheme beside the usual one.
    """

    def __init__(
        self,
        agent: str,
        *,
        allowed: Callable[[str], bool] = is_public,
        ports: frozenset[int] = frozenset(),
        pause: float = PAUSE,
        timeout: float = TIMEOUT,
    ) -> None:
        self.agent = agent
        self.allowed = allowed
        self.ports = ports
        self.pause = pause
        self.timeout = timeout
        self._lock = Lock()
        self._turns: dict[str, Lock] = defaultdict(Lock)
        self._free_at: dict[str, float] = {}
        self._pauses: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser] = {}

    def ask(self, address: str) -> Answer:
        """Ask an address, following its redirects."""
        try:
            for _hop in range(REDIRECTS + 1):
                parts = _parts(address)
                if not self._may_ask(parts):
                    return Answer("refused", "robots")
                status, onward = self._status(parts)
                if not (300 <= status < 400 and onward):
                    return _answer(status)
                address = urljoin(address, onward)
        except UnansweredError as error:
            return Answer("failed", str(error))
        return Answer("failed", "redirects")

    def _status(self, parts: SplitResult) -> tuple[int, str]:
        """Ask for the head; for the beginning of the text where that fails, since some hosts only know that."""
        path = parts.path or "/"
        path = f"{path}?{parts.query}" if parts.query else path
        status, onward, _text = self._request("HEAD", parts, path, 0)
        if status >= 400 and status != 429:
            status, onward, _text = self._request("GET", parts, path, READ)
        return status, onward

    def _may_ask(self, parts: SplitResult) -> bool:
        """Tell what robots.txt says, which is read once. Whoever has none allows everything; a host in trouble is not asked."""
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(parts, origin)
        return self._robots[origin].can_fetch(self.agent, parts.geturl())

    def _read_robots(self, parts: SplitResult, origin: str) -> RobotFileParser:
        rules = RobotFileParser()
        where, lines = urlsplit(f"{origin}/robots.txt"), []
        for _hop in range(REDIRECTS + 1):
            status, onward, text = self._request("GET", where, where.path, ROBOTS_READ)
            if 300 <= status < 400 and onward:
                where = _parts(urljoin(where.geturl(), onward))
                continue
            if status >= 500 or status == 429:
                lines = ["User-agent: *", "Disallow: /"]
            elif status < 300:
                lines = text.decode("utf-8", "replace").splitlines()
            break
        rules.parse(lines)
        wanted = rules.crawl_delay(self.agent)
        if wanted:
            self._pauses[parts.hostname or ""] = min(max(self.pause, float(wanted)), LONGEST_PAUSE)
        return rules

    def _request(self, method: str, parts: SplitResult, path: str, read: int) -> tuple[int, str, bytes]:
        """Return status, address to go on to, and the first bytes. Raises UnansweredError."""
        host = parts.hostname or ""
        port = parts.port or PORTS[parts.scheme]
        number = self._number(host, port)
        connection = (_Secure if parts.scheme == "https" else _Plain)(host, port, number, self.timeout)
        headers = {"User-Agent": self.agent, "Accept": "*/*", "Connection": "close"}
        if method == "GET" and path != "/robots.txt":
            headers["Range"] = f"bytes=0-{read - 1}"
        with self._turn(host):
            try:
                connection.request(method, path, headers=headers)
                answer = connection.getresponse()
                return answer.status, answer.getheader("Location") or "", answer.read(read) if read else b""
            except ssl.SSLCertVerificationError as error:
                raise UnansweredError("certificate") from error
            except TimeoutError as error:
                raise UnansweredError("time") from error
            except (OSError, HTTPException, ValueError) as error:
                raise UnansweredError("connection") from error
            finally:
                connection.close()

    def _number(self, host: str, port: int) -> str:
        """Return the number to connect to. A name of which one number is private is not asked at all."""
        try:
            found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        except (OSError, UnicodeError) as error:
            raise UnansweredError("name") from error
        if not all(map(self.allowed, found)) or port not in self.ports | set(PORTS.values()):
            raise UnansweredError("private")
        return min(found, key=lambda number: (":" in number, number))

    @contextmanager
    def _turn(self, host: str) -> Iterator[None]:
        """Wait until no other request goes to the host and its pause is over."""
        with self._lock:
            turn = self._turns[host]
        with turn:
            time.sleep(max(0.0, self._free_at.get(host, 0.0) - time.monotonic()))
            try:
                yield
            finally:
                self._free_at[host] = time.monotonic() + self._pauses.get(host, self.pause)


class _Plain(HTTPConnection):
    """Connects to a number that was looked up and allowed, so that a second look-up cannot lead elsewhere."""

    def __init__(self, host: str, port: int, number: str, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.number = number

    def connect(self) -> None:
        """Connect to the number."""
        self.sock = socket.create_connection((self.number, self.port), self.timeout)


class _Secure(HTTPSConnection):
    """Does the same with TLS, whose certificate must be that of the name."""

    def __init__(self, host: str, port: int, number: str, timeout: float) -> None:
        self.secured = ssl.create_default_context()
        super().__init__(host, port, timeout=timeout, context=self.secured)
        self.number = number

    def connect(self) -> None:
        """Connect to the number, then prove the name."""
        plain = socket.create_connection((self.number, self.port), self.timeout)
        self.sock = self.secured.wrap_socket(plain, server_hostname=self.host)


def _parts(address: str) -> SplitResult:
    """Return an address in its parts, ready to be sent. Raises UnansweredError for what is no address of the web."""
    try:
        parts = urlsplit(iri_to_uri(address.strip()))
        host, port = parts.hostname, parts.port
        name = (host or "").encode("idna").decode() if host and not host.isascii() else host
    except (ValueError, UnicodeError) as error:
        raise UnansweredError("address") from error
    if parts.scheme not in PORTS or not name:
        raise UnansweredError("address")
    shown = f"[{name}]" if ":" in name else name
    return parts._replace(netloc=f"{shown}:{port}" if port else shown, fragment="")


def _answer(status: int) -> Answer:
    if status < 400 or status == 416:
        return Answer("works", str(status))
    return Answer("refused" if status in REFUSALS else "failed", str(status))
