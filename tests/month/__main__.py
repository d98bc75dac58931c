"""Plays a month on the database of DATABASE_URL, else on SQLite: `python -m tests.month [seed]`. Prints what happened as JSON."""

import json
import logging
import sys
import time

import django
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import setup_test_environment


def main(seed: int) -> None:
    """Play the month in a database that is thrown away afterwards."""
    django.setup()
    logging.disable(logging.CRITICAL)
    setup_test_environment(debug=False)
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        # wagtail-localize reads this table, which tables made from the models do not include.
        MigrationRecorder(connection).ensure_schema()
        from config.languages import CODES
        from tests.conftest import make_wagtail_rows
        from tests.month.play import play

        make_wagtail_rows()
        started = time.perf_counter()
        ledger = play(seed, CODES)
        told = {
            "database": connection.vendor,
            "seed": seed,
            "seconds": round(time.perf_counter() - started),
            "deeds": dict(sorted(ledger.deeds.items())),
            "refusals": dict(sorted(ledger.refusals.items())),
            "words written": len(ledger.writers),
            "addresses ever public": len(ledger.addresses),
        }
        print(json.dumps(told, indent=1))
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
