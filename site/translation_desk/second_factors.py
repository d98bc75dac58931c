"""Taking away the second factor of somebody who has lost phone and recovery codes: by a second person, with a reason.

The person learns of it by mail, since it opens the account to whoever knows the password.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.log_actions import log

from core import queueing
from translation_desk.errors import BadValueError, WrongStateError
from translation_desk.mails import as_read_by
from translation_desk.staffing import require_handled


@transaction.atomic
def take_away(user: Any, person: Any, reason: str) -> None:
    """Take away a person's second factors and end their sessions; at the next sign-in they set up a new one.

    Raises NotAllowedError (nobody does this to themselves), BadValueError, WrongStateError.
    """
    require_handled(user, person)
    if not reason.strip():
        raise BadValueError("reason", _("Say why."))
    take_away_by_command(person, reason, user=user)


@transaction.atomic
def take_away_by_command(person: Any, reason: str, *, user: Any = None) -> None:
    """Do the same for whoever runs the server, and may do all. Raises WrongStateError if there is none."""
    if not person.remove_second_factors():
        raise WrongStateError(_("This person has no second factor."))
    log(person, "translation_desk.person_factor", user=user, data={"comment": reason.strip()})
    if person.email:
        queueing.with_commit(mail_word, person.pk)


@task()
def mail_word(user_id: int) -> None:
    """Tell a person that their second factor was taken away."""
    person = get_user_model().objects.select_related("wagtail_userprofile").get(pk=user_id)
    with as_read_by(person):
        context = {"user": person, "site_name": settings.WAGTAIL_SITE_NAME}
        EmailMessage(
            subject=_("Your second factor at %(site)s was taken away") % {"site": settings.WAGTAIL_SITE_NAME},
            body=render_to_string("translation_desk/mails/second_factor.txt", context),
            to=[person.email],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
