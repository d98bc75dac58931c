"""Fills the data folder of the site under test: database, demo content, static files. Run as a module of its own process."""

import logging
import sys

import django
from django.core.management import call_command


def everything() -> None:
    """Do what `make run` does before it serves, and collect the static files."""
    from tests.conftest import make_wagtail_rows  # it builds on models, which are not there before the setup

    call_command("migrate", interactive=False, run_syncdb=True, verbosity=0)
    make_wagtail_rows()
    open_languages()
    call_command("load_vocabularies", verbosity=0)
    call_command("load_demo", verbosity=0)
    call_command("rebuild_search", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def open_languages() -> None:
    """Open the languages; the site learns the address that it is served at."""
    call_command("open_languages", verbosity=0)


if __name__ == "__main__":
    django.setup()
    logging.getLogger("wagtail").setLevel(logging.WARNING)
    {"everything": everything, "open_languages": open_languages}[sys.argv[1]]()
