"""Asking other sites: politely, and never what lies in a private network. A server of the test stands for the other sites."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from django.utils import timezone

from newsroom.upkeep import asking
from newsroom.upkeep.asking import Answer, Asker

AGENT = "leather.example-link-check/1.0 (+https://leather.example)"


class Site(BaseHTTPRequestHandler):
    """Answers by path: `/404` with that status, `/to/…` with a redirect."""

    robots: ClassVar[str] = ""
    robots_status: ClassVar[int] = 0
    asked: ClassVar[list[tuple[str, str, dict[str, str]]]] = []
    head_status: ClassVar[int | None] = None
    headers_sent: ClassVar[dict[str, str]] = {}

    def do_HEAD(self) -> None:
        if self.head_status == 0:
            self.asked.append((self.command, self.path, {}))
            self.close_connection = True
            return
        self.answer(self.head_status)

    def do_GET(self) -> None:
        self.answer(None)

    def answer(self, forced: int | None) -> None:
        self.asked.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}))
        last = self.path.rsplit("/", 1)[1]
        text, status = b"", int(last) if last.isdecimal() else 200
        if self.path == "/robots.txt":
            text, status = self.robots.encode(), self.robots_status or (200 if self.robots else 404)
        self.send_response(forced or (302 if self.path.startswith("/to") else status))
        if self.path.startswith("/to"):
            self.send_header("Location", self.path.removeprefix("/to") if self.path != "/to/again" else "/to/again")
        for name, value in self.headers_sent.items() if self.path != "/robots.txt" else ():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(text)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    """Address of a server on this machine."""
    Site.robots, Site.robots_status, Site.head_status, Site.headers_sent = "", 0, None, {}
    Site.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def asker(site: str, **values: Any) -> Asker:
    """Return somebody who may ask this machine, which nobody may outside of tests."""
    port = int(site.rsplit(":", 1)[1])
    return Asker(AGENT, **{"allowed": lambda _number: True, "ports": frozenset({port}), "pause": 0.0, "timeout": 2.0, **values})


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/page", Answer("works", "200")),
        ("/404", Answer("failed", "404")),
        ("/410", Answer("failed", "410")),
        ("/500", Answer("failed", "500")),
        ("/403", Answer("refused", "403")),
        ("/429", Answer("later", "429")),
        ("/to/page", Answer("works", "200")),
        ("/to/404", Answer("failed", "404")),
        ("/to/to/to/to/to/page", Answer("works", "200")),
        ("/to/again", Answer("failed", "redirects")),
    ],
)
def test_answers_are_judged(site: str, path: str, answer: Answer) -> None:
    assert asker(site).ask(site + path) == answer


@pytest.mark.parametrize("status", [405, 403, 0])
def test_a_host_that_knows_no_head_is_asked_for_the_beginning_of_the_text(site: str, status: int) -> None:
    """0 is one that hangs up."""
    Site.head_status = status
    assert asker(site).ask(f"{site}/page?a=1#part") == Answer("works", "200")
    [_robots, head, get] = Site.asked
    assert (head[0], get[0], get[1], get[2]["range"]) == ("HEAD", "GET", "/page?a=1", "bytes=0-1023")


def test_requests_name_the_check_and_carry_no_cookies(site: str) -> None:
    asker(site).ask(f"{site}/page")
    assert {headers["user-agent"] for _method, _path, headers in Site.asked} == {AGENT}
    assert not any({"cookie", "referer", "authorization"} & headers.keys() for _method, _path, headers in Site.asked)


@pytest.mark.parametrize("name", ["*", "leather.example-link-check"])
def test_robots_are_obeyed_and_read_once(site: str, name: str) -> None:
    Site.robots = f"User-agent: {name}\nDisallow: /private"
    someone = asker(site)
    assert someone.ask(f"{site}/private/page") == Answer("refused", "robots")
    assert someone.ask(f"{site}/page") == Answer("works", "200")
    assert [path for _method, path, _headers in Site.asked] == ["/robots.txt", "/page"]


def test_robots_are_read_behind_the_mark_of_unicode(site: str) -> None:
    Site.robots = "\ufeffUser-agent: *\nDisallow: /private"
    assert asker(site).ask(f"{site}/private/page") == Answer("refused", "robots")


@pytest.mark.parametrize("status", [401, 403, 404])
def test_whoever_has_no_robots_allows_everything(site: str, status: int) -> None:
    Site.robots_status = status
    assert asker(site).ask(f"{site}/page") == Answer("works", "200")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_host_whose_robots_cannot_be_had_is_asked_after_thirty_days_only(site: str, status: int) -> None:
    Site.robots_status = status
    someone = asker(site)
    assert someone.ask(f"{site}/page", in_trouble_for=timedelta(days=29)) == Answer("later", "robots")
    assert someone.ask(f"{site}/404", in_trouble_for=timedelta(days=30)) == Answer("failed", "404")


@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [
        ("", timedelta(0)),
        ("3600", timedelta(hours=1)),
        ("9" * 30, asking.LEFT_ALONE),
        ("soon", timedelta(0)),
        ("-5", timedelta(0)),
    ],
)
def test_a_host_that_is_asked_too_much_is_left_alone(site: str, retry_after: str, wait: timedelta) -> None:
    Site.headers_sent = {"Retry-After": retry_after} if retry_after else {}
    someone = asker(site)
    assert someone.ask(f"{site}/429") == Answer("later", "429", wait)
    assert someone.ask(f"{site}/page") == Answer("later", "busy")
    assert [path for _method, path, _headers in Site.asked] == ["/robots.txt", "/429"]


def test_a_host_may_name_the_moment_from_which_it_may_be_asked_again(site: str) -> None:
    Site.headers_sent = {"Retry-After": format_datetime(timezone.now() + timedelta(days=2))}
    answer = asker(site).ask(f"{site}/503")
    assert (answer.outcome, answer.wait.days) == ("failed", 1)


def test_redirects_in_circles_that_want_cookies_are_no_failure(site: str) -> None:
    Site.headers_sent = {"Set-Cookie": "seen=1"}
    assert asker(site).ask(f"{site}/to/again") == Answer("refused", "cookies")


def test_an_answer_that_comes_drop_by_drop_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Dripping(Site):
        def do_GET(self) -> None:
            for _drop in range(100):
                self.wfile.write(b"H")
                time.sleep(0.05)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Dripping)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        someone = asker(f"http://127.0.0.1:{server.server_port}", longest=0.1)
        assert someone.ask(f"http://127.0.0.1:{server.server_port}/page") == Answer("failed", "connection")
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("code", "answer"),
    [(10, Answer("failed", "certificate")), (62, Answer("failed", "certificate")), (20, Answer("refused", "chain"))],
)
def test_only_certificates_that_browsers_refuse_are_failures(monkeypatch: pytest.MonkeyPatch, code: int, answer: Answer) -> None:
    error = ssl.SSLCertVerificationError()
    error.verify_code = code

    def fail(_self: Any) -> None:
        raise error

    monkeypatch.setattr(asking._Secure, "connect", fail)
    someone = Asker(AGENT, allowed=lambda _number: True, pause=0.0)
    assert someone.ask("https://127.0.0.1/page") == answer


def test_every_number_of_a_name_is_tried(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first has no server."""
    found = {"two.example": ["127.0.0.1", "127.0.0.0"]}
    monkeypatch.setattr(asking.socket, "getaddrinfo", lambda host, port, *_rest, **_more: _entries(found.get(host, [host]), port))
    monkeypatch.setattr(asking.socket, "create_connection", _only("127.0.0.1", socket.create_connection))
    assert asker(site).ask(f"http://two.example:{site.rsplit(':', 1)[1]}/page") == Answer("works", "200")


