"""Second factors: an app that makes codes, passkeys, recovery codes. Their secrets lie encrypted in the database."""

import base64
import hashlib
import secrets
from typing import Any, ClassVar

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _, gettext_lazy

FIRST = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes only stand in for one of these."""
BY_PROVIDER = "provider"
"""The kind of a second factor that the provider of single sign-on has seen."""


class SecondFactorStage(AuthenticateStage):
    """Asks for a second factor when somebody signs in who has one, unless the provider has seen one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        records = get_authentication_records(request, self.login.user)
        return not any(record.get("type") == BY_PROVIDER for record in records) and super()._should_handle(request)


def shown(request: HttpRequest) -> bool:
    """Tell whether the person of this session has shown a second factor in it. Reads the session only."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def note_shown(request: HttpRequest, kind: str) -> None:
    """Note in the session that the person has just set up a second factor, which they have in hand therefore."""
    record_authentication(request, request.user, "mfa", type=kind)


class FactorAdapter(DefaultMFAAdapter):
    """Second factors in our words, with secrets that a copy of the database does not give away."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is not right, or it has been used already."),
        "cannot_delete_authenticator": gettext_lazy("This is your only second factor. Set up another one before you remove it."),
        "cannot_generate_recovery_codes": gettext_lazy("Recovery codes stand in for a second factor. Set one up first."),
    }

    def get_totp_issuer(self) -> str:
        """Return the name under which apps list the site."""
        return settings.WAGTAIL_SITE_NAME

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the host that passkeys are bound to, and its name."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.WAGTAIL_SITE_NAME}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  # the name is allauth's
        """Return the name of a passkey that got none."""
        return _("Passkey %(number)s") % {"number": Authenticator.objects.filter(user=user, type=type).count() + 1}

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Keep the last factor where one is required."""
        others = Authenticator.objects.filter(user=authenticator.user_id, type__in=FIRST).exclude(pk=authenticator.pk)
        return not settings.MFA_REQUIRED or others.exists()

    def encrypt(self, text: str) -> str:
        """Encrypt a secret with a key made from the site's own."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a secret; if the site's key was changed, return one that nobody knows, so that no code fits."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _keys() -> MultiFernet:
    digests = (hashlib.sha256(f"accounts.factors{key}".encode()) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest.digest())) for digest in digests])
