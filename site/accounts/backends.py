"""Who may sign in."""

from typing import Any

from django.contrib.auth.backends import ModelBackend


class AccountBackend(ModelBackend):
    """Refuses accounts that are closed or past their last day, also in sessions that were begun before."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Tell whether the account may sign in or go on."""
        return super().user_can_authenticate(user) and user.is_current
