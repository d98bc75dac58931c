"""What allauth asks this site: who may sign in, from which address a request comes, in which words to answer."""

from time import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts import failures
from accounts.factor_mails import CHANGES, mail_change

MESSAGES = {
    "account/messages/logged_out.txt": _("You are signed out."),
    **{f"mfa/messages/{name}.txt": words for name, words in CHANGES.items()},
    "account/messages/password_changed.txt": _("Your password is changed. Your other sessions have ended."),
}
"""What is told after a step, by the name of allauth's own text. Of the other steps nothing is told."""


class AccountAdapter(DefaultAccountAdapter):
    """Signing in, for people who have an account; nobody makes their own."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("User name and password do not match. Note that both distinguish capital letters."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or it has been used already."),
        "too_many_login_attempts": _("Too many attempts have failed. Wait some minutes, then try again."),
        "rate_limited": _("Too many attempts have failed. Wait some minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Managers and reviewers invite people."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the sender's address as the rest of the site sees it, through the proxies that are trusted."""
        return import_string(settings.CLIENT_ADDRESS)(request) or "unknown"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse who has failed too often, and note it."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            failures.note("too many", credentials["username"])
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note it."""
        failures.note("password", credentials["username"])

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Refuse accounts that are closed or past their last day, whichever way their people prove who they are."""
        if user.is_current:
            return None
        clear_login(request)
        messages.error(request, _("This account is closed."))
        return redirect("account_login")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again before what protects the account is changed, but not of who just signed in."""
        signed_in = self.request.session.get("signed_in_at", 0)
        return time() - signed_in > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_login_stages(self) -> list[str]:
        """Return what stands between proof and session, with our own way of asking for a second factor."""
        own = {"allauth.mfa.stages.AuthenticateStage": "accounts.factors.SecondFactorStage"}
        return [own.get(stage, stage) for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways in which somebody confirms that it is them, in our words."""
        words = {
            "reauthenticate": _("With your password"),
            "mfa_reauthenticate": _("With a code"),
            "mfa_reauthenticate:webauthn": _("With a passkey"),
        }
        return [{**way, "description": words[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def add_message(  # noqa: PLR0917  # the signature is allauth’s
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Tell the person, in our words."""
        if told := message or MESSAGES.get(message_template or ""):
            messages.add_message(request, level, told, extra_tags=extra_tags)

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """Tell a person by mail that a factor of theirs was set up or removed; of other steps nothing is mailed."""
        change = template_prefix.removeprefix("mfa/email/")
        if user.email and change in CHANGES:
            mail_change.enqueue(user.pk, change)
