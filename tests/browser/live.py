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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TIME_TO_ANSWER = 60


def environment(folder: Path, address: str) -> dict[str, str]:
    """Return the environment of the site in a folder."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        "DATA_DIR": str(folder),
        "DATABASE_URL": "",
        "BASE_URL": f"http://{address}",
        "LOG_LEVEL": "ERROR",
    }


def prepare_once(folder: Path) -> None:
    """Fill a folder with the demo content. Of several processes one does it, and the others wait for it."""
    folder.mkdir(exist_ok=True)
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "prepared").exists():
            made = environment(folder, "127.0.0.1")
            subprocess.run([sys.executable, "-m", "tests.browser.prepare"], cwd=ROOT, env=made, check=True)
            (folder / "prepared").touch()


@contextmanager
def live_site(prepared: Path, folder: Path) -> Iterator[str]:
    """Serve a copy of prepared content from `folder` and give the address, without a slash at its end."""
    address = f"127.0.0.1:{free_port()}"
    shutil.copytree(prepared, folder)
    own = environment(folder, address)
    # The site notes the address that it is reached at.
    subprocess.run([sys.executable, "manage.py", "open_languages", "--verbosity=0"], cwd=ROOT, env=own, check=True)
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
        server = subprocess.Popen(command, cwd=ROOT, env=own, stdout=log, stderr=log)
        try:
            wait_for(f"http://{address}/en/", server)
            yield f"http://{address}"
        finally:
            server.terminate()
            server.wait(20)


def free_port() -> int:
    """Return a port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes], headers: Mapping[str, str] | None = None) -> None:
    """Return when the server answers; raise RuntimeError when it ended or stays silent."""
    end = time.monotonic() + TIME_TO_ANSWER
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=dict(headers or {})), timeout=10):  # noqa: S310  # our own
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"No answer from {url}; see server.log in its data folder.")
