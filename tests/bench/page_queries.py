"""Prints how many queries pages take, and what the first visit after a change of content takes, as JSON by path."""

import json
import logging
import sys
import time
from statistics import median

import django


def main(paths: list[str]) -> None:
    """Ask for each page as a process that has been at work for a while: it knows templates, and what pages share."""
    django.setup()
    logging.disable(logging.CRITICAL)
    # They read the settings, which are there only after the setup.
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from core import remembering

    settings.PAGE_CACHE_MEGABYTES = 0
    client = Client(headers={"x-forwarded-proto": "https", "host": "127.0.0.1"})
    found = {}
    for path in paths:
        for _visit in range(3):
            client.get(path)
        with CaptureQueriesContext(connection) as queries:
            if client.get(path).status_code != 200:
                raise RuntimeError(path)
        # Counted before the next request empties the record.
        number = len(queries)
        remembering.forget()
        with CaptureQueriesContext(connection) as anew:
            client.get(path)
        number_anew = len(anew)
        took = []
        for _change in range(5):
            remembering.forget()
            before = time.process_time()
            client.get(path)
            took.append(time.process_time() - before)
        found[path] = {
            "queries": number,
            "first visit after a change": {"queries": number_anew, "cpu ms": round(median(took) * 1000, 1)},
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
