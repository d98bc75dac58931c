"""Asking other sites: politely, and never what lies in a private network. A server of the test stands for the other sites."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from newsroom.upkeep import asking
from newsroom.upkeep.asking import Answer, Asker

AGENT = "leather.example-link-check/1.0 (+https://leather.example)"


class Site(BaseHTTPRequestHandler):
    """Answers by path: `/404` with that status, `/to/…` with a redirect."""

    robots: ClassVar[str] = ""
    asked: ClassVar[list[tuple[str, str, dict[str, str]]]] = []
    heads_fail: ClassVar[bool] = False

    def do_HEAD(self) -> None:
        self.answer(405 if self.heads_fail else None)

    def do_GET(self) -> None:
        self.answer(None)

    def answer(self, forced: int | None) -> None:
        self.asked.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}))
        last = self.path.rsplit("/", 1)[1]
        text, status = b"", int(last) if last.isdecimal() else 200
        if self.path == "/robots.txt":
            text, status = self.robots.encode(), 200 if self.robots else 404
        self.send_response(forced or (302 if self.path.startswith("/to") else status))
        if self.path.startswith("/to"):
            self.send_header("Location", self.path.removeprefix("/to") if self.path != "/to/again" else "/to/again")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(text)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    """Address of a server on this machine."""
    Site.robots, Site.heads_fail = "", False
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
        ("/429", Answer("refused", "429")),
        ("/to/page", Answer("works", "200")),
        ("/to/404", Answer("failed", "404")),
        ("/to/to/to/to/to/page", Answer("works", "200")),
        ("/to/again", Answer("failed", "redirects")),
    ],
)
def test_answers_are_judged(site: str, path: str, answer: Answer) -> None:
    assert asker(site).ask(site + path) == answer


def test_a_host_that_knows_no_head_is_asked_for_the_beginning_of_the_text(site: str) -> None:
    Site.heads_fail = True
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
    assert Asker(AGENT).ask("http://x.example:22/") == Answer("failed", "private")


def test_a_server_that_does_not_answer_is_no_answer(site: str) -> None:
    other = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    port = other.server_port
    other.server_close()
    someone = Asker(AGENT, allowed=lambda _number: True, ports=frozenset({port}), pause=0.0, timeout=2.0)
    assert someone.ask(f"http://127.0.0.1:{port}/") == Answer("failed", "connection")
