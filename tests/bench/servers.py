"""Application servers, nginx and a load for them, on this machine and in a folder of their own."""

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser.live import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
CONNECTIONS = 8
WORKERS = 2
SECONDS = 1
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """Something that listens at an address of this machine."""

    address: str
    process: int

    def cpu(self) -> float:
        """Return the seconds of work of its processes so far."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        return sum(_cpu(int(child)) for child in children)


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def application(module: str, environment: Mapping[str, str], *, probe: str) -> Iterator[Server]:
    """Serve a WSGI application with the site's own settings of gunicorn."""
    address = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", module, "--error-logfile", "/dev/null"]
    settings = {**environment, "LISTEN": address, "WEB_CONCURRENCY": str(WORKERS)}
    process = subprocess.Popen(command, cwd=ROOT, env=settings)  # our own program
    try:
        wait_for(f"http://{address}{probe}", process, FORWARDED)
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def nginx(folder: Path, values: Mapping[str, str]) -> Iterator[Server]:
    """Serve with nginx and the configuration that comes with the site."""
    address = f"127.0.0.1:{free_port()}"
    process = subprocess.Popen(nginx_command(folder, address, values))  # Debian's program
    try:
        wait_for(f"http://{address}/en/", process, FORWARDED)
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait(20)


def nginx_command(folder: Path, address: str, values: Mapping[str, str]) -> list[str]:
    """Write the configuration that comes with the site into a new folder, its placeholders replaced; return what starts nginx."""
    folder.mkdir()
    # Its workers run as another person when it is started by root, and look into this folder.
    folder.chmod(0o755)
    template = (ROOT / "deploy" / "nginx" / "portal.conf.template").read_text()
    known = {"LISTEN": address, "SERVER_NAME": "_", "FORWARDED_PROTO": "https", "CACHE_ROOT": str(folder / "cache"), **values}
    portal = re.sub(r"\$\{(\w+)\}", lambda found: known[found[1]], template)
    modules = Path("/usr/share/nginx/modules-available")
    loaded = "\n".join(path.read_text() for path in sorted(modules.glob("mod-http-brotli-*.conf"))) if modules.exists() else ""
    if not loaded:
        # Only static files need the module.
        portal = portal.replace("brotli_static on;", "")
    (folder / "portal.conf").write_text(portal)
    places = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"{loaded}\nworker_processes auto;\npid {folder}/pid;\ndaemon off;\nerror_log {folder}/errors;\n"
        f"events {{ worker_connections 512; }}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; sendfile on; tcp_nopush on;\n{places}\n"
        f"include {folder}/portal.conf; }}\n"
    )
    command = [shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors")]
    return [*command, *(["-g", "user root;"] if os.geteuid() == 0 else [])]


def body(server: Server, path: str, encoding: str = "identity") -> bytes:
    """Return what a server answers at a path."""
    headers = {**FORWARDED, "Accept-Encoding": encoding}
    request = urllib.request.Request(f"http://{server.address}{path}", headers=headers)
    with urllib.request.urlopen(request) as answer:  # noqa: S310  # this machine
        return bytes(answer.read())


def load(server: Server, path: str, *, encoding: str = "identity", seconds: int = SECONDS) -> dict[str, Any]:
    """Ask for a path as often as the server answers; return requests per second, latencies and work per request.

    Raises RuntimeError where an answer was none: figures of a server that fails would look good.
    """
    headers = [f"-H{name}: {value}" for name, value in {**FORWARDED, "Accept-Encoding": encoding}.items()]
    command = [
        "wrk",
        "--threads",
        "1",
        "--connections",
        str(CONNECTIONS),
        "--duration",
        f"{seconds}s",
        "--latency",
        "--timeout",
        "20s",
        *headers,
    ]
    before = server.cpu()
    told = subprocess.run(  # Debian's program
        [*command, f"http://{server.address}{path}"], check=True, capture_output=True, text=True
    ).stdout
    work = server.cpu() - before
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (?!connect 0, read \d+, write 0, timeout 0).*", told)
    requests = int(_found(r"(\d+) requests in", told))
    if failed or not requests:
        raise RuntimeError(f"{path} was not answered: {told}")
    return {
        "requests/s": round(float(_found(r"Requests/sec:\s+([\d.]+)", told)), 1),
        "p50 ms": _milliseconds(_found(r"50%\s+([\d.]+\w+)", told)),
        "p99 ms": _milliseconds(_found(r"99%\s+([\d.]+\w+)", told)),
        "cpu ms": round(work / requests * 1000, 3),
    }


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"wrk did not tell {pattern}: {text}")
    return match[1]


def _milliseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(\w+)", text).groups()  # type: ignore[union-attr]  # wrk writes nothing else
    return round(float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit], 3)
