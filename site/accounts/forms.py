"""Forms of signing in, with labels and errors of our own."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.mfa.base import forms as factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.resetting import mail_link


def _password(label: Any, autocomplete: str = "current-password", **options: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "dir": "ltr"})
    return forms.CharField(label=label, strip=False, widget=widget, **options)


def _code(label: Any, **options: Any) -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attrs=attributes), **options)


class SignInForm(LoginForm):
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attributes = {"autocomplete": "username", "autocapitalize": "none", "dir": "ltr"}
        self.fields["login"] = forms.CharField(label=_("User name"), max_length=150, widget=forms.TextInput(attrs=attributes))
        self.fields["password"] = _password(_("Password"))
        self.order_fields(["login", "password"])


class PasswordAgainForm(ReauthenticateForm):
    """The password of somebody who is signed in."""

    password = _password(_("Password"))


class ForgottenPasswordForm(ResetPasswordForm):
    """The address to which a link goes, if somebody has it. The answer is the same in any case, and takes as long."""

    email = forms.EmailField(label=_("Email address"), widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}))

    def clean_email(self) -> str:
        """Look nothing up: that is done in the background."""
        return self.cleaned_data["email"]

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Have the link mailed."""
        mail_link.enqueue(self.cleaned_data["email"])
        return self.cleaned_data["email"]


class NewPasswordForm(ResetPasswordKeyForm):
    """A new password, twice."""

    password1 = _password(_("New password"), "new-password", help_text=password_validation.password_validators_help_text_html)
    password2 = _password(_("New password again"), "new-password")

    def clean_password1(self) -> str:
        """Hold the password against the rules."""
        password_validation.validate_password(self.cleaned_data["password1"], self.user)
        return self.cleaned_data["password1"]

    def clean(self) -> dict[str, Any]:
        """Ask for the same twice."""
        values = forms.Form.clean(self) or {}
        if values.get("password1") and values.get("password2") and values["password1"] != values["password2"]:
            self.add_error("password2", ValidationError(_("These two passwords differ.")))
        return values


class CodeForm(factor.AuthenticateForm):
    """A code of somebody who signs in."""

    code = _code(pgettext_lazy("signing in", "Code"), help_text=_("From your app; or one of your recovery codes."))


class CodeAgainForm(factor.ReauthenticateForm):
    """A code of somebody who is signed in."""

    code = _code(pgettext_lazy("signing in", "Code"), help_text=_("From your app; or one of your recovery codes."))


class SetUpAppForm(ActivateTOTPForm):
    """The first code of an app."""

    code = _code(_("Code that the app shows"))


class AddPasskeyForm(AddWebAuthnForm):
    """The name of a new passkey, and what it is for."""

    name = forms.CharField(label=_("Name"), required=False, max_length=60, help_text=_("To tell your passkeys apart."))
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without the password"),
        required=False,
        help_text=_("The device then asks for your finger, face or PIN each time."),
    )


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name"), max_length=60)
