"""Fills the data folder of the site under test: database, demo content, static files. Run as a module of its own process."""

import logging
from unittest import mock

import django
from django.core.management import call_command

from config.languages import CODES
from tests.browser.kinds import GONE


def prepare() -> None:
    """Do what `make run` does before it serves, with tables made from the models, and collect the static files."""
    django.setup()
    logging.getLogger("wagtail").setLevel(logging.WARNING)
    fill()
    call_command("collectstatic", interactive=False, verbosity=0)


def fill() -> None:
    """Fill the database and the uploads."""
    # They build on models, which are not there before the setup.
    from demo import indexing
    from tests.conftest import make_wagtail_rows
    from translation_desk.models import GoneAddress

    call_command("migrate", interactive=False, run_syncdb=True, verbosity=0)
    make_wagtail_rows()
    call_command("open_languages", verbosity=0)
    call_command("load_vocabularies", verbosity=0)
    # The load fills the search itself; its task, which would do it before the load does, is for loads that were killed.
    with mock.patch.object(indexing, "check"):
        call_command("load_demo", verbosity=0)
    GoneAddress.objects.bulk_create(GoneAddress(address=f"/{code}/{GONE}") for code in CODES)


if __name__ == "__main__":
    prepare()
