"""Figures for Prometheus. Without METRICS_TOKEN nothing is counted and the package need not be there.

The processes of one machine count together through the files of `PROMETHEUS_MULTIPROC_DIR`, which `deploy/gunicorn.conf.py` sets.
What the database knows is read when it is asked for.
"""

import logging
import os
import secrets
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.db.models import Count, Min
from django.http import HttpRequest
from django.utils import timezone

from operations.models import Worker
from translation_desk.models import TranslationJob

logger = logging.getLogger(__name__)

METHODS = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
"""All others are counted as one, so that nobody fills the memory with inventions."""
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Counts:
    """The counters of this process."""

    def __init__(self) -> None:
        import prometheus_client  # optional: only where a token is set

        self.library = prometheus_client
        self.requests = prometheus_client.Counter("portal_requests", "Requests answered.", ["route", "method", "status"])
        self.seconds = prometheus_client.Histogram("portal_request_seconds", "Time to answer.", ["route"], buckets=BUCKETS)
        self.page_cache = prometheus_client.Counter("portal_page_cache", "Answers of the page cache.", ["result"])


_counts: list[Counts] = []


def set_up() -> None:
    """Begin to count; called once when the application is ready. Raises ImproperlyConfigured where the package is missing."""
    if not settings.METRICS_TOKEN or _counts:
        return
    try:
        _counts.append(Counts())
    except ImportError as error:
        raise ImproperlyConfigured(
            "METRICS_TOKEN is set, but the package prometheus-client is not installed: pip install -r requirements-optional.txt"
        ) from error


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    """Count a request that was answered."""
    for counts in _counts:
        counts.requests.labels(route, method if method in METHODS else "other", str(status)).inc()
        counts.seconds.labels(route).observe(seconds)


def count_page_cache(result: str) -> None:
    """Count an answer of the page cache: “hit”, “miss”, or whatever few words it tells apart."""
    for counts in _counts:
        counts.page_cache.labels(result).inc()


def may_read(request: HttpRequest) -> bool:
    """Tell whether a request brings the token."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    return bool(_counts and settings.METRICS_TOKEN) and secrets.compare_digest(given, settings.METRICS_TOKEN.encode())


def exposition() -> bytes:
    """Return all figures as Prometheus reads them."""
    library = _counts[0].library
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client import multiprocess  # optional, like all of it

        registry = library.CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    else:
        registry = library.REGISTRY
    own = library.CollectorRegistry(auto_describe=False)
    own.register(FromDatabase())
    counted = bytes(library.generate_latest(registry))
    try:
        return counted + bytes(library.generate_latest(own))
    except DatabaseError as error:
        # What this process counted says most while the database is away.
        logger.warning("No figures from the database (%s).", type(error).__name__)
        return counted


def content_type() -> str:
    """Return the type of what `exposition` returns."""
    return str(_counts[0].library.CONTENT_TYPE_LATEST)


class FromDatabase:
    """What the database knows about work that waits."""

    def __init__(self) -> None:
        from prometheus_client.core import GaugeMetricFamily  # optional, like all of it

        self.gauge = GaugeMetricFamily

    def collect(self) -> Iterator[Any]:
        """Yield the figures, each in one query."""
        from django_tasks_db.models import DBTaskResult  # its models are loaded only where tasks are kept in the database

        gauge = self.gauge
        now = timezone.now()
        depth = gauge("portal_tasks", "Tasks by queue and state.", labels=["queue", "state"])
        age = gauge("portal_tasks_oldest_seconds", "Age of the oldest task that is ready.", labels=["queue"])
        rows = (
            DBTaskResult.objects.order_by().values("queue_name", "status").annotate(number=Count("pk"), oldest=Min("enqueued_at"))
        )
        for row in rows:
            depth.add_metric([row["queue_name"], row["status"].lower()], row["number"])
            if row["status"] == "READY":
                age.add_metric([row["queue_name"]], (now - row["oldest"]).total_seconds())
        yield depth
        yield age
        workers = gauge("portal_worker_seen_seconds", "Time since a worker gave a sign of life.", labels=["worker"])
        for worker in Worker.objects.all():
            workers.add_metric([worker.pk[:8]], (now - worker.seen_at).total_seconds())
        yield workers
        jobs = gauge("portal_translation_jobs", "Jobs of the translation desk.", labels=["language", "state"])
        for row in TranslationJob.objects.order_by().values("locale__language_code", "status").annotate(number=Count("pk")):
            jobs.add_metric([row["locale__language_code"], row["status"]], row["number"])
        yield jobs
