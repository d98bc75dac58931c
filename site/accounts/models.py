"""The user model."""

from typing import Any

from django.contrib.auth import models as auth
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class UserManager(auth.UserManager["User"]):
    """Finds people."""

    def current(self) -> models.QuerySet[Any]:
        """Return the people who may sign in today."""
        return self.get_queryset().filter(models.Q(ends_on=None) | models.Q(ends_on__gte=_today()), is_active=True)


class User(auth.AbstractUser):
    """A person on the staff; visitors need no account."""

    ends_on = models.DateField(_("last day"), null=True, blank=True, help_text="Afterwards the account and all its rights end.")
    invited_at = models.DateTimeField(null=True, blank=True, help_text="When the last invitation left.")
    erased_at = models.DateTimeField(null=True, blank=True, help_text="When name and address were replaced for good.")

    session_round = models.PositiveIntegerField(default=0, editable=False, help_text="Raised to end all sessions of the person.")

    objects = UserManager()

    def save(self, **options: Any) -> None:
        """Save. The sessions of a closed account end for good, so that none goes on when it is opened again."""
        if not self.is_active:
            self.session_round += 1
            if options.get("update_fields") is not None:
                options["update_fields"] = {*options["update_fields"], "session_round"}
        super().save(**options)

    def end_sessions(self) -> None:
        """End all sessions of the person, wherever they signed in."""
        type(self)._default_manager.filter(pk=self.pk).update(session_round=models.F("session_round") + 1)
        self.refresh_from_db(fields=["session_round"])

    @property
    def has_second_factor(self) -> bool:
        """Tell whether the person has an app or a passkey."""
        return self.authenticator_set.exists()

    def remove_second_factors(self) -> bool:
        """Remove apps, passkeys and recovery codes of the person and end their sessions. Tell whether there were any."""
        removed, _per_model = self.authenticator_set.all().delete()
        if removed:
            self.end_sessions()
        return bool(removed)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django compares this with what a session began with: another password or another round ends it.
        value = f"{self.password}{self.session_round}"
        return salted_hmac("accounts.User.session", value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def has_ended(self) -> bool:
        """Tell whether the last day has passed."""
        return self.ends_on is not None and self.ends_on < _today()

    @property
    def is_current(self) -> bool:
        """Tell whether the person may sign in and has the rights of their groups today."""
        return self.is_active and not self.has_ended


def _today() -> Any:
    # By the site's calendar, so that a right ends for everybody at the same moment, whoever asks from wherever.
    return timezone.localdate(timezone=timezone.get_default_timezone())
