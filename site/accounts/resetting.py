"""The link to a new password, by mail to people who have an account with a password."""

from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _, override
from django_tasks import task

from accounts.languages import language_of


def hours() -> int:
    """Return for how long a link works."""
    return settings.PASSWORD_RESET_TIMEOUT // 3600


@task()
def mail_link(address: str) -> None:
    """Mail a link to everybody who may sign in with a password and has this address; to others nothing."""
    people = get_user_model().objects.current().select_related("wagtail_userprofile").filter(email__iexact=address)
    for person in people:
        if person.has_usable_password():
            compose(person).send()


def compose(person: Any) -> EmailMessage:
    """Return the mail, in the person's language."""
    arguments = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    with override(language_of(person)):
        context = {
            "name": person.get_short_name() or person.get_username(),
            "username": person.get_username(),
            "site_name": settings.WAGTAIL_SITE_NAME,
            # Never from the request, whose host name anybody can choose.
            "address": settings.WAGTAILADMIN_BASE_URL + reverse("account_reset_password_from_key", kwargs=arguments),
            "hours": hours(),
        }
        return EmailMessage(
            subject=_("Choose a new password for %(site)s") % {"site": settings.WAGTAIL_SITE_NAME},
            body=render_to_string("accounts/mails/new_password.txt", context),
            to=[person.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
