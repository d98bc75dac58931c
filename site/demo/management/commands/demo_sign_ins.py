"""Prints the demonstration's sign-ins that still work."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from demo.users import PASSWORD, SIGN_INS


class Command(BaseCommand):
    """Prints a line for each demo sign-in that exists and has kept its password; nothing when there is none."""

    help = "Print the demo sign-ins whose password has not been changed."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print them below one heading."""
        users = {user.get_username(): user for user in get_user_model().objects.filter(is_active=True)}
        working = [one for one in SIGN_INS if one.name in users and users[one.name].check_password(PASSWORD)]
        if working:
            self.stdout.write(f"Demo sign-ins (password “{PASSWORD}”):")
        for one in working:
            self.stdout.write(f"  {one.name:8} {one.role}")
