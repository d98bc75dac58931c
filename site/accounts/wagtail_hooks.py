"""The way from Wagtail's account page to one's sessions."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks


@hooks.register("register_account_menu_item")
def end_sessions_item(request: HttpRequest) -> dict[str, Any]:
    """Offer to sign out everywhere."""
    return {
        "url": reverse("end_sessions"),
        "label": _("Sign out everywhere"),
        "help_text": _("Ends your sessions on all devices, also on one that you have lost."),
    }
