"""What is kept about experts: for how long, to hand it out, and to erase it."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from core.formatting import number
from core.kept import Kept
from newsroom.experts import log_entries
from newsroom.models import ExpertQuestion

KEPT_DAYS = 365
"""After the last day on which a question could be answered."""


def kept() -> Iterator[Kept]:
    """Say it for the privacy notice."""
    yield Kept(
        _("Of experts whom we ask about a text: name, e-mail address, organisation; the answer stays in the record of the text"),
        ngettext("%(days)s day", "%(days)s days", KEPT_DAYS) % {"days": number(KEPT_DAYS)},
    )


def forget_old() -> int:
    """Erase names and addresses that have been kept long enough; return of how many questions."""
    limit = timezone.now() - timedelta(days=KEPT_DAYS)
    return _forget(ExpertQuestion.objects.filter(forgotten_at=None, expires_at__lt=limit))


def held_about(email: str) -> list[dict[str, Any]]:
    """Return what is held about an expert, ready for JSON."""
    columns = ("name", "email", "organisation", "language", "message", "asked_at", "expires_at", "answer", "answered_at", "words")
    questions = ExpertQuestion.objects.filter(email__iexact=email).order_by("pk")
    return [{"page": row.pop("page__draft_title"), **row} for row in questions.values("page__draft_title", *columns, "remarks")]


def erase(email: str) -> int:
    """Erase name, address and organisation of an expert at once; links that still work end. Return of how many questions."""
    return _forget(ExpertQuestion.objects.filter(email__iexact=email))


@transaction.atomic
def _forget(questions: Iterable[ExpertQuestion]) -> int:
    now, done = timezone.now(), 0
    for question in questions:
        was_open = question.state == ExpertQuestion.State.OPEN
        if was_open:
            question.ended, question.ended_at = ExpertQuestion.Ended.WITHDRAWN, now
        question.name = question.email = question.organisation = question.message = ""
        question.forgotten_at = now
        question.save()
        log_entries.erase_names(question.pk)
        if was_open:
            # Approval may have waited for it.
            log_entries.write("withdrawn", question, None)
        done += 1
    return done
