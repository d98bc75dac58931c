"""Forms of signing in, with labels and errors of our own."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.resetting import mail_link


def _password(label: Any, autocomplete: str = "current-password", **options: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "dir": "ltr"})
    return forms.CharField(label=label, strip=False, widget=widget, **options)


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
