"""Changes of the tree that take more than a moment: carried out in the background, in all languages or in none."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks import task
from wagtail.models import Page

from translation_desk import background
from translation_desk.models import TreeOperation
from translation_desk.permissions import is_manager, require
from translation_desk.tree import following

Kind = TreeOperation.Kind
State = TreeOperation.State

STRANDED = timedelta(minutes=5)
"""After this time a change that still waits is asked for again: its worker was stopped."""


def follow_later(page: Page, user: Any = None) -> TreeOperation:
    """Have the translations of an English page brought to where it stands. A change that already waits is enough."""
    waiting = TreeOperation.objects.filter(page=page.pk, kind=Kind.FOLLOW, state=State.WAITING, attempts=0).first()
    return waiting or begin(Kind.FOLLOW, page, user)


def begin(kind: str, page: Page, user: Any, **data: Any) -> TreeOperation:
    """Ask for a change. Whoever calls this has checked that the person may."""
    operation = TreeOperation.objects.create(kind=kind, page_id=page.pk, requested_by=user, data=data)
    run.enqueue(operation.pk)
    return operation


def try_again(user: Any, operation: TreeOperation) -> None:
    """Put a failed change back. Raises NotAllowedError."""
    require(is_manager(user))
    background.put_back(operation, run)


def take_up_again() -> int:
    """Ask again for the changes whose worker was stopped in the middle, and return how many there were."""
    late = TreeOperation.objects.filter(state=State.WAITING, queued_at__lt=timezone.now() - STRANDED)
    ids = list(late.values_list("pk", flat=True))
    TreeOperation.objects.filter(pk__in=ids).update(queued_at=timezone.now())
    for pk in ids:
        run.enqueue(pk)
    return len(ids)


@task()
def run(operation_id: int) -> None:
    """Carry out a change; try again after a pause when it fails, and say so when it fails for good."""
    background.carry_out(TreeOperation, operation_id, _do, run)


def _do(operation: TreeOperation) -> None:
    if operation.kind == Kind.FOLLOW:
        following.follow(operation.page_id)
