"""Approving all pages of a table at once: each by itself, as by hand, with four eyes."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.models import Page, TaskState

from core import queueing
from newsroom.models import TableApproval, TableImport
from translation_desk import four_eyes, grading, importing, permissions
from translation_desk.errors import DeskError, NotAllowedError, WrongStateError
from translation_desk.importing import Steps
from translation_desk.review_signals import without_mails

State = TableApproval.State


def waiting(row: TableImport) -> list[int]:
    """Return the ids of the pages of a table that wait for approval as it wrote them. One query."""
    pages = {entry["revision"]: entry["page"] for entry in row.undo.get("pages", [])}
    base = ContentType.objects.get_for_model(Page)
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, revision__in=list(pages), workflow_state__base_content_type=base
    )
    return [pages[pk] for pk in states.order_by("pk").values_list("revision", flat=True)]


def may_approve(user: Any, row: TableImport) -> bool:
    """Tell whether somebody may approve the pages of a table: approvers of English other than whoever brought it."""
    return row.is_taken and permissions.is_manager(user) and row.requested_by_id != user.pk


def approve(user: Any, row: TableImport) -> TableApproval:
    """Ask for all pages of a table that wait to be approved in somebody's name. Raises NotAllowedError, WrongStateError."""
    permissions.require(may_approve(user, row), _("Another approver of English than whoever sent the file decides on it."))
    with transaction.atomic():
        TableImport.objects.select_for_update().get(pk=row.pk)
        if row.approvals.filter(state=State.WAITING).exists() or not waiting(row):
            raise WrongStateError(_("No page of this file waits for approval. Perhaps somebody decided a moment ago."))
        approval = TableApproval.objects.create(table_import=row, requested_by=user)
        queueing.with_commit(run, approval.pk)
    return approval


@task()
def run(pk: int) -> None:
    """Approve."""
    importing.carry_out_in_steps(TableApproval, pk, {TableApproval.stage: _approve}, run)


def _approve(row: Any, steps: Steps) -> None:
    ids = waiting(row.table_import)
    known = {entry["page"]: entry["revision"] for entry in row.table_import.undo.get("pages", [])}
    refused: list[list[str]] = []
    for done, page_id in enumerate(ids, start=1):
        with steps.step(done=done, total=len(ids)):
            page = Page.objects.get(pk=page_id).specific
            try:
                with transaction.atomic(), without_mails():
                    _approve_page(row.requested_by, page, known[page_id])
            except (DeskError, PermissionDenied) as error:
                refused.append([page.title, str(error)])
    row.report = {"approved": len(ids) - len(refused), "refused": refused}


def _approve_page(user: Any, page: Page, revision: int) -> None:
    """Approve one page, as the button on its own screen does. Raises DeskError, PermissionDenied."""
    state = page.current_workflow_task_state
    if state is None or state.revision_id != revision:
        raise WrongStateError(_("This page was changed meanwhile."))
    if grading.is_asked(page):
        said = grading.proposal(state)
        grading.approve(user, page, grade=said.grade, note=said.note, message="", shown=str(revision))
        return
    task = state.task.specific
    if "approve" not in {name for name, _label, _modal in task.get_actions(page, user)}:
        raise NotAllowedError(four_eyes.refusal(user, state.revision))
    task.on_action(state, user, "approve", comment="")
