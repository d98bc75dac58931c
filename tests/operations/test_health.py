"""What balancers, Prometheus and the log get to see of requests."""

import json
import logging
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from operations import health, logs, metrics, reporting
from operations.middleware import route_of

TOKEN = "a long word for Prometheus"


@pytest.fixture(autouse=True)
def production_like(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer one host by HTTPS only. The tables of tests come from the models, so no migration is noted as done."""
    settings.ALLOWED_HOSTS = ["www.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    monkeypatch.setattr(health.migrated, "complete", True)


@pytest.fixture
def lines(settings: object) -> Iterator[list[dict[str, object]]]:
    """What the log of requests says, as a machine reads it."""
    found: list[dict[str, object]] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if self.filter(record):
                found.append(json.loads(self.format(record)))

    keeper = Keep()
    keeper.setFormatter(logs.JsonFormatter())
    keeper.addFilter(logs.WithoutPaths())
    settings.LOG_REQUESTS = True
    for name in ("requests", "django.request"):
        logging.getLogger(name).addHandler(keeper)
    logging.getLogger("requests").setLevel(logging.INFO)
    yield found
    for name in ("requests", "django.request"):
        logging.getLogger(name).removeHandler(keeper)


def test_health_touches_nothing_and_asks_for_no_host_and_no_https(client: Client, lines: list) -> None:
    response = client.get("/-/health", headers={"host": "10.0.0.7"})
    assert (response.status_code, response.content) == (200, b"alive\n")
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert lines == []


@pytest.mark.django_db
def test_ready_when_database_migrations_and_cache_are_there(client: Client) -> None:
    response = client.get("/-/ready", headers={"host": "10.0.0.7"})
    assert (response.status_code, response.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_not_ready_says_which_part_in_one_word(client: Client, lines: list, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("password of portal at db.internal")

    monkeypatch.setattr(health, "database", fail)
    monkeypatch.setattr(health, "shared_cache", fail)
    response = client.get("/-/ready")
    assert response.status_code == 503
    assert response.content == b"not ready: database, cache\n"
    assert lines == []


@pytest.mark.django_db
def test_not_ready_while_migrations_are_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.migrated, "complete", False)
    monkeypatch.setattr(health.migrated, "looked_at", float("inf"))
    assert client.get("/-/ready").content == b"not ready: migrations\n"


@pytest.mark.parametrize("path", ["/-/metrics", "/-/anything", "/-/"])
def test_other_addresses_for_machines_do_not_exist(path: str, client: Client) -> None:
    assert client.get(path).status_code == 404


def test_addresses_for_machines_take_nothing(client: Client) -> None:
    assert client.post("/-/health").status_code == 405


def test_every_answer_has_an_id_of_its_own(client: Client) -> None:
    ids = {client.get("/robots.txt", headers={"x-request-id": "from-a-visitor"})["X-Request-ID"] for _ in range(2)}
    assert len(ids) == 2
    assert "from-a-visitor" not in ids


@pytest.mark.parametrize(
    ("given", "taken"), [("abc-123_DEF.9", True), ("short", False), ("x" * 65, False), ("a b\tcdefgh", False)]
)
def test_the_id_of_a_proxy_is_kept_where_it_is_one(given: str, taken: bool, client: Client, settings: object) -> None:
    settings.TRUSTED_PROXIES = 1
    answer = client.get("/robots.txt", headers={"x-request-id": given})["X-Request-ID"]
    assert (answer == given) is taken


@pytest.mark.django_db
def test_a_request_is_one_line_without_its_query(client: Client, lines: list) -> None:
    response = client.get("/robots.txt?email=somebody@example.org", secure=True, headers={"host": "www.example.org"})
    (line,) = lines
    assert line["request"] == response["X-Request-ID"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "robots", 200)
    assert {"ms", "cpu_ms", "queries"} <= line.keys()
    assert "path" not in line
    assert "somebody" not in json.dumps(line)


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "logged"), [("/en/topics/tanning/", True), ("/en/somebody@example.org/", False)])
def test_paths_of_pages_are_named_where_they_are_made_of_slugs(path: str, logged: bool, client: Client, lines: list) -> None:
    client.get(path, secure=True, headers={"host": "www.example.org"})
    (line,) = lines
    assert line["status"] == 404
    assert line.get("path") == (path if logged else None)
    assert "somebody" not in json.dumps(lines)


def test_a_failure_is_logged_without_path_and_rows(lines: list) -> None:
    error = OperationalError("duplicate key\nDETAIL:  Key (email)=(somebody@example.org) already exists.")
    try:
        raise error
    except OperationalError:
        logging.getLogger("django.request").exception(
            "Internal Server Error: %s", "/admin/password_reset/confirm/secret/", extra={"status_code": 500}
        )
    (line,) = lines
    assert "duplicate key" in str(line["error"])
    assert "secret" not in json.dumps(line)
    assert "somebody" not in json.dumps(line)


def test_the_line_of_a_task_names_the_task() -> None:
    from django_tasks import task

    before = logs.origin.get()
    result = task()(whose_turn).enqueue()
    assert result.return_value == f"task-{result.id}"
    assert logs.origin.get() == before


def whose_turn() -> str:
    return logs.origin.get()


@pytest.fixture
def counting(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.METRICS_TOKEN = TOKEN
    if not metrics._counts:
        metrics.set_up()
    counts = list(metrics._counts)
    monkeypatch.setattr(metrics, "_counts", counts)


@pytest.mark.django_db
def test_figures_are_given_to_who_brings_the_token(client: Client, counting: None) -> None:
    client.get("/robots.txt", secure=True, headers={"host": "www.example.org"})
    metrics.count_page_cache("hit")
    assert client.get("/-/metrics").status_code == 404
    assert client.get("/-/metrics", headers={"authorization": "Bearer wrong"}).status_code == 404
    response = client.get("/-/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    text = response.content.decode()
    assert response.status_code == 200
    assert 'portal_requests_total{method="GET",route="robots",status="200"}' in text
    assert 'portal_request_seconds_bucket{le="0.005",route="robots"}' in text
    assert 'portal_page_cache_total{result="hit"}' in text
    for name in ("portal_tasks", "portal_tasks_oldest_seconds", "portal_worker_seen_seconds", "portal_translation_jobs"):
        assert f"# TYPE {name} gauge" in text


@pytest.mark.django_db
def test_what_a_process_counted_is_given_also_without_database(
    client: Client, counting: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_collector: object) -> None:
        raise OperationalError

    monkeypatch.setattr(metrics.FromDatabase, "collect", fail)
    metrics.count_page_cache("miss")
    response = client.get("/-/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert b'portal_page_cache_total{result="miss"}' in response.content


def test_a_report_of_a_failure_names_nobody() -> None:
    event = reporting.scrubbed(
        {
            "user": {"email": "somebody@example.org"},
            "breadcrumbs": {"values": ["somebody"]},
            "request": {
                "url": "https://www.example.org/admin/reset/secret/?email=somebody",
                "query_string": "email=somebody",
                "cookies": {"sessionid": "secret"},
                "headers": {"Authorization": "secret", "User-Agent": "browser", "X-Forwarded-For": "192.0.2.1 somebody"},
                "data": "somebody",
                "env": {"REMOTE_ADDR": "somebody"},
            },
            "exception": {"values": [{"type": "IntegrityError", "value": "rule\nDETAIL:  Key (email)=(somebody)"}]},
        }
    )
    assert "somebody" not in json.dumps(event)
    assert "secret" not in json.dumps(event)
    assert event["request"]["headers"] == {"User-Agent": "browser"}
    assert event["exception"]["values"][0]["value"].startswith("rule")


def test_the_layer_may_be_named_that_answered() -> None:
    request = RequestFactory().get("/en/")
    request.resolver_match = None
    assert route_of(request) == "none"
    request.answered_from = "page cache"
    assert route_of(request) == "page cache"
