"""Runs each measurement in a process and database of its own, prints JSON, and says which limits were missed.

SQLite always; PostgreSQL too where DATABASE_URL names one (`.ci/with-postgres` does). Arguments name parts to measure; without
any all are measured.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from tests.bench import (
    backup as measured_backup,
    lighthouse as measured_lighthouse,
    limits,
    memory_limits,
    page_limits,
    pages as measured_pages,
    parity_limits,
    search_limits,
)

SETTINGS = {
    "desk": "tests.bench.desk_settings",
    "stock": "tests.bench.stock_settings",
    "search_quality": "tests.bench.search_settings",
    "search_small": "tests.bench.search_settings",
    "search_large": "tests.bench.search_settings",
    "memory": "tests.bench.search_settings",
    "parity": "tests.bench.desk_settings",
}
Figures = tuple[dict[str, Any], list[str]]
"""What was measured, and a sentence for each limit that was missed."""


def measured(what: str, database: str) -> dict[str, Any]:
    """Return the figures of one measurement on one database."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS[what], "DATABASE_URL": database}
    environment["PYTHONPATH"] = os.pathsep.join((".", "site"))
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench.child", what]
    answer = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    return json.loads(answer.stdout)


def beside(desk: dict[str, Any], stock: dict[str, Any]) -> dict[str, Any]:
    """Return how many times as long, and as many queries, stock wagtail-localize takes."""
    pairs = {f"editor with {number} segments": (stock["editor"][number], desk["editor"][number]) for number in stock["editor"]}
    pairs["import of 1000 segments as PO"] = (stock["import of PO"]["1000"], desk["exchange"]["po"]["taking over"])
    pairs["report of translations, queue of 100 jobs"] = (stock["report"], desk["queue"]["100"]["list"])
    return {
        what: {unit: round(theirs[unit] / max(ours[unit], 1), 1) for unit in ("queries", "ms")}
        for what, (theirs, ours) in pairs.items()
    }


def desk(database: str) -> Figures:
    """Measure the translation desk."""
    ours, stock = measured("desk", database), measured("stock", database)
    result = {"desk": ours, "stock wagtail-localize": stock, "stock takes times as much": beside(ours, stock)}
    return result, limits.missed(ours, stock)


def search(database: str) -> Figures:
    """Measure the search."""
    result: dict[str, Any] = {}
    for what in ("search_quality", "search_small", "search_large"):
        result |= measured(what, database)
    small = result["search_small"]
    times = {name: round(one["sum"] / small[search_limits.LIKE_STOCK][name]["sum"], 1) for name, one in small["stock"].items()}
    return {**result, "stock search takes times as long": times}, search_limits.missed(result, postgresql=bool(database))


def memory(database: str) -> Figures:
    """Measure the translation memory."""
    result = measured("memory", database)
    return result, memory_limits.missed(result["memory"])


def parity(database: str) -> Figures:
    """Measure the parity of languages."""
    result = measured("parity", database)
    return result, parity_limits.missed(result["parity"])


def pages(database: str) -> Figures:
    """Measure the pages that visitors read."""
    result = {"pages": measured_pages.measure(database)}
    return result, page_limits.missed(result["pages"])


def backup(database: str) -> Figures:
    """Save, wipe and restore a site of 2,000 pages."""
    result = {"backup": measured_backup.measure(database)}
    return result, measured_backup.missed(result["backup"])


def lighthouse(database: str) -> Figures:
    """Have Lighthouse judge pages; which database they come from is all the same to it."""
    if database:
        return {}, []
    result = {"lighthouse": measured_lighthouse.measure()}
    return result, measured_lighthouse.missed(result["lighthouse"])


PARTS: dict[str, Callable[[str], Figures]] = {
    "desk": desk,
    "search": search,
    "memory": memory,
    "parity": parity,
    "pages": pages,
    "backup": backup,
    "lighthouse": lighthouse,
}


def main(wanted: list[str]) -> int:
    """Measure, print, judge."""
    if unknown := set(wanted) - PARTS.keys():
        print(f"There is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    result: dict[str, Any] = {}
    complaints: list[str] = []
    databases = {"sqlite": "", **({"postgresql": os.environ["DATABASE_URL"]} if os.environ.get("DATABASE_URL") else {})}
    for name, database in databases.items():
        result[name] = {}
        for part in wanted or PARTS:
            figures, missed = PARTS[part](database)
            result[name] |= figures
            complaints += [f"{name}: {complaint}" for complaint in missed]
    if len({figures["search_quality"]["answers"] for figures in result.values() if "search_quality" in figures}) > 1:
        complaints.append("the search finds different documents on the two databases")
    print(json.dumps(result, indent=2, ensure_ascii=False))
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
