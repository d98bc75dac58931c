"""Asking an expert about a text, and taking the question back."""

import secrets
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from core import queueing
from core.i18n import BY_CODE, SOURCE_CODE, locale_code
from newsroom.experts import following, log_entries, mails
from newsroom.models import ExpertQuestion
from translation_desk import permissions
from translation_desk.errors import BadValueError, WrongStateError
from translation_desk.models import DeskGroup

DAYS = (7, 14, 30)
MOST_OPEN = 10
"""Open questions about one page."""
LONGEST_MESSAGE = 2000
Role = DeskGroup.Role


def may_ask(user: Any, page: Page) -> bool:
    """Tell whether somebody may ask about a page: English ones its editors and approvers, others reviewers and managers."""
    if locale_code(page.locale_id) == SOURCE_CODE:
        return permissions.writes_english(user)
    return permissions.can_manage(user, page.locale_id)


def text_to_ask_about(page: Page) -> Revision | None:
    """Return the text that waits for review, else the newest draft; None where visitors read the newest already."""
    state = page.current_workflow_task_state
    if state is not None:
        return state.revision
    return page.latest_revision if page.has_unpublished_changes or not page.live else None


@transaction.atomic
def ask(
    user: Any,
    page: Page,
    *,
    name: str,
    email: str,
    organisation: str,
    language: str,
    message: str,
    days: int,
    required: bool,
) -> ExpertQuestion:
    """Ask an expert about the present text of a page; the mail leaves with the commit.

    Raises NotAllowedError, WrongStateError, BadValueError.
    """
    permissions.require(may_ask(user, page))
    page = Page.objects.select_for_update().get(pk=page.pk)
    revision = text_to_ask_about(page)
    if revision is None:
        raise WrongStateError(_("There is no text that waits for approval. Visitors read the newest one."))
    name, organisation = " ".join(name.split()), " ".join(organisation.split())
    if not name:
        raise BadValueError("name", _("Enter the name of the expert."))
    try:
        validate_email(email)
    except ValidationError:
        raise BadValueError("email", _("Write the address in the form name@example.org.")) from None
    if language not in BY_CODE or days not in DAYS or len(message) > LONGEST_MESSAGE:
        raise BadValueError("", _("Choose one of the values that are offered."))
    waiting = ExpertQuestion.objects.still_open().filter(page=page)
    if waiting.filter(revision=revision, email__iexact=email).exists():
        raise BadValueError("email", _("This expert was asked about this text already. Withdraw that question first."))
    if waiting.count() >= MOST_OPEN:
        raise WrongStateError(
            _("%(number)d questions about this page are open, which is the most there may be.") % {"number": MOST_OPEN}
        )
    question = ExpertQuestion.objects.create(
        page=page,
        revision=revision,
        digest=following.digest(page, revision),
        nonce=secrets.token_urlsafe(16),
        name=name,
        email=email,
        organisation=organisation,
        language=language,
        message=message.strip(),
        required=required,
        asked_as=_role(user, page),
        asked_by=user,
        expires_at=timezone.now() + timedelta(days=days),
    )
    log_entries.write("asked", question, user)
    queueing.with_commit(mails.mail_question, question.pk)
    return question


@transaction.atomic
def withdraw(user: Any, question: ExpertQuestion) -> ExpertQuestion:
    """Take a question back: its link ends at once, and approval waits for it no longer. An answer stays in the record.

    Raises NotAllowedError, WrongStateError.
    """
    permissions.require(may_ask(user, question.page))
    question = ExpertQuestion.objects.select_for_update().get(pk=question.pk)
    if not may_be_withdrawn(question):
        raise WrongStateError(_("This question was withdrawn before, or has its answer."))
    question.ended, question.ended_at = ExpertQuestion.Ended.WITHDRAWN, timezone.now()
    question.save(update_fields=["ended", "ended_at"])
    log_entries.write("withdrawn", question, user)
    return question


def may_be_withdrawn(question: ExpertQuestion) -> bool:
    """Tell whether there is something to take back: a link that works, or an approval that waits."""
    if question.ended == ExpertQuestion.Ended.WITHDRAWN:
        return False
    return question.required or question.state == ExpertQuestion.State.OPEN


def may_be_repeated(question: ExpertQuestion) -> bool:
    """Tell whether a question ended without an answer, and its expert is known still."""
    return bool(question.email) and question.state in {ExpertQuestion.State.EXPIRED, ExpertQuestion.State.REPLACED}


def repeated(page: Page, key: str) -> dict[str, Any]:
    """Return the values of an earlier question about a page, by its id, to ask it again for longer; none for another id."""
    question = ExpertQuestion.objects.filter(page=page.pk, pk=int(key)).first() if key.isdecimal() else None
    if question is None or not may_be_repeated(question):
        return {}
    given = round((question.expires_at - question.asked_at) / timedelta(days=1))
    same = ("name", "email", "organisation", "language", "message")
    return {
        **{name: getattr(question, name) for name in same},
        "required": "required" if question.required else "advice",
        "days": next((days for days in DAYS if days > given), DAYS[-1]),
    }


def _role(user: Any, page: Page) -> str:
    """Return the role in which somebody asks, which is all that the expert is told of them."""
    if locale_code(page.locale_id) != SOURCE_CODE and permissions.has_role(user, Role.REVIEWER, page.locale_id):
        return Role.REVIEWER
    return Role.APPROVER if permissions.is_manager(user) else Role.EDITOR
