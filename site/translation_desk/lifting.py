"""A manager lifts four eyes for one submission, with a reason that everybody concerned reads and the record keeps.

The rule alone is lifted: whoever approves is a reviewer of the language all the same. A new handing in is bound by it again.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _, ngettext

from translation_desk import four_eyes, log_entries, notifying
from translation_desk.errors import BadTextError, NotAllowedError, WrongStateError
from translation_desk.models import FourEyesLift, Notice, TranslationJob
from translation_desk.permissions import is_manager, require
from translation_desk.submitting import locked, pending

SHORTEST_REASON = 20
"""Characters of a reason that says something."""


@transaction.atomic
def lift(user: Any, job: TranslationJob, reason: str, *, shown: str | None = None) -> FourEyesLift:
    """Let one person approve what waits for review, also words of their own. The people of the language are told why.

    Whoever lifts wrote none of it, so that a second person knows of it in any case. `shown`: id of the submission that the person
    was shown. Raises NotAllowedError, WrongStateError, BadTextError.
    """
    require(is_manager(user), _("Only managers may lift four eyes."))
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        sentence = ngettext(
            "Write the reason in at least %(number)d character: everybody of the language reads it.",
            "Write the reason in at least %(number)d characters: everybody of the language reads it.",
            SHORTEST_REASON,
        )
        raise BadTextError(sentence % {"number": SHORTEST_REASON})
    job = locked(job)
    submission = pending(job)
    if shown is not None and shown != str(submission.pk):
        raise WrongStateError(_("The page was changed during the review, so the newer text waits for review now."))
    if submission.revision is None:
        raise WrongStateError(_("The text that was handed in is gone. Ask the translator to hand it in again."))
    if four_eyes.disqualified(user, submission.revision):
        raise NotAllowedError(_("You wrote part of this text, so another manager has to lift four eyes."))
    if FourEyesLift.objects.filter(submission=submission).exists():
        raise WrongStateError(_("Four eyes are lifted for this text already."))
    made = FourEyesLift.objects.create(submission=submission, reason=reason, lifted_by=user)
    log_entries.write("lift", job, user, reason=reason, revision=submission.revision, version=submission.version)
    people = get_user_model().objects.current().filter(groups__desk_group__locale=job.locale_id).distinct()
    told = [*people, *notifying.managers()]
    notifying.notify(Notice.Event.LIFTED, job, told, actor=user, message=reason, submission=submission.pk)
    return made
