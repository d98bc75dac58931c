"""The address that `make run` listens at."""

import socket

import pytest
from django.core.management import CommandError, call_command

from operations.serving import PortTakenError, listen


@pytest.fixture
def taken_port() -> int:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_busy_port_is_one_sentence(taken_port: int) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("start", port=taken_port)
    assert f"127.0.0.1:{taken_port}" in str(caught.value)
    assert f"make run PORT={taken_port + 1}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_impossible_port_is_one_sentence() -> None:
    with pytest.raises(PortTakenError, match="70000 is not a port"):
        listen("127.0.0.1", 70000)


def test_a_free_port_is_listened_at() -> None:
    server = listen("127.0.0.1", 0)
    try:
        assert server.server_port > 0
    finally:
        server.server_close()
