"""Prints the demonstration's sign-ins."""

from typing import Any

from django.core.management.base import BaseCommand

from demo.users import PASSWORD, usable


class Command(BaseCommand):
    """Prints nothing once nobody can sign in with the demonstration's password any more."""

    help = "Prints the demonstration's sign-ins that still have their first password."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print name and role of each."""
        sign_ins = usable()
        if sign_ins:
            self.stdout.write(f"Demo sign-ins (password “{PASSWORD}”):")
            width = max(len(sign_in.name) for sign_in in sign_ins)
            for sign_in in sign_ins:
                self.stdout.write(f"  {sign_in.name:{width}}  {sign_in.title}")
