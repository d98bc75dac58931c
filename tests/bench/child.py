"""One process of measurements: makes a database, measures, prints JSON."""

import gc
import importlib
import json
import logging
import sys
from contextlib import nullcontext
from typing import Any

import django
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import setup_test_environment

MODULES = {
    "desk": ("refresh", "queue", "editor", "exchange", "review", "tree"),
    "stock": ("stock",),
    # Each by itself: a rebuild is written for good as on a real site, and memory is that of a process.
    "search_quality": ("search_quality",),
    "search_small": ("search_small",),
    "search_large": ("search_large",),
    "memory": ("memory",),
    "parity": ("parity",),
}


def main(what: str) -> None:
    """Measure in a database that is thrown away afterwards."""
    django.setup()
    logging.disable(logging.CRITICAL)
    setup_test_environment(debug=False)
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        # wagtail-localize reads this table, which tables made from the models do not include.
        MigrationRecorder(connection).ensure_schema()
        from tests import factories
        from tests.conftest import make_wagtail_rows

        make_wagtail_rows()
        # As in web processes: what was loaded is left out of every later search for garbage, which hits any figure at random.
        gc.collect()
        gc.freeze()
        figures: dict[str, Any] = {}
        for name in MODULES[what]:
            module = importlib.import_module(f"tests.bench.{name}")
            with nullcontext() if what.startswith(("search", "memory")) else factories.undone():
                figures |= module.measure() if what == "stock" else {name: module.measure()}
        print(json.dumps(figures))
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    main(sys.argv[1])
