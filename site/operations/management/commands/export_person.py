"""What the portal holds about a person, for that person."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations import persons
from operations.errors import OperationError


class Command(BaseCommand):
    help = "Write everything that the portal holds about a mail address as JSON: messages, accounts, rows that name them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="The address of the person.")
        parser.add_argument("--file", type=Path, help="A new file to write to, readable by you alone; else it is printed.")

    def handle(self, *args: Any, email: str, file: Path | None, **options: Any) -> None:
        try:
            held = persons.held_about(email)
        except OperationError as error:
            raise CommandError(str(error)) from error
        if not any(held.values()):
            raise CommandError(f"The portal holds nothing about {email}.")
        text = json.dumps(held, ensure_ascii=False, indent=1, default=str)
        if file is None:
            self.stdout.write(text)
            return
        if file.exists():
            raise CommandError(f"{file} exists.")
        file.touch(mode=0o600)
        file.write_text(f"{text}\n", encoding="utf-8")
