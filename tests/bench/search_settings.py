"""Settings of the measurements of the search: those of the desk's, with SQLite in a file, as on a real site."""

import tempfile
from pathlib import Path

from tests.bench.desk_settings import *  # noqa: F403  # settings modules build on each other
from tests.bench.desk_settings import DATABASES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In memory, it would count as memory of the process.
    DATABASES["default"]["TEST"] = {"NAME": Path(tempfile.mkdtemp(prefix="leather-panel-bench-")) / "search.sqlite3"}
