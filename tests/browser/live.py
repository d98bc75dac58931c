"""Starts the site with its whole demo content, in processes of its own and a folder of its own."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TIME_TO_ANSWER = 60


@contextmanager
def live_site(folder: Path, shared: Path) -> Iterator[str]:
    """Serve the demo content from `folder` and give the address, without a slash at its end.

    The content is made in `shared` by the first process that needs it; all of them serve a copy.
    """
    make_once(shared)
    shutil.copytree(shared, folder, dirs_exist_ok=True)
    address = f"127.0.0.1:{free_port()}"
    environment = environment_of(folder, f"http://{address}")
    prepare("open_languages", environment)
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "config.wsgi",
        "--bind",
        address,
        "--workers",
        "2",
        "--threads",
        "4",
        "--no-control-socket",
    ]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"http://{address}/en/", server)
            yield f"http://{address}"
        finally:
            server.terminate()
            server.wait(20)


def make_once(folder: Path) -> None:
    """Make the content of the site unless another process has made it; wait for one that is about it."""
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_name(f"{folder.name}.unfinished")
            unfinished.mkdir()
            prepare("everything", environment_of(unfinished, "http://127.0.0.1"))
            unfinished.rename(folder)


def environment_of(folder: Path, base_url: str) -> dict[str, str]:
    """Return the environment of a process of the site that keeps its data in a folder."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        "DATA_DIR": str(folder),
        "DATABASE_URL": "",
        "BASE_URL": base_url,
        "LOG_LEVEL": "ERROR",
    }


def prepare(what: str, environment: dict[str, str]) -> None:
    """Run `tests.browser.prepare` in a process of its own."""
    subprocess.run([sys.executable, "-m", "tests.browser.prepare", what], cwd=ROOT, env=environment, check=True)


def free_port() -> int:
    """Return a port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Return when the server answers; raise RuntimeError when it ended or stays silent."""
    end = time.monotonic() + TIME_TO_ANSWER
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=10):  # noqa: S310  # our own address
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"No answer from {url}; see server.log in its data folder.")
