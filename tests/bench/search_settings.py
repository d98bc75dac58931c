"""Settings of the measurements of the search: those of the desk's, with SQLite in a file, as on a real site."""

import os
import tempfile
from pathlib import Path

from tests.bench.desk_settings import *  # noqa: F403  # settings modules build on each other
from tests.bench.desk_settings import DATABASES, WAGTAILSEARCH_BACKENDS

# Wagtail's own beside ours; both read one index.
WAGTAILSEARCH_BACKENDS = {**WAGTAILSEARCH_BACKENDS, "stock": {"BACKEND": "wagtail.search.backends.database"}}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In memory, it would count as memory of the process. It is removed with the database.
    DATABASES["default"]["TEST"] = {"NAME": Path(tempfile.gettempdir()) / f"leather-panel-bench-{os.getpid()}.sqlite3"}
