"""Fills the data folder of the site under test: database, demo content, static files. Run as a module of its own process."""

import logging

import django
from django.core.management import call_command


def prepare() -> None:
    """Do what `make run` does before it serves, and collect the static files."""
    django.setup()
    logging.getLogger("wagtail").setLevel(logging.WARNING)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("open_languages", verbosity=0)
    call_command("load_vocabularies", verbosity=0)
    call_command("load_demo", verbosity=0)
    call_command("rebuild_search", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    prepare()
