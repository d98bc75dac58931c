"""How gunicorn runs the portal: `gunicorn --config deploy/gunicorn.conf.py config.wsgi`."""

import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

from config import env  # noqa: E402  # the import path is set above

bind = env.read("LISTEN")
# Pages are bound by Python, not by waiting: processes with one request each were measured faster than threads, and nginx in front
# holds slow visitors.
workers = env.read("WEB_CONCURRENCY")
worker_class = "sync"
# The code is loaded once and shared. `pre_fork` closes what was opened meanwhile, so that no two processes share a connection.
preload_app = True
# A process is replaced after a while, in case something keeps memory; not all at the same time, and not so often that what it
# remembers of the content is lost while it is of use.
max_requests = 50_000
max_requests_jitter = 10_000
# Longer than any page takes: the longest are uploads of 100 MB, which nginx takes in first.
timeout = 60
# What is under way may end when the portal is stopped. Give `docker stop` and systemd a little longer.
graceful_timeout = 30
# Who may say X-Forwarded-Proto. Django believes it only where TRUSTED_PROXIES says that a proxy is in front.
forwarded_allow_ips = "*" if env.read("TRUSTED_PROXIES") else "127.0.0.1"
# The portal writes its own line for each request, without addresses of visitors.
accesslog = None
# Works with a file system that is read-only but for /tmp.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  # memory, as gunicorn advises
control_socket_disable = True

if env.read("METRICS_TOKEN"):
    # The processes count together through files in this folder.
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="leather-panel-metrics-"))


def when_ready(server: Any) -> None:
    """Leave the loaded code out of every later search for garbage, and search seldom: a page leaves little that needs it.

    It takes a tenth of a page's time otherwise, more the more content a process remembers.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


def pre_fork(server: Any, worker: Any) -> None:
    """Close what was opened while the code was loaded."""
    from django.db import connections

    connections.close_all()


def child_exit(server: Any, worker: Any) -> None:
    """Drop the gauges of a process that is gone."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    """Take the folder of the counters away."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
