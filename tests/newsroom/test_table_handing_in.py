"""Who is told of a table that was handed in, what becomes of it when rights are lost, and a new site made of tables alone."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from wagtail.models import Page
from wagtail.users.models import UserProfile

from core.models import CustomDocument, CustomImage
from knowledge.models import PublicationPage
from newsroom.models import StableCode, TableApproval
from newsroom.tables import approving, importing, mails, sheets
from newsroom.tables.registry import TABLES
from tests.newsroom.table_pages import rich_pages
from tests.newsroom.table_world import PDF, done, made, packed, publication, received, sheet, six, staff, taken
from translation_desk.errors import WrongStateError

__all__ = ["made", "six", "staff"]

pytestmark = pytest.mark.django_db


def speaks(user: Any, language: str, **settings: Any) -> None:
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language, **settings})


def test_approvers_get_one_mail_in_their_language(staff: SimpleNamespace) -> None:
    speaks(staff.second, "ar")
    row = taken(staff.editor, sheet([publication("one"), publication("two")]))
    mails.tell_approvers.func(row.pk)
    to = {one.to[0]: one for one in mail.outbox}
    assert set(to) == {staff.approver.email, staff.second.email}
    assert to[staff.approver.email].subject == "2 pages wait for your approval"
    assert f"/newsroom/tables/imports/{row.pk}/" in to[staff.approver.email].body
    assert 'dir="rtl"' in str(to[staff.second.email].alternatives[0][0])
    assert "waits" not in str(to[staff.second.email].message())


def test_nobody_is_told_of_drafts_of_their_own_table_or_against_their_will(staff: SimpleNamespace) -> None:
    speaks(staff.second, "", submitted_notifications=False)
    mails.tell_approvers.func(taken(staff.approver, sheet([publication("own")])).pk)
    mails.tell_approvers.func(taken(staff.editor, sheet([publication("draft")]), hand_in=False).pk)
    assert mail.outbox == []


def leave(user: Any) -> None:
    """Take all parts from somebody."""
    user.groups.clear()
    for name in [name for name in vars(user) if name.startswith("_desk")]:
        delattr(user, name)


def test_who_lost_the_right_between_report_and_taking_takes_nothing(staff: SimpleNamespace) -> None:
    row = received(staff.editor, sheet([publication("one")]))
    row = importing.take(staff.editor, row)
    groups = list(staff.editor.groups.all())
    leave(staff.editor)
    row = done(row)
    assert row.is_refused and not Page.objects.filter(slug="one").exists()
    staff.editor.groups.set(groups)


def test_who_lost_the_right_before_approval_approves_nothing(staff: SimpleNamespace) -> None:
    row = taken(staff.editor, sheet([publication("one")]))
    approval = approving.approve(staff.second, row)
    leave(staff.second)
    approving.run.func(approval.pk)
    approval = TableApproval.objects.get(pk=approval.pk)
    assert approval.report["approved"] == 0 and len(approval.report["refused"]) == 1
    assert not Page.objects.get(slug="one").live


def test_a_page_that_somebody_locked_since_is_not_taken_back(staff: SimpleNamespace) -> None:
    row = taken(staff.editor, sheet([publication("one")]), hand_in=False)
    Page.objects.filter(slug="one").update(locked=True, locked_by=staff.approver)
    with pytest.raises(WrongStateError, match="Title one"):
        importing.undo(staff.editor, row)


ORDER = ("sessions", "projects", "courses", "publications", "stories", "links")
"""What others name comes before them."""


def test_a_new_site_can_be_made_of_tables_and_files_alone(staff: SimpleNamespace, made: SimpleNamespace) -> None:
    rich_pages(made)
    kept = PublicationPage.objects.get(slug="one")
    kept.body = []
    kept.save()
    before = {code: exported(staff.editor, code) for code in TABLES}
    files = {one.filename: PDF + one.filename.encode() for one in CustomDocument.objects.all()}
    files |= {one.filename: one.file.read() for one in CustomImage.objects.all()}
    emptied(made)
    for code in ORDER:
        sent(staff.editor, code, before[code], files, "related")
    # What publications name among themselves comes once all of them are there.
    sent(staff.editor, "publications", before["publications"], files)
    assert {code: exported(staff.editor, code) for code in TABLES} == before


def emptied(made: SimpleNamespace) -> None:
    """Delete all that tables are about, and the files."""
    for code in reversed(ORDER):
        for page in TABLES[code].pages():
            if page.pk == made.links["en"].pk:
                page.links.all().delete()
            else:
                page.delete()
    StableCode.objects.all().delete()
    for model in (CustomDocument, CustomImage):
        for one in model.objects.all():
            one.file.storage.delete(one.file.name)
            one.delete()


def sent(user: Any, code: str, rows: list[dict[str, str]], files: dict[str, bytes], *without: str) -> None:
    """Send a table back without some of its columns."""
    cells = [{name: sheets.guarded(cell) for name, cell in row.items() if name not in without} for row in rows]
    taken(user, sheet(cells), code, None if code == "links" else packed(files), hand_in=False)


def exported(user: Any, code: str) -> list[dict[str, str]]:
    data = importing.exported(user, TABLES[code], "csv")
    return [row.cells for row in sheets.read("x.csv", data, TABLES[code].names, ("code",))]
