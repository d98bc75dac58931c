"""Exports the demo content in every format and language, and checks each file: `python -m tests.exchange_check FOLDER`.

The folder holds the schemas of the standards. Prints counts as JSON; ends with 1 where a file is not valid, or does not come back
as it was. The database is one in memory.
"""

import json
import logging
import sys
from collections import Counter
from pathlib import Path

import django
from django.test.utils import setup_test_environment

MOST_SHOWN = 10


def main(folder: Path) -> int:
    """Check, print, and return how to end."""
    django.setup()
    logging.disable(logging.CRITICAL)
    setup_test_environment(debug=False)
    from django.db import connection

    from tests.browser import prepare
    from tests.exchange_check.exporters import EXPORTERS, missing

    if absent := missing(folder):
        print(f"These schemas are not in the folder: {', '.join(absent)}", file=sys.stderr)
        return 2
    connection.creation.create_test_db(verbosity=0)
    prepare.fill()
    counts: dict[str, Counter[str]] = {}
    wrong: list[str] = []
    for exporter in EXPORTERS:
        valid = exporter.checker(folder)
        counted = counts[exporter.name] = Counter()
        for code, name, data, problem in exporter.files():
            found = problem or valid(data)
            counted[code] += 1
            counted["valid"] += not found
            if found:
                wrong.append(f"{exporter.name} {name} ({code}): {found}")
    print(
        json.dumps(
            {"files": {name: dict(sorted(found.items())) for name, found in counts.items()}, "wrong": len(wrong)}, indent=1
        )
    )
    for line in wrong[:MOST_SHOWN]:
        print(line, file=sys.stderr)
    return 1 if wrong or not all(counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
