"""The ways from Wagtail's account page to one's second factors and sessions."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks


@hooks.register("register_account_menu_item")
def second_factor_item(request: HttpRequest) -> dict[str, Any]:
    """Lead to one's second factors."""
    return {
        "url": reverse("mfa_index"),
        "label": _("Second factor"),
        "help_text": _("What you show beside your password: an app, passkeys, recovery codes."),
    }


@hooks.register("register_account_menu_item")
def end_sessions_item(request: HttpRequest) -> dict[str, Any]:
    """Offer to sign out everywhere."""
    return {
        "url": reverse("end_sessions"),
        "label": _("Sign out everywhere"),
        "help_text": _("Ends your sessions on all devices, also on one that you have lost."),
    }
