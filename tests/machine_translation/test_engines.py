"""The engines, against a server on this machine: what is sent, what is read, what is refused."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from machine_translation import base, calling
from machine_translation.base import Engine, batches
from machine_translation.choosing import chosen
from machine_translation.deepl import FREE, PAID, DeepL
from machine_translation.dummy import Dummy
from machine_translation.errors import EngineError, Reason, RefusedError, TemporaryError
from machine_translation.libretranslate import LibreTranslate

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Service:
    """A server and what it was sent."""

    address: str = ""
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    answer: Callable[[dict[str, Any]], Answer] = lambda _body: (200, {}, b"{}")

    def says(self, status: int, content: Any = b"", **headers: str) -> None:
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.answer = lambda _body: (status, {name.replace("_", "-"): value for name, value in headers.items()}, data)


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            made.asked.append((self.path, dict(self.headers), body))
            status, headers, content = made.answer(body)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_address[1]}"
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def as_deepl(body: dict[str, Any]) -> Answer:
    texts = [{"detected_source_language": "EN", "text": text.replace("hide", "peau")} for text in body["text"]]
    return 200, {}, json.dumps({"translations": texts}).encode()


def as_libretranslate(body: dict[str, Any]) -> Answer:
    return 200, {}, json.dumps({"translatedText": [text.replace("hide", "peau") for text in body["q"]]}).encode()


def error_of(engine: Engine) -> EngineError:
    with pytest.raises(EngineError) as caught:
        engine.translate(["hide"], "fr")
    return caught.value


def test_deepl_gets_elements_and_gives_marks(service: Service) -> None:
    service.answer = as_deepl
    assert DeepL(service.address, "word").translate(["Soak ⟦1⟧hide⟦/1⟧ & wait", "hide"], "zh-hans") == [
        "Soak ⟦1⟧peau⟦/1⟧ & wait",
        "peau",
    ]
    [(path, headers, body)] = service.asked
    assert (path, headers["Authorization"]) == ("/v2/translate", "DeepL-Auth-Key word")
    assert body == {
        "text": ['Soak <x id="1">hide</x> &amp; wait', "hide"],
        "source_lang": "EN",
        "target_lang": "ZH-HANS",
        "tag_handling": "xml",
    }


def test_deepl_has_a_server_for_free_accounts() -> None:
    assert DeepL("", "word:fx").address.startswith(FREE) and DeepL("", "word").address.startswith(PAID)


def test_libretranslate_gets_html_and_gives_marks(service: Service) -> None:
    service.answer = as_libretranslate
    assert LibreTranslate(service.address, "").translate(["⟦1⟧hide⟦/1⟧"], "ar") == ["⟦1⟧peau⟦/1⟧"]
    assert service.asked[0][0] == "/translate"
    assert service.asked[0][2] == {"q": ['<x id="1">hide</x>'], "source": "en", "target": "ar", "format": "html"}
    LibreTranslate(service.address, "word").translate(["hide"], "fr")
    assert service.asked[1][2]["api_key"] == "word"


def test_an_older_libretranslate_knows_chinese_by_another_code(service: Service) -> None:
    service.answer = lambda body: as_libretranslate(body) if body["target"] == "zh" else (400, {}, b"{}")
    assert LibreTranslate(service.address, "").translate(["hide"], "zh-hans") == ["peau"]
    assert [body["target"] for _path, _headers, body in service.asked] == ["zh-Hans", "zh"]


def test_a_text_that_lost_its_marks_is_dropped_alone(service: Service) -> None:
    service.says(200, {"translations": [{"text": "peau"}, {"text": "eau"}]})
    assert DeepL(service.address, "word").translate(["⟦1⟧hide⟦/1⟧", "water"], "fr") == ["", "eau"]


def test_many_texts_take_several_calls(service: Service) -> None:
    service.answer = as_deepl
    texts = [f"hide {number}" for number in range(120)]
    assert DeepL(service.address, "word").translate(texts, "fr") == [text.replace("hide", "peau") for text in texts]
    assert [len(body["text"]) for _path, _headers, body in service.asked] == [50, 50, 20]


def test_long_texts_take_several_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "MOST_BYTES", 10)
    assert list(batches(["four", "four", "four", "é" * 6, "x"])) == [["four", "four"], ["four", "é" * 6, "x"]]


def test_a_text_that_is_longer_than_a_call_is_not_sent(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "MOST_BYTES", 10)
    service.answer = as_deepl
    assert DeepL(service.address, "word").translate(["é" * 6], "fr") == [""]
    assert not service.asked


@pytest.mark.parametrize(
    ("status", "reason"),
    [(456, Reason.QUOTA), (403, Reason.KEY), (401, Reason.KEY), (400, Reason.REFUSED), (404, Reason.REFUSED)],
)
def test_a_refusal_has_its_reason(service: Service, status: int, reason: Reason) -> None:
    service.says(status)
    error = error_of(DeepL(service.address, "word"))
    assert isinstance(error, RefusedError) and error.reason == reason


@pytest.mark.parametrize(("status", "header", "seconds"), [(429, "30", 30), (503, "99999", 600), (500, "soon", 0)])
def test_a_service_that_is_busy_may_be_asked_again(service: Service, status: int, header: str, seconds: int) -> None:
    service.says(status, Retry_After=header)
    error = error_of(DeepL(service.address, "word"))
    assert isinstance(error, TemporaryError) and (error.reason, error.seconds) == (Reason.BUSY, seconds)


def test_redirects_are_not_followed(service: Service) -> None:
    service.says(307, Location=f"{service.address}/elsewhere")
    assert error_of(DeepL(service.address, "word")).reason == Reason.REFUSED
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    "content",
    [b"<html>", [], {}, {"translations": []}, {"translations": [{"text": 5}]}, {"translations": "x"}, {"translations": ["x"]}],
)
def test_what_is_no_answer_is_refused(service: Service, content: Any) -> None:
    service.says(200, content)
    assert error_of(DeepL(service.address, "word")).reason == Reason.UNREADABLE


def test_a_huge_answer_is_not_read(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "LARGEST", 10)
    service.says(200, {"translations": [{"text": "x" * 100}]})
    assert error_of(DeepL(service.address, "word")).reason == Reason.UNREADABLE


def test_an_answer_that_breaks_off_may_be_asked_again(service: Service) -> None:
    service.says(200, b'{"translations"', Content_Length="100")
    error = error_of(DeepL(service.address, "word"))
    assert isinstance(error, TemporaryError) and error.reason == Reason.UNREACHABLE


@pytest.mark.parametrize("error", [requests.ConnectTimeout, requests.ReadTimeout, requests.ConnectionError])
def test_a_service_that_does_not_answer_may_be_asked_again(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_arguments: Any, **options: Any) -> None:
        assert options["timeout"] == 20 and options.get("verify") is not False
        raise error("https://service.example/?key=word")

    monkeypatch.setattr(requests, "post", silent)
    caught = error_of(DeepL("https://service.example", "word"))
    assert isinstance(caught, TemporaryError) and caught.reason == Reason.UNREACHABLE
    assert "word" not in str(caught)


def test_the_settings_choose(settings: Any) -> None:
    assert chosen() is None
    settings.MACHINE_TRANSLATION = {"engine": "dummy", "url": "", "key": ""}
    assert isinstance(chosen(), Dummy)
    settings.MACHINE_TRANSLATION = {"engine": "libretranslate", "url": "https://translate.example", "key": ""}
    engine = chosen()
    assert isinstance(engine, LibreTranslate) and engine.address == "https://translate.example/translate"


def test_the_dummy_keeps_marks() -> None:
    assert Dummy().translate(["⟦1⟧hide⟦/1⟧"], "fr") == ["[fr] ⟦1⟧hide⟦/1⟧"]
