"""What `make run` starts: everything a fresh or an existing copy needs, then the web server and the task worker."""

import logging
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from core.catalogues import CatalogueError
from operations import deploying, locks
from operations.serving import PortTakenError, listen, serve


class Command(BaseCommand):
    help = (
        "Prepare the database and the catalogues as far as needed, then serve the site with a task worker. For one's own machine."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen at (default: %(default)s).")
        parser.add_argument("--port", type=int, default=8000, help="Port to listen at (default: %(default)s).")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        try:
            server = listen(host, port)
        except PortTakenError as error:
            raise CommandError(str(error)) from error
        try:
            self.compile_catalogues()
            self.prepare_database()
            connections.close_all()
        except BaseException:
            server.server_close()
            raise
        serve(server, lambda: self.announce(host, port))
        self.stdout.write("\nStopped.")

    def compile_catalogues(self) -> None:
        """Compile changed catalogues; a broken one ends with a sentence."""
        try:
            deploying.compile_catalogues(lambda _text: None)
        except CatalogueError as error:
            raise CommandError(str(error)) from error

    def prepare_database(self) -> None:
        """Do what any deployment does to the database; demo content only into an empty one."""
        # Wagtail logs each page it makes; hundreds of lines would bury what is worth reading.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say("Preparing the database …")
        with locks.held(deploying.LOCK):
            deploying.prepare_database(lambda _text: None)
        if "load_demo" in get_commands():
            call_command("load_demo", if_empty=True)

    def announce(self, host: str, port: int) -> None:
        """Print where the site is and who may sign in."""
        shown = f"[{host}]" if ":" in host else ("127.0.0.1" if host == "0.0.0.0" else host)  # noqa: S104  # compared, not bound
        self.say(f"\nThe portal:      http://{shown}:{port}/en/")
        self.say(f"Administration:  http://{shown}:{port}{reverse('wagtailadmin_home')}")
        if "demo_sign_ins" in get_commands():
            call_command("demo_sign_ins")
        self.say("\nStop with Ctrl+C.")

    def say(self, text: str) -> None:
        """Print at once, also where the output goes into a file."""
        self.stdout.write(text)
        self.stdout.flush()
