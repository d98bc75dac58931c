"""Publishes the releases that are due."""

from typing import Any

from django.core.management.base import BaseCommand

from newsroom.releases import going_live


class Command(BaseCommand):
    help = "Publishes the releases whose time has come and whose pages are ready, each as a whole."

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish what is due."""
        done = going_live.publish_due()
        if done and options["verbosity"]:
            self.stdout.write(f"{done} went live.")
