"""When a session began: noted at sign-in, so that no request has to write it later."""

from time import time
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest


def connect() -> None:
    """Watch people sign in."""
    user_logged_in.connect(note_beginning, dispatch_uid="accounts.sessions")


def note_beginning(request: HttpRequest, **kwargs: Any) -> None:
    """Note the moment in the session."""
    request.session["signed_in_at"] = request.session["prolonged_at"] = time()
