"""What the log says of sign-ins that failed: why, and which belong to one account, but not to which. Never a name."""

import logging
from typing import Any

from allauth.mfa import signals
from django.utils import timezone
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)


def connect() -> None:
    """Watch codes of second factors fail. A passkey cannot be guessed, so nothing is noted of those."""
    signals.authentication_failed.connect(_note_code, dispatch_uid="accounts.failures")


def note(reason: str, username: str) -> None:
    """Write a line. `account` is the same for one account all day, so that many guesses at one are told from a guess at many."""
    key = f"accounts.failures {timezone.now():%Y-%m-%d}"
    account = salted_hmac(key, username.casefold(), algorithm="sha256").hexdigest()[:12]
    logger.warning("Sign-in failed", extra={"fields": {"event": "sign_in_failed", "reason": reason, "account": account}})


def _note_code(user: Any, **_kwargs: Any) -> None:
    note("code", user.get_username())
