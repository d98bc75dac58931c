"""A primary and a streaming replica of PostgreSQL in a temporary folder, to be killed and brought back."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Nothing here outlives the tests, so nothing need survive a power cut.
OPTIONS = "-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off -c wal_level=replica"
TIME_TO_START = 20.0


class MissingProgramsError(Exception):
    """PostgreSQL's programs are not installed."""


class Pair:
    """Two servers in a temporary folder, each reached through a socket there."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs = programs
        self.folder = folder
        self.owner: list[str] = []
        if os.getuid() == 0:
            # The servers refuse to run as root.
            self.owner = ["runuser", "-u", "postgres", "--"]
            shutil.chown(folder, "postgres")
        for name in ("primary", "standby"):
            (folder / f"{name}-socket").mkdir()
            if self.owner:
                shutil.chown(folder / f"{name}-socket", "postgres")

    def run(self, program: str, *arguments: str) -> None:
        command = [*self.owner, str(self.programs / program), *arguments]
        # Into a file: servers that go on would keep a pipe open.
        with (self.folder / "log").open("a") as log:
            done = subprocess.run(command, cwd="/", stdout=log, stderr=log, timeout=60, check=False)
        assert done.returncode == 0, (self.folder / "log").read_text()

    def make(self) -> None:
        self.run(
            "initdb", f"--pgdata={self.folder}/primary", "--username=portal", "--auth=trust", "--locale=C.UTF-8", "--no-sync"
        )
        self.start("primary")
        copy = ["--checkpoint=fast", "--wal-method=stream", "--write-recovery-conf", "--no-sync", "--username=portal"]
        self.run("pg_basebackup", f"--host={self.folder}/primary-socket", f"--pgdata={self.folder}/standby", *copy)
        self.start("standby")

    def start(self, name: str) -> None:
        options = OPTIONS.format(self.folder / f"{name}-socket")
        self.run(
            "pg_ctl",
            f"--pgdata={self.folder}/{name}",
            "--wait",
            f"--options={options}",
            f"--log={self.folder}/{name}.log",
            "start",
        )

    def start_after_death(self, name: str) -> None:
        """Start a server that was killed with SIGKILL: it refuses as long as one of its former processes lives."""
        until = time.monotonic() + TIME_TO_START
        while True:
            try:
                return self.start(name)
            except AssertionError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def kill(self, name: str) -> None:
        """Stop a server at once, without a word to its clients."""
        self.run("pg_ctl", f"--pgdata={self.folder}/{name}", "--mode=immediate", "stop")

    def kill_9(self, name: str) -> None:
        """Kill a server with SIGKILL; its processes follow when they notice."""
        os.kill(self.process(name), signal.SIGKILL)

    def process(self, name: str) -> int:
        """Return the number of the server's first process."""
        return int((self.folder / name / "postmaster.pid").read_text().split()[0])

    def lives(self, name: str) -> bool:
        """Tell whether the server runs."""
        try:
            os.kill(self.process(name), 0)
        except (FileNotFoundError, ProcessLookupError):
            return False
        return True

    def promote(self) -> None:
        self.run("pg_ctl", f"--pgdata={self.folder}/standby", "--wait", "promote")

    def address(self, name: str) -> str:
        return f"postgres://portal@{str(self.folder / f'{name}-socket').replace('/', '%2F')}/postgres"


@contextmanager
def running_pair() -> Iterator[Pair]:
    """Give both servers, running; stop them and take their folder away afterwards. Raises MissingProgramsError."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_basebackup"), key=lambda path: int(path.parts[-3]))
    program = str(found[-1]) if found else shutil.which("pg_basebackup")
    if program is None or not Path(program).with_name("initdb").exists():
        raise MissingProgramsError("PostgreSQL's programs are not installed. On Debian: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="leather-panel-pair-"))
    pair = Pair(Path(program).parent, folder)
    try:
        pair.make()
        yield pair
    finally:
        for name in ("standby", "primary"):
            if pair.lives(name):
                pair.kill(name)
        shutil.rmtree(folder)
