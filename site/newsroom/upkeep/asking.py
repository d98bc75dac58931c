"""Asks addresses on other sites whether they are there, as politely as a guest and without being led into a private network.

Editors write the addresses, so each is treated as an attempt to have the server ask something it must not: only HTTP and HTTPS on
their own ports, only public addresses of the network, looked up once and then connected to, anew for each redirect. No cookies,
no words of ours beside the name of the check, and no more than a kilobyte is read.

What a browser gets where this check gets nothing is no failure: a certificate whose chain browsers complete by themselves, a page
that leads in circles whoever keeps no cookies.
"""

import ipaddress
import socket
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Lock, Timer
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from django.utils import timezone
from django.utils.encoding import iri_to_uri

TIMEOUT = 10.0
LONGEST = 30.0
"""Seconds after which a request is given up that goes on drop by drop."""
PAUSE = 2.0
"""Seconds between two requests to one host; more where its robots.txt asks for more."""
LONGEST_PAUSE = 20.0
REDIRECTS = 5
READ = 1024
ROBOTS_READ = 512_000
PORTS = {"http": 80, "https": 443}
FAILURES = ("name", "private", "address", "certificate", "time", "connection", "redirects")
"""Words for what went wrong before there was an answer; `wording` has a sentence for each."""
UNCERTAIN = ("chain", "port")
"""Words for what this check cannot do and browsers can: a certificate without those between it and the root, an unusual port."""
BROWSERS_WARN = {9, 10, 18, 19, 23, 62, 64}
"""Errors of OpenSSL for certificates that browsers refuse too: not valid yet or no more, self-signed, revoked, of another."""
NUMBERS = 3
"""Numbers of a name that are tried: of some hosts one answers and another does not."""
LEFT_ALONE = timedelta(days=30)
"""The longest time that a host may ask for; also that after which a robots.txt that cannot be had counts as none (RFC 9309)."""
REFUSALS = {401, 402, 403, 405, 406, 407, 418, 451, 501, 999}
"""Answers of hosts that do not want to be asked by a machine: they say nothing about what a visitor gets."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class UnansweredError(Exception):
    """There is no answer; `args[0]` is a word of FAILURES."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address said."""

    outcome: str
    """`works`, `failed`, `refused`, or `later` where the host wants to be left alone for now."""
    said: str
    """The status of HTTP, a word of FAILURES or UNCERTAIN, `cookies` where only browsers get on, `robots` where robots.txt
    forbids it or cannot be had, or `busy` after the host asked for a pause."""
    wait: timedelta = timedelta(0)
    """For how long the host wants to be left alone."""


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    onward: str
    """Where it redirects to."""
    text: bytes
    sets_cookie: bool
    retry_after: str

    @property
    def is_redirect(self) -> bool:
        return 300 <= self.status < 400 and bool(self.onward)

    @property
    def is_busy(self) -> bool:
        return self.status == 429 or (self.status == 503 and bool(self.retry_after))


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
        longest: float = LONGEST,
    ) -> None:
        self.agent = agent
        self.allowed = allowed
        self.ports = ports
        self.pause = pause
        self.timeout = timeout
        self.longest = longest
        self._lock = Lock()
        self._turns: dict[str, Lock] = defaultdict(Lock)
        self._free_at: dict[str, float] = {}
        self._pauses: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser | None] = {}
        self._busy: set[str] = set()

    def ask(self, address: str, *, in_trouble_for: timedelta = timedelta(0)) -> Answer:
        """Ask an address, following its redirects. `in_trouble_for` says since when the host gives no usable answer."""
        needs_cookies = False
        try:
            parts = _parts(address)
            for _hop in range(REDIRECTS + 1):
                rules = self._rules(parts)
                if rules is None and in_trouble_for < LEFT_ALONE:
                    return Answer("later", "robots")
                if rules is not None and not rules.can_fetch(self.agent, parts.geturl()):
                    return Answer("refused", "robots")
                reply = self._reply(parts)
                if not reply.is_redirect:
                    return _answer(reply)
                needs_cookies = needs_cookies or reply.sets_cookie
                parts = _parts(reply.onward, parts.geturl())
        except UnansweredError as error:
            word = str(error)
            return Answer("later" if word == "busy" else "refused" if word in UNCERTAIN else "failed", word)
        return Answer("refused", "cookies") if needs_cookies else Answer("failed", "redirects")

    def _reply(self, parts: SplitResult) -> _Reply:
        """Ask for the head; for the beginning of the text where that fails, since some hosts only know that.

        Raises UnansweredError, also for a host that has asked for a pause.
        """
        path = parts.path or "/"
        path = f"{path}?{parts.query}" if parts.query else path
        if parts.hostname in self._busy:
            raise UnansweredError("busy")
        reply = None
        try:
            reply = self._request("HEAD", parts, path, 0)
        except UnansweredError as error:
            if str(error) not in {"connection", "time"}:
                raise
        if reply is None or (reply.status >= 400 and not reply.is_busy):
            reply = self._request("GET", parts, path, READ)
        if reply.is_busy:
            self._busy.add(parts.hostname or "")
        return reply

    def _rules(self, parts: SplitResult) -> RobotFileParser | None:
        """Return what robots.txt says, which is read once; None where it cannot be had. Whoever has none allows everything."""
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(parts, origin)
        return self._robots[origin]

    def _read_robots(self, parts: SplitResult, origin: str) -> RobotFileParser | None:
        rules = RobotFileParser()
        where, lines = urlsplit(f"{origin}/robots.txt"), []
        for _hop in range(REDIRECTS + 1):
            reply = self._request("GET", where, where.path, ROBOTS_READ)
            if reply.is_redirect:
                where = _parts(reply.onward, where.geturl())
                continue
            if reply.status >= 500 or reply.is_busy:
                return None
            if reply.status < 300:
                # Some begin with the mark of Unicode, which is no part of the first line.
                lines = reply.text.decode("utf-8-sig", "replace").splitlines()
            break
        rules.parse(lines)
        wanted = rules.crawl_delay(self.agent)
        if wanted:
            self._pauses[parts.hostname or ""] = min(max(self.pause, float(wanted)), LONGEST_PAUSE)
        return rules

    def _request(self, method: str, parts: SplitResult, path: str, read: int) -> _Reply:
        """Return the answer with its first bytes. Raises UnansweredError."""
        host = parts.hostname or ""
        port = parts.port or PORTS[parts.scheme]
        numbers = self._numbers(host, port)
        connection = (_Secure if parts.scheme == "https" else _Plain)(host, port, numbers, self.timeout)
        headers = {"User-Agent": self.agent, "Accept": "*/*", "Connection": "close"}
        if method == "GET" and not path.endswith("/robots.txt"):
            headers["Range"] = f"bytes=0-{read - 1}"
        with self._turn(host), _no_longer_than(self.longest, connection):
            try:
                connection.request(method, path, headers=headers)
                answer = connection.getresponse()
                text = answer.read(read) if read else b""
            except ssl.SSLCertVerificationError as error:
                raise UnansweredError("certificate" if error.verify_code in BROWSERS_WARN else "chain") from error
            except TimeoutError as error:
                raise UnansweredError("time") from error
            except (OSError, HTTPException, ValueError) as error:
                raise UnansweredError("connection") from error
            finally:
                connection.close()
        cookie, retry = answer.getheader("Set-Cookie"), answer.getheader("Retry-After")
        return _Reply(answer.status, _as_sent(answer.getheader("Location") or ""), text, bool(cookie), retry or "")

    def _numbers(self, host: str, port: int) -> list[str]:
        """Return the numbers to connect to. A name of which one number is private is not asked at all."""
        try:
            found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        except (OSError, UnicodeError) as error:
            raise UnansweredError("name") from error
        if not all(map(self.allowed, found)):
            raise UnansweredError("private")
        if port not in self.ports | set(PORTS.values()):
            raise UnansweredError("port")
        return sorted(found, key=lambda number: (":" in number, number))[:NUMBERS]

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


