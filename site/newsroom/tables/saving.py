"""Writes what a table changes, as drafts, and takes it back. Nothing here ever goes live."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, Revision

from core.models import CustomDocument, CustomImage
from core.offered_files import named_in
from core.tree import is_archived
from exchange_formats.errors import BadFileError
from newsroom.models import StableCode
from newsroom.tables.columns import Content
from newsroom.tables.comparing import Line, conflicts
from newsroom.tables.errors import CellError
from newsroom.tables.names import Names
from newsroom.tables.table import RowTable, Table, latest
from translation_desk.review_signals import without_mails

FILES: dict[str, type[CustomDocument | CustomImage]] = {"documents": CustomDocument, "images": CustomImage}
"""What comes with a table."""

Entry = dict[str, Any]
"""What was done to a page, as plain values: enough to take it back."""


def grouped(table: Table, lines: Iterable[Line]) -> list[list[Line]]:
    """Return the lines that change something, together those that change the same page."""
    changing = [line for line in lines if line.changes]
    if isinstance(table, RowTable):
        return [changing] if changing else []
    return [[line] for line in changing]


def write(table: Table, lines: Sequence[Line], names: Names, user: Any, *, hand_in: bool) -> Entry:
    """Write the lines of one page as a draft of it, or as a new page; return what was done.

    Raises BadFileError where somebody else is at the page now.
    """
    made = lines[0].stored.page.pk is None
    page, before = (_add(table, lines[0], names, user), None) if made else _change(table, lines, names, user)
    for line in lines:
        StableCode.objects.update_or_create(kind=table.kind, code=line.code, defaults={"key": line.stored.key})
    fresh = Page.objects.get(pk=page.pk)
    entry = {
        "page": fresh.pk,
        "made": made,
        "revision": fresh.latest_revision_id,
        "before": before.latest_revision_id if before else None,
        "draft": before.has_unpublished_changes if before else False,
    }
    workflow = page.get_workflow() if hand_in else None
    if workflow is not None:
        with without_mails():
            workflow.start(fresh.specific, user)
    return entry


def _add(table: Table, line: Line, names: Names, user: Any) -> Page:
    parent = table.place()
    if parent is None:
        raise BadFileError(_("There is no page yet below which this could stand. Make the list first."))
    content = deepcopy(line.stored.content)
    _put(content, line, names, user)
    page: Page = table.model.from_serializable_data(content, check_fks=False)
    page.live, page.owner = False, user
    parent.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=user)
    page.save_revision(user=user)
    return page


def _change(table: Table, lines: Sequence[Line], names: Names, user: Any) -> tuple[Page, Page]:
    """Save a draft; return the page, and what it was before."""
    item = lines[0].stored
    before = Page.objects.select_for_update(of=("self",)).select_related("latest_revision").filter(pk=item.page.pk).first()
    overtaken = before is None or is_archived(before) or before.latest_revision_id != item.page.latest_revision_id
    reason = _("This page was changed meanwhile.") if overtaken else conflicts([before], user).get(item.page.pk)
    if before is None or reason:
        raise BadFileError(_("%(title)s: %(message)s") % {"title": item.page.title, "message": reason})
    page = before.specific
    content = latest(page)
    for line in lines:
        row = table.row(content, line.stored.key)
        if row is None:
            row = table.add(content, line.stored)
        _put(row, line, names, user)
    page.with_content_json(content).save_revision(user=user, log_action=True)
    return page, before


def _put(content: Content, line: Line, names: Names, user: Any) -> None:
    names.packed.write_for(user)
    for column, value in line.values:
        try:
            column.put(content, value, names)
        except CellError as error:
            raise BadFileError(_("Row %(number)s: %(message)s") % {"number": line.row.number, "message": error}) from error


def touched(entries: Sequence[Entry]) -> dict[int, str]:
    """Return the titles of pages, by id, that somebody has changed, locked, published or deleted since a table wrote them."""
    pages = Page.objects.in_bulk([entry["page"] for entry in entries])
    found: dict[int, str] = {}
    for entry in entries:
        page = pages.get(entry["page"])
        if page is None:
            found[entry["page"]] = ""
        elif (
            is_archived(page)
            or page.locked
            or page.latest_revision_id != entry["revision"]
            or page.live_revision_id == entry["revision"]
        ):
            found[page.pk] = page.title
    return found


def take_back(entry: Entry, user: Any) -> bool:
    """Make a page as it was before a table wrote it: away with a new one, the earlier text for others.

    Returns whether it was; not where somebody has touched it since.
    """
    page = Page.objects.select_for_update(of=("self",)).filter(pk=entry["page"]).first()
    if page is None or touched([entry]):
        return False
    specific = page.specific
    if (state := specific.current_workflow_state) is not None:
        state.cancel(user=user)
    if entry["made"]:
        StableCode.objects.filter(key=page.translation_key).delete()
        page.delete(user=user)
        return True
    earlier = page.revisions.filter(pk=entry["before"]).first() if entry["before"] else None
    text = earlier.content if earlier else specific.serializable_data()
    specific.with_content_json(text).save_revision(
        user=user, log_action="wagtail.revert" if earlier else True, previous_revision=earlier
    )
    if not entry["draft"]:
        # What the draft says is what visitors read.
        Page.objects.filter(pk=page.pk).update(has_unpublished_changes=False)
    return True


def remove_files(made: Mapping[str, Iterable[int]]) -> None:
    """Delete the documents and images that came with a table and that nothing uses, no draft either."""
    wanted = {name: set(made.get(name, ())) for name in FILES}
    drafts = Revision.page_revisions.filter(pk__in=Page.objects.order_by().values("latest_revision"))
    for content in drafts.values_list("content", flat=True).iterator(chunk_size=100) if any(wanted.values()) else ():
        for name, model in FILES.items():
            wanted[name] -= named_in(content, model)
    for name, model in FILES.items():
        for row in model.objects.filter(pk__in=wanted[name]):
            if not ReferenceIndex.get_references_to(row).exists():
                row.delete()
