"""Lets somebody in again who has lost phone and recovery codes, when nobody else can do it in the administration."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from translation_desk.errors import DeskError
from translation_desk.second_factors import take_away_by_command


class Command(BaseCommand):
    help = "Take away a person's second factors and end their sessions. At the next sign-in they set up a new one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="Name with which the person signs in.")
        parser.add_argument("--reason", required=True, help="Why; it stands in the record.")

    def handle(self, username: str, *_args: Any, reason: str, **options: Any) -> None:
        person = get_user_model().objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"Nobody signs in as “{username}”.")
        try:
            take_away_by_command(person, reason)
        except DeskError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"The second factor of “{username}” is taken away.")
