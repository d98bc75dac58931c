"""What experts say of a text, for whoever decides on it at the desk."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from core.formatting import day, listed
from newsroom.experts import following, wording
from newsroom.models import ExpertQuestion

State = ExpertQuestion.State


class Opinions:
    """Withholds approval until those experts agree whose word is required, and shows what all of them said."""

    def unmet(self, revision: Revision) -> str:
        """Return what approval waits for, as a sentence; empty where it waits for nothing."""
        waiting, against, gone = [], [], []
        for question in _required(revision):
            if question.revision_id != revision.pk or question.state in {State.EXPIRED, State.REPLACED}:
                gone.append(wording.expert(question))
            elif question.answer == ExpertQuestion.Answer.CHANGES:
                against.append(wording.expert(question))
            elif following.digest(question.page, revision) != question.digest:
                gone.append(wording.expert(question))
            elif not question.answer:
                waiting.append(wording.expert(question))
        if against:
            return _("Changes are asked for by an expert whose agreement is required: %(names)s.") % {"names": listed(against)}
        if waiting:
            return _("This text cannot be approved before an expert agrees: %(names)s.") % {"names": listed(waiting)}
        if gone:
            return _(
                "An expert has to agree, but was asked about another text or has not answered in time: %(names)s. "
                "Ask again, or withdraw the question."
            ) % {"names": listed(gone)}
        return ""

    def told(self, revision: Revision) -> Iterator[tuple[str, str]]:
        """Yield a name and a sentence for each expert who was asked about exactly this text."""
        for question in ExpertQuestion.objects.filter(revision=revision.pk).order_by("asked_at", "pk"):
            said = str(question.state.label)
            if question.answer and question.answered_at:
                said = _("%(answer)s (%(date)s)") % {"answer": said, "date": day(timezone.localdate(question.answered_at))}
            yield wording.expert(question), f"{said} – {question.words}" if question.words else said


def _required(revision: Revision) -> list[ExpertQuestion]:
    """Return the questions whose answer approval of a page waits for: the newest to each expert since the live text."""
    questions = (
        ExpertQuestion.objects.filter(page=int(revision.object_id), required=True)
        .exclude(ended=ExpertQuestion.Ended.WITHDRAWN)
        .select_related("page__live_revision", "revision")
        .defer("revision__content", "page__live_revision__content")
        .order_by("asked_at", "pk")
    )
    newest = {question.email.casefold() or str(question.pk): question for question in questions}
    return [question for question in newest.values() if not _is_settled(question)]


def _is_settled(question: ExpertQuestion) -> bool:
    live = question.page.live_revision
    return live is not None and live.created_at >= question.revision.created_at
