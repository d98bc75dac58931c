"""The user model."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person on the staff; visitors need no account."""
