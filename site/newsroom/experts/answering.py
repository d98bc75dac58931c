"""The answer of an expert: once, about exactly the text that they were shown."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import queueing
from newsroom.experts import following, log_entries, mails
from newsroom.models import ExpertQuestion
from translation_desk.errors import BadTextError, WrongStateError

State = ExpertQuestion.State
LONGEST_WORDS = 5000
LONGEST_REMARK = 2000


def present_state(question: ExpertQuestion) -> State:
    """Return where a question stands at this moment, newer text considered."""
    state = question.state
    return State.REPLACED if state == State.OPEN and following.is_replaced(question) else state


@transaction.atomic
def answer(question: ExpertQuestion, said: str, *, words: str = "", remarks: Sequence[tuple[str, str]] = ()) -> ExpertQuestion:
    """Record the answer, and have the person who asked told and a copy sent. `remarks`: passages with what is said of each.

    Who holds the link is the expert; nobody else is asked for. Raises WrongStateError, BadTextError.
    """
    # The rows beside it are read apart: PostgreSQL locks no row that an outer join may leave out.
    ExpertQuestion.objects.select_for_update().get(pk=question.pk)
    question = ExpertQuestion.objects.select_related("page__live_revision", "revision").get(pk=question.pk)
    if present_state(question) != State.OPEN:
        raise WrongStateError(_("Your answer could not be recorded."))
    said = ExpertQuestion.Answer(said)
    remarks = [(text, remark.strip()) for text, remark in remarks if remark.strip()]
    if said == ExpertQuestion.Answer.CHANGES and not words.strip() and not remarks:
        raise BadTextError(_("Say what should change."))
    if len(words) > LONGEST_WORDS or any(len(remark) > LONGEST_REMARK for _text, remark in remarks):
        raise BadTextError(_("The text is too long."))
    question.answer, question.answered_at, question.words = said, timezone.now(), words.strip()
    question.remarks = [{"text": text, "words": remark} for text, remark in remarks]
    question.save(update_fields=["answer", "answered_at", "words", "remarks"])
    log_entries.write(said, question, None, comment=question.words)
    queueing.with_commit(mails.mail_answer, question.pk)
    return question
