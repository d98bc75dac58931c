"""Mails that tell people of a change to their own second factors: whoever did it, they learn of it."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _, gettext_lazy, override
from django_tasks import task

from accounts.languages import language_of

CHANGES: dict[str, Any] = {
    "totp_activated": gettext_lazy("Your app is set up."),
    "totp_deactivated": gettext_lazy("Your app is removed."),
    "webauthn_added": gettext_lazy("Your passkey is set up."),
    "webauthn_removed": gettext_lazy("Your passkey is removed."),
    "recovery_codes_generated": gettext_lazy("You have new recovery codes. Keep them where only you find them."),
}
"""What is told of a change, by allauth's name for it: on the page that follows, and by mail."""


@task()
def mail_change(user_id: int, name: str) -> None:
    """Tell a person of a change, in their language."""
    person = get_user_model().objects.select_related("wagtail_userprofile").get(pk=user_id)
    with override(language_of(person)):
        context = {"user": person, "site_name": settings.WAGTAIL_SITE_NAME, "change": CHANGES[name]}
        EmailMessage(
            subject=_("Your second factor at %(site)s has changed") % {"site": settings.WAGTAIL_SITE_NAME},
            body=render_to_string("accounts/mails/factor_changed.txt", context),
            to=[person.email],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
