"""Runs each measurement in a process and database of its own, prints JSON, and says which limits were missed.

SQLite always; PostgreSQL too where DATABASE_URL names one (`.ci/with-postgres` does).
"""

import json
import os
import subprocess
import sys
from typing import Any

from tests.bench.limits import missed

SETTINGS = {"desk": "tests.bench.desk_settings", "stock": "tests.bench.stock_settings"}


def measured(what: str, database: str) -> dict[str, Any]:
    """Return the figures of the desk or of stock wagtail-localize on one database."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS[what], "DATABASE_URL": database}
    environment["PYTHONPATH"] = os.pathsep.join((".", "site"))
    command = [sys.executable, "-m", "tests.bench.child", what]
    answer = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    return json.loads(answer.stdout)


def beside(desk: dict[str, Any], stock: dict[str, Any]) -> dict[str, Any]:
    """Return how many times as long, and as many queries, stock wagtail-localize takes."""
    pairs = {f"editor with {number} segments": (stock["editor"][number], desk["editor"][number]) for number in stock["editor"]}
    pairs["report of translations, queue of 100 jobs"] = (stock["report"], desk["queue"]["100"]["list"])
    return {
        what: {unit: round(theirs[unit] / max(ours[unit], 1), 1) for unit in ("queries", "ms")}
        for what, (theirs, ours) in pairs.items()
    }


def main() -> int:
    """Measure, print, judge."""
    result: dict[str, Any] = {}
    complaints: list[str] = []
    databases = {"sqlite": "", **({"postgresql": os.environ["DATABASE_URL"]} if os.environ.get("DATABASE_URL") else {})}
    for name, database in databases.items():
        desk, stock = measured("desk", database), measured("stock", database)
        result[name] = {"desk": desk, "stock wagtail-localize": stock, "stock takes times as much": beside(desk, stock)}
        complaints += [f"{name}: {complaint}" for complaint in missed(desk, stock)]
    print(json.dumps(result, indent=2))
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
