"""The installation: balancer, web processes, task workers, Redis, a primary and a replica; killed and brought back by name."""

import json
import os
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.bench.servers import nginx_command
from tests.browser.live import free_port
from tests.operations.replica_pair import Pair, running_pair

ROOT = Path(__file__).resolve().parents[2]
WEB_PROCESSES = 3
WORKERS = 2
PAGE_CACHE_MEGABYTES = 4
"""Little, so that it is full when the memory of the processes begins to be judged."""
TIME_TO_START = 60.0
NUMBERS = re.compile(r"\b[0-9a-f-]*\d[0-9a-f-]*\b")
LONGEST = 160


@dataclass
class Program:
    """A program of the installation, which may die and be started again."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    ready: Callable[[], bool] = lambda: True
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers. Raises RuntimeError where it does not."""
        self.launch()
        self.wait()

    def launch(self) -> None:
        """Start it in a group of its own."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=dict(self.environment), stdout=log, stderr=log, start_new_session=True
            )

    def wait(self) -> None:
        """Wait until it answers. Raises RuntimeError where it ends or stays silent."""
        until = time.monotonic() + TIME_TO_START
        while not self.ready():
            if self.process is None or self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{self.name} did not start: {self.log.read_text()[-2000:]}")
            time.sleep(0.1)

    def kill_9(self) -> None:
        """Kill it and its children at once."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Have it end what it does and stop; kill it where it does not."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, number)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(5)

    def processes(self) -> list[int]:
        """Return the numbers of its processes, the first one first."""
        if self.process is None or self.process.poll() is not None:
            return []
        first = self.process.pid
        try:
            children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        except OSError:
            return []
        return [first, *map(int, children)]


