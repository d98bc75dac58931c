"""Somebody has decided about every address and command that can write a page."""

from django.apps import apps
from django.core.management import get_commands
from django.urls import get_resolver

from tests.translation_desk import admin_addresses
from tests.translation_desk.admin_addresses import CLOSED, COMMANDS, PAGES, SERVICES
from tests.translation_desk.desk_drivers import DESK_DRIVERS
from tests.translation_desk.drivers import DRIVERS


def test_every_address_of_the_administration_is_decided() -> None:
    undecided = {name for name in admin_addresses.admin_names() if admin_addresses.decision(name) is None}
    assert not undecided, "Decide about these in tests/translation_desk/admin_addresses.py"
    assert not admin_addresses.unused_patterns()


def test_every_address_that_can_write_a_page_is_driven() -> None:
    writing = {name for name in admin_addresses.admin_names() if admin_addresses.decision(name) in {PAGES, CLOSED, SERVICES}}
    assert writing == {name for driver in (*DRIVERS, *DESK_DRIVERS) for name in driver.names}


def test_every_command_that_libraries_bring_is_decided() -> None:
    decided = {name for names in COMMANDS.values() for name in names.split()}
    brought = {name for name, app in get_commands().items() if str(app).startswith("wagtail") or name in decided}
    assert brought == decided, "Decide about these in tests/translation_desk/admin_addresses.py"


def test_the_api_that_writes_is_not_mounted() -> None:
    assert not apps.is_installed("wagtail.api.v3")
    assert not [name for _path, name in admin_addresses._walk(get_resolver()) if "v3" in name]
