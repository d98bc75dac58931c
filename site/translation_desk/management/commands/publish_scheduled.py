"""Publishes what is due. Stands in the place of Wagtail's command of this name."""

from typing import Any

from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from translation_desk import holding, orders
from translation_desk.tree import operations


class Command(WagtailCommand):
    help = "Takes offline what has expired and publishes what is due, but nothing below a page that is not live."

    def handle(self, *args: Any, **options: Any) -> None:
        """Hold what must not go live yet, do as Wagtail does, and release what waits for nothing any more."""
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        holding.hold_back()
        super().handle(*args, **options)
        orders.settle_lost()
        operations.release_later(holding.free())
