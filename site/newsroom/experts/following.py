"""Questions end when a newer text takes the place of the one that was asked about: handed in, published, or written over it."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState
from wagtail.signals import page_published, task_submitted

from core import queueing
from newsroom.experts import mails
from newsroom.models import ExpertQuestion
from translation_desk import parts


def connect() -> None:
    """Connect the handlers; called once when the application is ready."""
    task_submitted.connect(_handed_in, dispatch_uid="newsroom.experts.handed_in")
    page_published.connect(_published, dispatch_uid="newsroom.experts.published")


def digest(page: Page, revision: Revision) -> str:
    """Return a fingerprint of what people wrote in a revision; what Wagtail notes beside it leaves it as it is."""
    written = sorted((*key, value) for key, value in _written(page, revision))
    text = json.dumps(written, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def _written(page: Page, revision: Revision) -> list[tuple[tuple[str, str], str]]:
    found = parts.take_apart(page.specific_class, revision.content)
    return [(key, json.dumps(value, sort_keys=True, cls=DjangoJSONEncoder)) for key, value in found.items()]


def is_replaced(question: ExpertQuestion) -> bool:
    """Tell whether a newer text than the one asked about waits for review or is live, or whether it was written over."""
    page = question.page
    state = page.current_workflow_task_state
    if state is not None and state.revision_id != question.revision_id:
        return True
    live = page.live_revision
    if live is not None and live.pk != question.revision_id and live.created_at > question.revision.created_at:
        return True
    return digest(page, question.revision) != question.digest


def end_replaced() -> int:
    """End all open questions whose text was replaced, tell those who asked, and return how many there were."""
    questions = ExpertQuestion.objects.still_open().select_related("page__live_revision", "revision").order_by("pk")
    return _end([question for question in questions if is_replaced(question)])


@transaction.atomic
def _end(questions: Iterable[ExpertQuestion]) -> int:
    number = 0
    for question in questions:
        waiting = ExpertQuestion.objects.filter(pk=question.pk, answer="", ended="")
        if waiting.update(ended=ExpertQuestion.Ended.REPLACED, ended_at=timezone.now()):
            queueing.with_commit(mails.mail_ending, question.pk)
            number += 1
    return number


def _handed_in(sender: Any, instance: TaskState, **_kwargs: Any) -> None:
    # The workflow does not name the new step yet, so the page itself could not be asked.
    of_page = ExpertQuestion.objects.still_open().filter(page=int(instance.revision.object_id))
    _end(of_page.exclude(revision=instance.revision_id))


def _published(sender: Any, instance: Page, **_kwargs: Any) -> None:
    of_page = ExpertQuestion.objects.still_open().filter(page=instance.pk).select_related("page__live_revision", "revision")
    _end([question for question in of_page if is_replaced(question)])