@contextmanager
def _no_longer_than(seconds: float, connection: HTTPConnection) -> Iterator[None]:
    """Cut a connection after some time: a host that sends one letter at a time never runs into the limit of a single wait."""
    timer = Timer(seconds, _cut, (connection,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _cut(connection: HTTPConnection) -> None:
    # The other end may have gone meanwhile, or the connection was not made yet, which has its own limit.
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _connected(numbers: Sequence[str], port: int, timeout: float) -> socket.socket:
    """Return a connection to the first of some numbers that answers."""
    for number in numbers[:-1]:
        with suppress(OSError):
            return socket.create_connection((number, port), timeout)
    return socket.create_connection((numbers[-1], port), timeout)


class _Plain(HTTPConnection):
    """Connects to numbers that were looked up and allowed, so that a second look-up cannot lead elsewhere."""

    def __init__(self, host: str, port: int, numbers: Sequence[str], timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.numbers = numbers

    def connect(self) -> None:
        """Connect to one of the numbers."""
        self.sock = _connected(self.numbers, self.port, float(self.timeout or TIMEOUT))


class _Secure(HTTPSConnection):
    """Does the same with TLS, whose certificate must be that of the name."""

    def __init__(self, host: str, port: int, numbers: Sequence[str], timeout: float) -> None:
        self.secured = ssl.create_default_context()
        super().__init__(host, port, timeout=timeout, context=self.secured)
        self.numbers = numbers

    def connect(self) -> None:
        """Connect to one of the numbers, then prove the name."""
        plain = _connected(self.numbers, self.port, float(self.timeout or TIMEOUT))
        self.sock = self.secured.wrap_socket(plain, server_hostname=self.host)


def _parts(address: str, base: str = "") -> SplitResult:
    """Return an address in its parts, ready to be sent. Raises UnansweredError for what is no address of the web."""
    try:
        address = urljoin(base, address.strip())
        # Browsers take the scheme of the page; this site has TLS.
        parts = urlsplit(f"https:{address}" if address.startswith("//") else address)
        host, port = parts.hostname, parts.port
        name = host.encode("idna").decode() if host and not host.isascii() else host
    except (ValueError, UnicodeError) as error:
        raise UnansweredError("address") from error
    if parts.scheme not in PORTS or not name:
        raise UnansweredError("address")
    shown = f"[{name}]" if ":" in name else name
    netloc = f"{shown}:{port}" if port else shown
    return SplitResult(parts.scheme, netloc, iri_to_uri(parts.path), iri_to_uri(parts.query), "")


def _as_sent(header: str) -> str:
    """Return a header in the letters that its sender meant: many send UTF-8, which the library reads as Latin-1."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


def _answer(reply: _Reply) -> Answer:
    status = reply.status
    if status == 429:
        return Answer("later", str(status), _asked_for(reply.retry_after))
    if status < 400 or status == 416:
        return Answer("works", str(status))
    return Answer("refused" if status in REFUSALS else "failed", str(status), _asked_for(reply.retry_after))


def _asked_for(retry_after: str) -> timedelta:
    """Return the pause that a header asks for: seconds, or a moment; none where it says nothing that can be read."""
    try:
        if retry_after.strip().isdecimal():
            wait = timedelta(seconds=min(int(retry_after), LEFT_ALONE.total_seconds()))
        else:
            wait = parsedate_to_datetime(retry_after) - timezone.now()
    except (ValueError, TypeError, OverflowError):
        return timedelta(0)
    return min(max(wait, timedelta(0)), LEFT_ALONE)
