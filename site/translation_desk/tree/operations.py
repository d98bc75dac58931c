"""Changes of the tree that take more than a moment: carried out in the background, in all languages or in none."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.models import Page

from core.i18n import SOURCE_CODE, locale_code
from core.tree import is_archived
from translation_desk import background, holding
from translation_desk.errors import WrongStateError
from translation_desk.models import ArchivedPage, DeletionRequest, TreeOperation
from translation_desk.permissions import can_put_away, is_manager, require
from translation_desk.tree import archiving, following, leading, withdrawing

Kind = TreeOperation.Kind
State = TreeOperation.State

STRANDED = timedelta(minutes=5)
"""After this time a change that still waits is asked for again: its worker was stopped."""


def follow_later(page: Page, user: Any = None) -> TreeOperation:
    """Have the translations of an English page brought to where it stands. A change that already waits is enough."""
    waiting = background.waiting(TreeOperation.objects.filter(page=page.pk, kind=Kind.FOLLOW))
    return waiting or begin(Kind.FOLLOW, page, user)


def take_offline(user: Any, page: Page, scope: str, *, below: bool = False) -> TreeOperation:
    """Take an English page offline in all languages or in English alone: at once, or in the background with the pages below it.

    Raises NotAllowedError, WrongStateError.
    """
    require(page.permissions_for_user(user).can_unpublish(), _("You may not take this page offline."))
    if locale_code(page.locale_id) != SOURCE_CODE:
        raise WrongStateError(_("Only an English page is taken offline in several languages."))
    return begin(Kind.UNPUBLISH, page, user, at_once=not below, scope=scope, below=below)


def delete(user: Any, page: Page, target: Page | None) -> TreeOperation:
    """Put a page into the archive, with its translations and all below them; its addresses lead to `target` where there is one.

    Raises NotAllowedError, WrongStateError.
    """
    require(can_put_away(user, page), _("Only approvers and administrators delete pages. You can ask them to."))
    leading.require_own_place(page)
    if page.depth <= 2:
        raise WrongStateError(_("The home page of a language cannot be deleted."))
    if target is not None:
        tops = [version.path for version in archiving.all_versions(page)]
        if not target.live or is_archived(target) or any(target.path.startswith(path) for path in tops):
            raise WrongStateError(_("Choose a live page that is not deleted together with this one."))
    return begin(Kind.ARCHIVE, page, user, target=target.pk if target else None)


def restore(user: Any, entry: ArchivedPage, parent: Page, slug: str) -> TreeOperation:
    """Bring a page back from the archive in all languages. Raises NotAllowedError, PlaceTakenError, WrongStateError."""
    require(can_put_away(user, entry.page))
    archiving.require_restorable(entry, parent, slug)
    return begin(Kind.RESTORE, entry.page, user, parent=parent.pk, slug=slug)


def ask_for_deletion(user: Any, page: Page, reason: str) -> DeletionRequest:
    """Ask those who may for the deletion of a page. Raises NotAllowedError, WrongStateError."""
    require(page.permissions_for_user(user).can_edit())
    leading.require_own_place(page)
    if not reason.strip():
        raise WrongStateError(_("Say why the page should be deleted."))
    values = {"requested_by": user, "reason": reason.strip(), "requested_at": timezone.now()}
    return DeletionRequest.objects.update_or_create(page=page, defaults=values)[0]


def begin(kind: str, page: Page, user: Any, *, at_once: bool = False, **data: Any) -> TreeOperation:
    """Ask for a change. Whoever calls this has checked that the person may."""
    operation = TreeOperation.objects.create(kind=kind, page_id=page.pk, requested_by=user, data=data)
    if at_once:
        run.call(operation.pk)
    else:
        run.enqueue(operation.pk)
    return operation


def release_later(pages: Iterable[int]) -> None:
    """Have the held texts of pages published that wait for nothing any more. What waits or failed already is left to itself."""
    ids = set(pages)
    known = TreeOperation.objects.filter(kind=Kind.RELEASE, page__in=ids).exclude(state=State.DONE)
    ids -= set(known.values_list("page_id", flat=True)) if ids else set()
    for page in Page.objects.filter(pk__in=ids).order_by("path") if ids else ():
        begin(Kind.RELEASE, page, None)


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
    elif operation.kind == Kind.UNPUBLISH:
        chosen = operation.data
        withdrawing.withdraw(operation.page, chosen["scope"], below=chosen["below"], user=operation.requested_by)
    elif operation.kind == Kind.RELEASE:
        holding.release([operation.page_id])
    elif operation.kind == Kind.ARCHIVE:
        archiving.put_away(operation.page_id, operation.data["target"], operation.requested_by)
    elif operation.kind == Kind.RESTORE:
        entry = ArchivedPage.objects.select_for_update().get(page=operation.page_id)
        parent = Page.objects.get(pk=operation.data["parent"])
        archiving.put_back(entry, parent, operation.data["slug"], operation.requested_by)
