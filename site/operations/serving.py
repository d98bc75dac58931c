"""The two processes of `make run`: the web server here, the task worker beside it."""

import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler, get_internal_wsgi_application

from core.catalogues import ROOT

logger = logging.getLogger(__name__)

PAUSE_BEFORE_RESTART = 5.0
TIME_TO_STOP = 10.0


class PortTakenError(Exception):
    """Nothing can listen at this address. The message is a sentence for the person who chose it."""


class Server(ThreadedWSGIServer):
    """Django's threaded server with room for a browser that opens many connections at once."""

    request_queue_size = 64


class Handler(WSGIRequestHandler):
    """Answers requests without a line in the log for each that went well."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name that http.server gives it
        """Log errors only."""
        if len(args) > 1 and str(args[1])[:1] in "45":
            super().log_message(format, *args)


def listen(host: str, port: int) -> Server:
    """Return a server that listens at an address and does not answer yet. Raises PortTakenError."""
    try:
        return Server((host, port), Handler, ipv6=":" in host)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PortTakenError(
            f"Nothing can be served at {host}:{port} ({reason}). Choose another port with: make run PORT={port + 1}"
        ) from error
    except OverflowError as error:
        raise PortTakenError(f"{port} is not a port: use a number from 1 to 65535.") from error


class TaskWorker:
    """The task worker as a process of its own, started again when it ends unasked."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.watcher = threading.Thread(target=self._watch, name="worker-watch", daemon=True)

    def start(self) -> None:
        """Start the worker and watch it."""
        self.watcher.start()

    def stop(self) -> None:
        """Ask the worker to finish its task and end; end it after a while all the same."""
        self.stopping.set()
        process = self.process
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(TIME_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()

    def _watch(self) -> None:
        command = [sys.executable, str(ROOT / "manage.py"), "work", "--with-parent", "--verbosity=0"]
        while not self.stopping.is_set():
            # Its own session: Ctrl+C in the terminal reaches this process only, which then stops the worker.
            self.process = subprocess.Popen(command, start_new_session=True)  # noqa: S603  # our own command, no foreign input
            if self.stopping.is_set():
                self.process.terminate()
            code = self.process.wait()
            if not self.stopping.is_set():
                logger.error("The task worker ended with code %s and is started again.", code)
                self.stopping.wait(PAUSE_BEFORE_RESTART)


def stop_as_by_keyboard(_signal: int, _frame: FrameType | None) -> None:
    """Turn a request to terminate into what Ctrl+C does."""
    raise KeyboardInterrupt


def serve(server: Server, announce: Callable[[], None]) -> None:
    """Answer requests, with a task worker beside, until Ctrl+C or a request to terminate; then stop both."""
    signal.signal(signal.SIGTERM, stop_as_by_keyboard)
    worker = TaskWorker()
    try:
        server.set_app(get_internal_wsgi_application())
        worker.start()
        announce()
        server.serve_forever()
    except KeyboardInterrupt:
        # A second Ctrl+C must not cut the stopping short and leave the worker behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    finally:
        server.server_close()
        worker.stop()
