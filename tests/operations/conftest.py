"""The tests here start from the six home pages; some need a Redis of their own."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis, RedisError

from tests.portal import six

__all__ = ["redis", "redis_address", "six"]


@pytest.fixture(scope="session")
def redis_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis that is started for the tests and reached through a socket in their folder."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed; .ci/run installs it.")
    folder: Path = tmp_path_factory.mktemp("redis")
    socket = folder / "socket"
    command = [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # Debian's own program
    try:
        client = Redis(unix_socket_path=str(socket))
        for _attempt in range(200):
            try:
                client.ping()
                break
            except RedisError:
                time.sleep(0.02)
        yield f"unix://{socket}"
    finally:
        server.terminate()
        server.wait(5)


@pytest.fixture
def redis(redis_address: str) -> Iterator[Redis]:
    """An empty Redis."""
    client = Redis.from_url(redis_address)
    client.flushall()
    yield client
    client.close()