def _entries(numbers: list[str], port: int) -> list[Any]:
    return [(2, 1, 6, "", (number, port)) for number in numbers]


def _only(number: str, connect: Any) -> Any:
    def create(address: tuple[str, int], timeout: float) -> Any:
        if address[0] != number:
            raise OSError("no route")
        return connect(address, timeout)

    return create


def test_names_and_paths_in_any_script_are_sent_as_the_web_wants_them(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def look_up(host: str, port: int, *_rest: Any, **_more: Any) -> list[Any]:
        asked.append(host)
        return _entries(["127.0.0.1"], port)

    monkeypatch.setattr(asking.socket, "getaddrinfo", look_up)
    port = site.rsplit(":", 1)[1]
    assert asker(site).ask(f"http://кожа.example:{port}/то есть?q=ñ#место") == Answer("works", "200")
    assert set(asked) - {"127.0.0.1"} == {"xn--80allq.example"}
    assert Site.asked[-1][1] == "/%D1%82%D0%BE%20%D0%B5%D1%81%D1%82%D1%8C?q=%C3%B1"


def test_redirects_in_letters_of_any_script_are_followed(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers send the bytes of UTF-8, though headers have no encoding."""
    monkeypatch.setattr(Site, "answer", _leading_to("/стр"))
    assert asker(site).ask(f"{site}/start") == Answer("works", "200")
    assert Site.asked[-1][1] == "/%D1%81%D1%82%D1%80"


def _leading_to(path: str) -> Any:
    def answer(self: Site, _forced: int | None) -> None:
        self.asked.append((self.command, self.path, {}))
        self.send_response(302 if self.path == "/start" else 200)
        if self.path == "/start":
            self.send_header("Location", path.encode().decode("latin-1"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    return answer


def test_an_address_without_scheme_is_asked_as_browsers_do(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asking._parts("//cdn.example/x").geturl() == "https://cdn.example/x"


def test_robots_hold_for_what_a_redirect_leads_to(site: str) -> None:
    Site.robots = "User-agent: *\nDisallow: /private"
    assert asker(site).ask(f"{site}/to/private") == Answer("refused", "robots")


def test_one_request_at_a_time_goes_to_a_host_with_a_pause_between(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(asking.time, "sleep", waits.append)
    Site.robots = "User-agent: *\nCrawl-delay: 7\nDisallow: /private"
    someone = asker(site, pause=2.0)
    someone.ask(f"{site}/page")
    someone.ask(f"{site}/other")
    assert [round(wait) for wait in waits] == [0, 2, 7]


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104  # an address to refuse, not to listen at
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
    ],
)
def test_numbers_that_are_not_everybodys_are_not_asked(number: str) -> None:
    assert not asking.is_public(number)


@pytest.mark.parametrize("number", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909"])
def test_public_numbers_may_be_asked(number: str) -> None:
    assert asking.is_public(number)


def test_nothing_on_this_machine_is_asked(site: str) -> None:
    someone = asker(site, allowed=asking.is_public)
    assert someone.ask(f"{site}/page") == Answer("failed", "private")
    assert someone.ask(f"{site.replace('127.0.0.1', 'localhost')}/page") == Answer("failed", "private")
    assert Site.asked == []


def test_a_redirect_into_a_private_network_is_not_followed(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first name is allowed, the address that it leads to is not."""
    asked: list[str] = []

    def look_up(host: str, port: int, *_values: Any, **_more: Any) -> list[Any]:
        asked.append(host)
        number = {"public.example": "127.0.0.1", "inside.example": "10.0.0.1"}.get(host, host)
        return [(2, 1, 6, "", (number, port))]

    monkeypatch.setattr(asking.socket, "getaddrinfo", look_up)
    port = site.rsplit(":", 1)[1]
    someone = asker(site, allowed=lambda number: number == "127.0.0.1")
    assert someone.ask(f"http://public.example:{port}/to//inside.example:{port}/") == Answer("failed", "private")
    assert asked[-1] == "inside.example"


@pytest.mark.parametrize(
    "address", ["ftp://x.example/", "https:///x", "http://[::1", "javascript:alert(1)", "http://x.example:99999/"]
)
def test_what_is_no_address_of_the_web_is_not_asked(address: str) -> None:
    assert Asker(AGENT).ask(address) == Answer("failed", "address")


def test_other_ports_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking.socket, "getaddrinfo", lambda *_values, **_more: [(2, 1, 6, "", ("9.9.9.9", 22))])
    assert Asker(AGENT).ask("http://x.example:22/") == Answer("refused", "port")


def test_a_server_that_does_not_answer_is_no_answer(site: str) -> None:
    other = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    port = other.server_port
    other.server_close()
    someone = Asker(AGENT, allowed=lambda _number: True, ports=frozenset({port}), pause=0.0, timeout=2.0)
    assert someone.ask(f"http://127.0.0.1:{port}/") == Answer("failed", "connection")
