"""Invitations by mail: a link with which a new person chooses a password, for a few days."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django_tasks import task

from core import queueing
from translation_desk.mails import as_read_by, letter
from translation_desk.wording import local_time

LIFETIME = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


class InvitationTokens(PasswordResetTokenGenerator):
    """Links of invitations; they end when a password is chosen, when another invitation is sent, and after a time."""

    key_salt = "translation_desk.invitations"


tokens = InvitationTokens()


def send(person: Any) -> None:
    """Mail a person their invitation, in the background, once what was done is in the database."""
    queueing.with_commit(mail_invitation, person.pk)


@task()
def mail_invitation(user_id: int) -> None:
    """Mail the invitation to an account that has no password yet."""
    person = get_user_model().objects.current().select_related("wagtail_userprofile").filter(pk=user_id).first()
    if person is None or person.has_usable_password():
        return
    compose(person).send()
    person.invited_at = timezone.now()
    person.save(update_fields=["invited_at"])


def compose(person: Any) -> EmailMultiAlternatives:
    """Return the mail, in the person's language."""
    identity = urlsafe_base64_encode(force_bytes(person.pk))
    address = reverse("translation_desk_invitation", args=[identity, tokens.make_token(person)])
    with as_read_by(person) as language:
        context = {
            "user": person,
            "language": language,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "address": settings.WAGTAILADMIN_BASE_URL + address,
            "until": local_time(timezone.now() + LIFETIME),
        }
        subject = _("Your account at the translation desk of %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}
        return letter(person.email, subject, "translation_desk/mails/invitation", context)


def has_expired(person: Any) -> bool:
    """Tell whether the link of somebody who never chose a password has ended."""
    return person.invited_at is not None and person.invited_at + LIFETIME < timezone.now()