@dataclass
class Stage:
    """All of it. `programs` are started in their order; the servers of PostgreSQL are the pair's."""

    folder: Path
    pair: Pair
    host: str
    environment: dict[str, str]
    programs: dict[str, Program] = field(default_factory=dict)
    ids_of_workers: dict[str, str] = field(default_factory=dict)
    """By name, how a worker calls itself in the database."""
    seen_workers: set[str] = field(default_factory=set)

    @property
    def web(self) -> list[Program]:
        """The web processes."""
        return [program for name, program in self.programs.items() if name.startswith("web")]

    @property
    def workers(self) -> list[Program]:
        """The task workers."""
        return [program for name, program in self.programs.items() if name.startswith("worker")]

    def run(self, module: str, *arguments: str, settings: str = "tests.load.settings") -> str:
        """Run a module of ours as a process against the primary alone, and return what it prints."""
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": settings, "DATABASE_REPLICA_URL": ""}
        command = [sys.executable, "-W", "ignore", "-m", module, *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout

    def ask(self, name: str, sql: str) -> list[tuple[Any, ...]]:
        """Ask one of the two servers of PostgreSQL."""
        with psycopg.connect(self.pair.address(name), autocommit=True, connect_timeout=2) as connection:
            return list(connection.execute(sql))  # type: ignore[call-overload]  # our own words

    def reads_of_replica(self) -> int:
        """Return the rows that queries on the replica have read; 0 where it does not answer."""
        try:
            return int(self.ask("standby", "SELECT tup_returned FROM pg_stat_database WHERE datname = 'postgres'")[0][0])
        except psycopg.Error:
            return 0

    def has_begun(self, worker: str) -> bool:
        """Tell whether a worker that was just started has given a sign of life; note under which id."""
        # The row of a killed one may stay for a while.
        fresh = [id_ for (id_,) in self.ask("primary", "SELECT id FROM operations_worker") if id_ not in self.seen_workers]
        if fresh:
            self.ids_of_workers[worker] = fresh[0]
            self.seen_workers.add(fresh[0])
        return bool(fresh)

    def wait_for_a_task(self, worker: str, seconds: float) -> bool:
        """Wait until a worker has a task in hand, or for so long; tell whether it has."""
        until = time.monotonic() + seconds
        at_work = "SELECT 1 FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING' AND worker_ids->>-1 = %s"
        with psycopg.connect(self.pair.address("primary"), autocommit=True) as connection:
            while time.monotonic() < until:
                if connection.execute(at_work, (self.ids_of_workers[worker],)).fetchone():
                    return True
                time.sleep(0.005)
        return False

    def logged(self) -> dict[str, int]:
        """Return how often the site's processes logged what, errors and warnings; numbers in it do not count."""
        found: Counter[str] = Counter()
        for program in [*self.web, *self.workers]:
            for line in program.log.read_text().splitlines():
                try:
                    entry = json.loads(line)
                except ValueError:
                    # gunicorn's own lines, and tracebacks of what runs outside of requests.
                    entry = {} if "[INFO]" in line else {"level": "plain", "message": line}
                if entry:
                    cause = str(entry.get("error", "")).strip().rpartition("\n")[2]
                    told = f"{entry['level']} {entry.get('route', '')} {entry['message']} {cause}"
                    found[NUMBERS.sub("…", told[:LONGEST])] += 1
        return dict(found.most_common())


@contextmanager
def whole_stage() -> Iterator[Stage]:
    """Give PostgreSQL and Redis, running and empty. `raise_curtain` starts everything else; all of it is stopped afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="leather-panel-load-")))
        # nginx's workers may run as another person, and look into this folder.
        folder.chmod(0o755)
        pair = stack.enter_context(running_pair())
        host = f"127.0.0.1:{free_port()}"
        stage = Stage(folder, pair, host, site_environment(folder, pair, host))
        stack.callback(lambda: [program.stop() for program in reversed(stage.programs.values())])
        stage.programs["redis"] = redis(stage)
        stage.programs["redis"].start()
        yield stage


def site_environment(folder: Path, pair: Pair, host: str) -> dict[str, str]:
    """Return the environment that all processes of the site have."""
    return {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        "DJANGO_SETTINGS_MODULE": "tests.load.settings",
        "DATA_DIR": str(folder / "data"),
        "DATABASE_URL": pair.address("primary"),
        "DATABASE_REPLICA_URL": pair.address("standby"),
        "REDIS_URL": f"unix://{folder / 'redis.socket'}",
        "PAGE_CACHE_MEGABYTES": str(PAGE_CACHE_MEGABYTES),
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": f"https://{host}",
        "TRUSTED_PROXIES": "1",
        "MFA_REQUIRED": "no",
        "WEB_CONCURRENCY": "1",
        "LOG_LEVEL": "WARNING",
        "EMAIL_URL": "",
    }


def raise_curtain(stage: Stage) -> None:
    """Start web processes, workers and the balancer in front."""
    ports = [free_port() for _number in range(WEB_PROCESSES)]
    for number, port in enumerate(ports, start=1):
        stage.programs[f"web {number}"] = web(stage, number, f"127.0.0.1:{port}")
    for number in range(1, WORKERS + 1):
        stage.programs[f"worker {number}"] = worker(stage, number)
    stage.programs["nginx"] = nginx(stage, [f"127.0.0.1:{port}" for port in ports])
    for program in stage.web:
        program.launch()
    # One after the other, to know which is which.
    for program in stage.workers:
        program.start()
    for program in stage.web:
        program.wait()
    stage.programs["nginx"].start()


def redis(stage: Stage) -> Program:
    """Return Redis as compose.yaml sets it up, at a socket."""
    socket = stage.folder / "redis.socket"
    command = ["redis-server", "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(stage.folder)]
    command += ["--maxmemory", "256mb", "--maxmemory-policy", "allkeys-lru"]
    return Program("redis", command, os.environ, stage.folder / "redis.log", socket.exists)


def web(stage: Stage, number: int, address: str) -> Program:
    """Return a web process with the site's own settings of gunicorn."""
    command = [sys.executable, "-W", "ignore", "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "config.wsgi"]
    environment = {**stage.environment, "LISTEN": address}
    log = stage.folder / f"web-{number}.log"
    return Program(f"web {number}", command, environment, log, lambda: answers(f"http://{address}/-/ready", "127.0.0.1"))


def worker(stage: Stage, number: int) -> Program:
    """Return a task worker, which does the work by the clock too."""
    name = f"worker {number}"
    command = [sys.executable, "-W", "ignore", "manage.py", "work", "--verbosity=0"]
    return Program(name, command, stage.environment, stage.folder / f"worker-{number}.log", lambda: stage.has_begun(name))


def nginx(stage: Stage, servers: list[str]) -> Program:
    """Return nginx with the configuration that comes with the site: a `server` line for each web process."""
    values = {
        # What deploy/nginx/start makes of several addresses.
        "APPLICATION": " max_fails=1 fail_timeout=2s; server ".join(servers),
        "STATIC_ROOT": str(ROOT / "site" / "static"),
        "MEDIA_ROOT": str(stage.folder / "data" / "media"),
    }
    command = nginx_command(stage.folder / "nginx", stage.host, values)
    return Program(
        "nginx", command, os.environ, stage.folder / "nginx.log", lambda: answers(f"http://{stage.host}/en/", stage.host)
    )


def answers(url: str, host: str) -> bool:
    """Tell whether something answers well at an address."""
    try:
        request = urllib.request.Request(url, headers={"Host": host, "X-Forwarded-Proto": "https"})  # noqa: S310  # this machine
        with urllib.request.urlopen(request, timeout=10):  # noqa: S310  # this machine
            return True
    except (urllib.error.URLError, OSError):
        return False
