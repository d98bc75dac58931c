"""The load test in its short form, on a small site; `make load` plays ten minutes on the demonstration."""

import shutil

import pytest
from django.db import connection

from tests.load.__main__ import run
from tests.operations.replica_pair import MissingProgramsError

SECONDS, BEAT = 20.0, 4.0


def test_nobody_notices_that_a_web_process_a_worker_and_the_replica_are_killed() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("It has servers of its own: once in the run on PostgreSQL is enough.")
    if shutil.which("redis-server") is None or shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin") is None:
        pytest.skip("Redis and nginx are not installed; .ci/run installs them.")
    try:
        told, missed = run(SECONDS, small=True, beat=BEAT)
    except MissingProgramsError as error:
        pytest.skip(f"{error} (.ci/run does).")
    assert missed == []
    assert [sentence for _at, sentence in told["events"] if sentence.endswith("is back")] == [
        "web 1 is back",
        "worker 1 is back",
        "standby is back",
    ]
    assert told["approved"] >= 2
    assert told["readings of pages that change"] > 0
    assert told["readings of a release"] > 0
