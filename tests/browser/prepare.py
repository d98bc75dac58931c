"""Fills the data folder of the site under test: database, demo content, static files. Run as a module of its own process."""

import logging

import django
from django.core.management import call_command


def prepare() -> None:
    """Do what `make run` does before it serves, with tables made from the models, and collect the static files."""
    django.setup()
    logging.getLogger("wagtail").setLevel(logging.WARNING)
    from tests.conftest import make_wagtail_rows  # it builds on models, which are not there before the setup

    call_command("migrate", interactive=False, run_syncdb=True, verbosity=0)
    make_wagtail_rows()
    call_command("open_languages", verbosity=0)
    call_command("load_vocabularies", verbosity=0)
    call_command("load_demo", verbosity=0)
    call_command("rebuild_search", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    prepare()
