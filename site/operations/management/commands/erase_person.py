"""Erases what the portal holds about a person."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations import persons
from operations.errors import OperationError
from translation_desk.errors import DeskError


class Command(BaseCommand):
    help = (
        "Delete the messages sent under a mail address, and erase the accounts with it: what they did stays in the record under "
        "the name of their role. It cannot be undone, and backups made before still hold it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="The address of the person.")
        parser.add_argument("--by", default="", metavar="USER", help="User name of who erases an account, and may do so.")
        parser.add_argument("--no-input", action="store_true", help="Ask nothing.")

    def handle(self, *args: Any, email: str, by: str, no_input: bool, **options: Any) -> None:
        try:
            held = persons.held_about(email)
        except OperationError as error:
            raise CommandError(str(error)) from error
        if not any(held.values()):
            raise CommandError(f"The portal holds nothing about {email}.")
        numbers = (
            f"{len(held['messages'])} messages, {len(held['accounts'])} accounts, {len(held['questions to an expert'])} questions"
        )
        question = f"{numbers} to an expert. Type “yes” to erase them for good: "
        if not no_input and input(question) != "yes":
            raise CommandError("Nothing was erased.")
        try:
            messages, questions, names = persons.erase(email, by)
        except (OperationError, DeskError) as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            done = f"{messages} messages deleted; name and address erased from {questions} questions to an expert"
            self.stdout.write(f"{done}; accounts are now called: {', '.join(names) or 'none'}.")
