"""What pages cost: from the cache and rendered, in the application and behind nginx, with content and with ten times as much.

Each figure is the median of rounds in which all that is compared takes its turn, on the same settings, with the same bytes.
"""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from tests.bench.servers import ROOT, Server, application, body, load, nginx

ROUNDS = 5
TIMES_AS_MUCH = 10
"""Growth begins at twice the demonstration, whose lists are not yet full: a longer page takes longer, however much there is."""
ENCODED = "br"
LISTED = {"list with filters": "/en/publications/?topic=tanning&sort=title"}
"""Full at twice the demonstration already, as the list without filters is."""
STANDING = {"home": "/en/", "search": "/en/search/?q=leather", "list": "/en/publications/"}
DETAIL = re.compile(r'href="(/en/(?:publications|projects)/[\w-]+/)"')


def measure(database: str) -> dict[str, Any]:
    """Return all figures on one database. PostgreSQL's is emptied first."""
    with tempfile.TemporaryDirectory(prefix="leather-panel-pages-") as name, ExitStack() as stack:
        folder = Path(name)
        environment = site_environment(folder, database)
        if database:
            empty(database)
        run(environment, "tests.browser.prepare")
        site = stack.enter_context(application("config.wsgi", environment, probe="/en/"))
        fresh = stack.enter_context(application("config.wsgi", {**environment, "PAGE_CACHE_MEGABYTES": "0"}, probe="/en/"))
        pages = addresses(fresh)
        bodies = folder / "bodies"
        bodies.mkdir()
        for page, path in pages.items():
            (bodies / page.replace(" ", "-")).write_bytes(body(site, path))
        constant = stack.enter_context(
            application("tests.bench.constant", {**os.environ, "BENCH_BODIES": str(bodies)}, probe=f"/{next(iter(pages))}")
        )
        front = stack.enter_context(nginx(folder / "nginx", values(folder, site, bodies)))
        result = {
            "cached": cached(pages, site, constant, front),
            "rendered": {"the demonstration": rendered(pages, fresh, environment)},
        }
        if shutil.which("redis-server"):
            result["cached in Redis"] = shared(pages, constant, environment, folder)
        run(environment, "tests.bench.more_pages", "2", "twin")
        result["rendered"]["twice as much"] = rendered(pages, fresh, environment)
        run(environment, "tests.bench.more_pages", str(TIMES_AS_MUCH), "more")
        result["rendered"][f"{TIMES_AS_MUCH} times as much again"] = rendered(pages, fresh, environment)
        return result


def site_environment(folder: Path, database: str) -> dict[str, str]:
    """Return the environment of a public server on this machine."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.bench.pages_settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        "DATA_DIR": str(folder),
        "DATABASE_URL": database or f"sqlite:///{folder / 'site.sqlite3'}",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": "https://127.0.0.1",
        "TRUSTED_PROXIES": "1",
        "LOG_LEVEL": "ERROR",
    }


def empty(database: str) -> None:
    """Take everything out of a PostgreSQL database."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def run(environment: Mapping[str, str], module: str, *arguments: str) -> str:
    """Run a module of ours as a process and return what it prints."""
    command = [sys.executable, "-W", "ignore", "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, env=dict(environment), check=True, stdout=subprocess.PIPE, text=True).stdout


def addresses(site: Server) -> dict[str, str]:
    """Return the paths that are measured, by name; a publication and a project are the first of their lists."""
    found = {**STANDING, **LISTED}
    for kind in ("publication", "project"):
        text = body(site, f"/en/{kind}s/").decode()
        found[kind] = next(path for path in DETAIL.findall(text) if path.startswith(f"/en/{kind}s/"))
    return found


def values(folder: Path, site: Server, bodies: Path) -> dict[str, str]:
    """Return what stands for the placeholders of the configuration; the bodies lie among the static files as plain files."""
    shutil.copytree(bodies, folder / "static" / "bodies")
    return {"APPLICATION": site.address, "STATIC_ROOT": str(folder / "static"), "MEDIA_ROOT": str(folder / "media")}


def cached(pages: Mapping[str, str], site: Server, constant: Server, front: Server) -> dict[str, Any]:
    """Return the figures of pages from the cache beside those of constant bytes, and behind nginx beside those of plain files."""
    result: dict[str, Any] = {}
    for page, path in pages.items():
        name = page.replace(" ", "-")
        turns: dict[str, Callable[[], dict[str, Any]]] = {
            "application": lambda path=path: load(site, path),
            "constant view": lambda name=name: load(constant, f"/{name}"),
            "application, compressed": lambda path=path: load(site, path, encoding=ENCODED),
            "nginx": lambda path=path: load(front, path),
            "file in nginx": lambda name=name: load(front, f"/static/bodies/{name}"),
        }
        figures = in_turns(turns)
        result[page] = {
            "bytes": len(body(site, path)),
            "bytes compressed": len(body(site, path, ENCODED)),
            **figures,
            "application / constant view": ratio(figures, "application", "constant view"),
            "nginx / file in nginx": ratio(figures, "nginx", "file in nginx"),
        }
    return result


def shared(pages: Mapping[str, str], constant: Server, environment: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """Return the figures of pages from the cache that several machines share."""
    socket = folder / "redis"
    command = ["redis-server", "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # Debian's program
    try:
        with application("config.wsgi", {**environment, "REDIS_URL": f"unix://{socket}"}, probe="/en/") as site:
            home = pages["home"]
            figures = in_turns({"application": lambda: load(site, home), "constant view": lambda: load(constant, "/home")})
            return {**figures, "application / constant view": ratio(figures, "application", "constant view")}
    finally:
        server.terminate()
        server.wait(10)


def in_turns(turns: Mapping[str, Callable[[], dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Return the medians of rounds in which each takes its turn."""
    rounds = [{name: turn() for name, turn in turns.items()} for _round in range(ROUNDS)]
    return {name: {figure: round(median(one[name][figure] for one in rounds), 3) for figure in rounds[0][name]} for name in turns}


def ratio(figures: Mapping[str, Mapping[str, Any]], ours: str, theirs: str) -> float:
    """Return how many requests per second one answers for each of the other's."""
    return round(figures[ours]["requests/s"] / figures[theirs]["requests/s"], 2)


def rendered(pages: Mapping[str, str], fresh: Server, environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the figures of pages that are rendered for each request, and their queries."""
    for path in [*pages.values()] * 4:
        # Each process reads what it needs of dictionaries and templates once.
        body(fresh, path)
    figures = in_turns({page: lambda path=path: load(fresh, path) for page, path in pages.items()})
    queries = json.loads(run(environment, "tests.bench.page_queries", *pages.values()))
    return {page: {**figures[page], **queries[path]} for page, path in pages.items()}
