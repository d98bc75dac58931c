"""Why an engine gave no translation. Each error carries its reason, of which people are told in their own language."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """What is said to people."""

    OFF = "off", _("Machine suggestions are switched off.")
    UNREACHABLE = "unreachable", _("The translation service did not answer.")
    BUSY = "busy", _("The translation service had too much to do.")
    QUOTA = "quota", _("The quota of the translation service is used up.")
    KEY = "key", _("The translation service does not accept the key of this site.")
    REFUSED = "refused", _("The translation service refused the texts.")
    UNREADABLE = "unreadable", _("The translation service gave an answer that cannot be read.")
    STOPPED = "stopped", _("The translation went on meanwhile, so that nobody may write in it now.")
    FAILED = "failed", _("Something went wrong.")


class EngineError(Exception):
    """A call that brought no translation. Neither texts nor keys stand in it."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail or reason.value)
        self.reason = reason


class TemporaryError(EngineError):
    """A call that may succeed later; `seconds` is the pause that the service asks for, 0 where it asks for none."""

    def __init__(self, reason: Reason, detail: str = "", *, seconds: int = 0) -> None:
        super().__init__(reason, detail)
        self.seconds = seconds


class RefusedError(EngineError):
    """A call that would be refused again."""
