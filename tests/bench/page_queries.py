"""Prints how many queries pages take, as JSON by path."""

import json
import logging
import sys

import django


def main(paths: list[str]) -> None:
    """Ask for each page twice; the first time warms menus and settings."""
    django.setup()
    logging.disable(logging.CRITICAL)
    # They read the settings, which are there only after the setup.
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.PAGE_CACHE_MEGABYTES = 0
    client = Client(headers={"x-forwarded-proto": "https", "host": "127.0.0.1"})
    found = {}
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            if client.get(path).status_code != 200:
                raise RuntimeError(path)
        found[path] = len(queries)
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
