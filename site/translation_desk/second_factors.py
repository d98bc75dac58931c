"""Taking away the second factor of somebody who has lost phone and recovery codes: by a second person, with a reason."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from translation_desk.errors import BadValueError, WrongStateError
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
