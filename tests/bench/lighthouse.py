"""Pages as Lighthouse judges them on a slow telephone: speed, accessibility, good practice, what search engines ask for.

The site stands behind nginx as it is shipped. Lighthouse comes from npm into `.tools`; Debian's Chromium is what it drives.
"""

import json
import os
import shutil
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.bench import pages
from tests.bench.servers import ROOT, Server, application, body, nginx

VERSION = "12.8.2"
PROGRAM = ROOT / ".tools" / "node_modules" / "lighthouse" / "cli" / "index.js"
LANGUAGES = ("en", "ar")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
CHROMIUM = ("chromium", "chromium-headless-shell")
TIMES = 3
"""A page may try so often to be fast: what the machine does beside makes it slower, nothing makes it faster."""
INTENDED = {("search", "is-crawlable"): "results are for people; search engines are told not to list them"}
"""Findings that are as we want them, and why."""


def measure() -> dict[str, Any]:
    """Return the four scores of each page and what they lack, by address."""
    install()
    with tempfile.TemporaryDirectory(prefix="leather-panel-lighthouse-") as name, ExitStack() as stack:
        folder = Path(name)
        # nginx's workers may run as another person, and look into this folder.
        folder.chmod(0o755)
        environment = pages.site_environment(folder, "")
        pages.run(environment, "tests.browser.prepare")
        site = stack.enter_context(application("config.wsgi", environment, probe="/en/"))
        values = {"APPLICATION": site.address, "STATIC_ROOT": str(folder / "static"), "MEDIA_ROOT": str(folder / "media")}
        front = stack.enter_context(nginx(folder / "nginx", values))
        return {
            f"{page}, {language}": judged(front, page, path) for language in LANGUAGES for page, path in wanted(site, language)
        }


def install() -> None:
    """Fetch Lighthouse where it is not there yet."""
    if not PROGRAM.exists():
        command = ["npm", "install", "--prefix", str(ROOT / ".tools"), "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([*command, f"lighthouse@{VERSION}"], check=True)


def wanted(site: Server, language: str) -> list[tuple[str, str]]:
    """Return name and path of each page in a language."""
    english = {page: path for page, path in pages.addresses(site).items() if page not in pages.LISTED}
    return [(page, path.replace("/en/", f"/{language}/", 1)) for page, path in english.items()]


def judged(front: Server, page: str, path: str) -> dict[str, Any]:
    """Return the scores of a page, at most 100 each, and the audits that cost it points."""
    body(front, path)
    url = f"http://{front.address}{path}"
    runs = [report(url)]
    while len(runs) < TIMES and runs[-1]["categories"]["performance"]["score"] != 1:
        runs.append(report(url))
    scores = {
        category["title"]: max(round(100 * (run["categories"][name]["score"] or 0)) for run in runs)
        for name, category in runs[0]["categories"].items()
    }
    lost = {
        audit["id"]
        for run in runs
        for name, category in run["categories"].items()
        for audit in category["auditRefs"]
        if name != "performance" and audit["weight"] and run["audits"][audit["id"]]["score"] not in (1, None)
    }
    reasons = {audit: INTENDED[page, audit] for audit in lost if (page, audit) in INTENDED}
    return {**scores, **({"lost by": sorted(lost)} if lost else {}), **({"intended": reasons} if reasons else {})}


def report(url: str) -> dict[str, Any]:
    """Run Lighthouse once, with its settings for telephones, and return what it found."""
    environment = {**os.environ, "CHROME_PATH": next(filter(None, map(shutil.which, CHROMIUM)), "")}
    command = ["node", str(PROGRAM), url, "--output=json", "--quiet", f"--chrome-flags={FLAGS}"]
    for time_ in range(TIMES):
        told = subprocess.run(command, check=time_ == TIMES - 1, env=environment, stdout=subprocess.PIPE)
        # Now and then the browser gives no trace, and Lighthouse asks to be run again.
        if not told.returncode:
            break
    return json.loads(told.stdout)


def missed(figures: dict[str, Any]) -> list[str]:
    """Return a sentence for each page that lost points without intent."""
    found = []
    for page, one in figures.items():
        unintended = [audit for audit in one.get("lost by", ()) if audit not in one.get("intended", {})]
        low = [name for name, score in one.items() if isinstance(score, int) and score < 100]
        if unintended or (low and not one.get("intended")):
            found.append(
                f"{page}: {', '.join(f'{name} {one[name]}' for name in low)} because of {', '.join(unintended) or 'its speed'}"
            )
    return found
